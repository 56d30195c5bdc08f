"""Telling those who order, in the morning, what should be ordered that was not proposed before."""

from datetime import datetime

from django.urls import reverse

from apps.consumables.enums import OrderState
from apps.consumables.models import OrderLine, PurchaseOrder
from apps.consumables.notification_types import ORDER_PROPOSALS
from apps.consumables.services.proposals import propose_orders
from apps.core import clock
from apps.core.db import atomic
from apps.notifications.services import notify

LISTED = 50


@atomic
def propose_and_tell(now: datetime) -> int:
    """Bring the proposals up to date; how many lines are new."""
    before = {line.consumable_id for line in _proposed_lines()}
    orders = propose_orders(actor=None, now=now)
    new = [line for line in _proposed_lines() if line.consumable_id not in before]
    if new:
        lines = [
            {"consumable": line.consumable_name, "barcode": line.consumable_barcode}
            for line in new[:LISTED]
        ]
        notify(
            ORDER_PROPOSALS.code,
            orders[0],
            key=f"order-proposals:{clock.local_date(now)}",
            actor=None,
            now=now,
            url=reverse("consumables:proposals"),
            count=len(new),
            mail={"lines": lines, "more": len(new) - len(lines)},
        )
    return len(new)


def _proposed_lines() -> list[OrderLine]:
    proposed = PurchaseOrder.objects.filter(state=OrderState.PROPOSED).values_list("pk", flat=True)
    return list(OrderLine.objects.filter(order__in=list(proposed)).order_by("pk"))
