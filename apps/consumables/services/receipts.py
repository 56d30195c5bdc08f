"""What came of an order: kept at its lines, and taken back with a reversed receipt."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F

from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.models import OrderLine, PurchaseOrder


def update_receipt(line_id: Any, change: Decimal, now: datetime) -> None:
    """Add to what came of a line, and let line and order say how far they are.

    :param change: negative when a receipt was reversed.
    """
    OrderLine.objects.filter(pk=line_id).update(received_quantity=F("received_quantity") + change)
    line = OrderLine.objects.select_related("order").get(pk=line_id)
    if line.order.state == OrderState.CANCELED:
        return
    OrderLine.objects.filter(pk=line_id).update(is_open=line.missing > 0)
    PurchaseOrder.objects.filter(pk=line.order_id).update(state=_state(line), updated_at=now)


def _state(line: OrderLine) -> OrderState:
    lines = list(OrderLine.objects.filter(order=line.order_id))
    if not any(each.missing > 0 for each in lines):
        return OrderState.RECEIVED
    has_some = any(each.received_quantity > 0 for each in lines)
    return OrderState.PARTLY_RECEIVED if has_some else AWAITED[0]
