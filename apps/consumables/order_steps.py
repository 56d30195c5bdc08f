"""What every step with an order needs: its refusals, loading it in the right state, and the event it leaves."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.enums import OrderState
from apps.consumables.models import OrderLine, PurchaseOrder
from apps.consumables.order_queries import OrderNotFound
from apps.core.errors import DomainError, ErrorCode


class OrderNotEditable(DomainError):
    """The order is not in the state that this needs."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This order has gone on: please load it again.")


def line_of(line_id: Any) -> OrderLine:
    """
    :raises OrderNotFound: the line was removed.
    """
    line = OrderLine.objects.filter(pk=line_id).first()
    if line is None:
        raise OrderNotFound
    return line


def order_in_state(order_id: Any, *states: OrderState) -> PurchaseOrder:
    """The order, held for this transaction.

    :raises OrderNotFound: there is none.
    :raises OrderNotEditable: it is in another state.
    """
    order = PurchaseOrder.objects.select_related("supplier").filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    if order.state not in states:
        raise OrderNotEditable
    hold_order(order)
    return order


def hold_order(order: PurchaseOrder) -> None:
    """Write to the order, so that two who go on with it at the same moment are in conflict."""
    PurchaseOrder.objects.filter(pk=order.pk).update(turns=F("turns") + 1)
    order.turns += 1


def move(
    order: PurchaseOrder, state: OrderState, event: str, actor: Any, now: datetime
) -> PurchaseOrder:
    """Let the order be in the state from now on."""
    order.state = state
    order.stamp(now)
    order.save(force_update=True)
    record_step(order, event, actor, now)
    return order


def touch(order: PurchaseOrder, actor: Any, now: datetime) -> None:
    """Say that the order's lines were edited."""
    PurchaseOrder.objects.filter(pk=order.pk).update(updated_at=now)
    record_step(order, "order_edited", actor, now)


def record_step(order: PurchaseOrder, event: str, actor: Any, now: datetime) -> None:
    """Write the event, with the words of its sentence."""
    record(
        f"consumables.{event}",
        order,
        actor=actor,
        at=now,
        order=order.number,
        supplier=order.supplier.name if order.supplier else str(_("no supplier")),
    )
