"""The verbs of orders: place, receive, cancel. What is proposed and edited before stands in proposals.py."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder, StockMovement
from apps.consumables.order_queries import NothingOrdered, oldest_open_line
from apps.consumables.order_steps import (
    OrderNotEditable,
    line_of,
    move,
    order_in_state,
    record_step,
)
from apps.consumables.services.receipts import update_receipt
from apps.consumables.services.stock import Purpose, receive
from apps.consumables.suggestions import UNKNOWN_DELIVERY_DAYS
from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import InvalidInput


@atomic
def place_order(*, order_id: Any, actor: Any, now: datetime) -> PurchaseOrder:
    """Mark a proposal as ordered today; its lines count as on their way from now on.

    :raises OrderNotEditable: it was ordered already, is empty, or something in it was deleted.
    """
    order = order_in_state(order_id, OrderState.PROPOSED)
    lines = list(OrderLine.objects.filter(order=order))
    if not lines:
        raise OrderNotEditable(_("There is nothing in this order."))
    today = clock.local_date(now)
    _mark_as_ordered(lines, today, now)
    order.ordered_at, order.ordered_by = now, actor
    days = order.supplier.delivery_days if order.supplier else UNKNOWN_DELIVERY_DAYS
    order.expected_on = today + timedelta(days=days)
    return move(order, OrderState.ORDERED, "ordered", actor, now)


@atomic
def receive_line(*, line_id: Any, quantity: Any, actor: Any, now: datetime) -> StockMovement:
    """Put what came of an ordered line into stock; more than was ordered is taken too.

    :raises OrderNotEditable: the order is not awaited.
    :raises InvalidInput: the quantity is none.
    """
    line = line_of(line_id)
    order = order_in_state(line.order_id, *AWAITED)
    purpose = Purpose(reason=order.number, order_line_id=line.pk)
    movement = receive(
        consumable_id=line.consumable_id, quantity=quantity, actor=actor, now=now, purpose=purpose
    )
    update_receipt(line.pk, movement.quantity, now)
    return movement


@atomic
def receive_lines(
    *, order_id: Any, quantities: Mapping[str, Any], actor: Any, now: datetime
) -> list[StockMovement]:
    """Put what came of several lines of one order into stock; all of it, or nothing.

    :param quantities: by the line's id.
    :raises OrderNotEditable: the order is not awaited.
    :raises InvalidInput: a quantity is none, or all are missing; names the line.
    """
    order = order_in_state(order_id, *AWAITED)
    if not quantities:
        raise InvalidInput({"quantities": [str(_("Please say of something how much came."))]})
    lines = {str(line.pk): line for line in OrderLine.objects.filter(order=order)}
    movements, problems = [], {}
    for line_id, quantity in quantities.items():
        if line_id not in lines:
            problems[f"quantity_{line_id}"] = [str(_("This is not in the order."))]
            continue
        try:
            movement = receive_line(
                line_id=lines[line_id].pk, quantity=quantity, actor=actor, now=now
            )
        except InvalidInput as refusal:
            problems[f"quantity_{line_id}"] = (refusal.data or {})["fields"]["quantity"]
        else:
            movements.append(movement)
    if problems:
        raise InvalidInput(problems)
    return movements


@atomic
def receive_scanned(
    *, consumable_id: ObjectId, quantity: Any | None, actor: Any, now: datetime
) -> StockMovement:
    """Put a scanned consumable into stock for the oldest order that waits for it.

    :param quantity: None for all that is missing of that line.
    :raises NothingOrdered: no order waits for it.
    """
    line = oldest_open_line(consumable_id)
    if line is None:
        raise NothingOrdered
    amount = line.missing if quantity is None else quantity
    return receive_line(line_id=line.pk, quantity=amount, actor=actor, now=now)


@atomic
def cancel_order(*, order_id: Any, actor: Any, now: datetime) -> PurchaseOrder:
    """Give an order up, or the rest of it; what came stays in stock.

    :raises OrderNotEditable: everything came, or it was given up already.
    """
    order = order_in_state(order_id, OrderState.PROPOSED, *AWAITED)
    OrderLine.objects.filter(order=order).update(is_open=False)
    return move(order, OrderState.CANCELED, "order_canceled", actor, now)


@atomic
def mail_order(*, order_id: Any, subject: str, text: str, actor: Any, now: datetime) -> str:
    """Send the order to the supplier's address through the outbox, as text; returns the address.

    :raises OrderNotEditable: it is finished, or there is no address.
    """
    order = order_in_state(order_id, OrderState.PROPOSED, *AWAITED)
    address = order.supplier.email if order.supplier else ""
    if not address:
        raise OrderNotEditable(_("The supplier has no e-mail address."))
    EmailMessage(subject, text, to=[address]).send()
    record_step(order, "order_mailed", actor, now)
    return address


def _mark_as_ordered(lines: list[OrderLine], today: Any, now: datetime) -> None:
    """
    :raises OrderNotEditable: something in it was deleted; it names what.
    """
    wanted = Consumable.objects.alive().filter(pk__in=[line.consumable_id for line in lines])
    alive = set(wanted.values_list("pk", flat=True))
    if gone := [line.consumable_name for line in lines if line.consumable_id not in alive]:
        message = _("Deleted meanwhile, please take it out of the order: %(names)s.")
        raise OrderNotEditable(message % {"names": ", ".join(gone)})
    wanted.update(last_ordered=today, updated_at=now)
    OrderLine.objects.filter(pk__in=[line.pk for line in lines]).update(is_open=True)
