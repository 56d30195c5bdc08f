"""The verbs of ordering: propose, edit, order, receive, cancel.

What is proposed for a supplier is one order that every run completes; what a person changed in it stays.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder, StockMovement
from apps.consumables.models.orders import MOST_PACKS
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.services.receipts import update_receipt
from apps.consumables.services.stock import Purpose, receive
from apps.consumables.suggestions import Proposed, proposals
from apps.core import clock
from apps.core.db import atomic, next_number, serialize
from apps.core.errors import DomainError, ErrorCode, InvalidInput


class OrderNotEditable(DomainError):
    """The order is not in the state that this needs."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This order has gone on: please load it again.")


class OrderNotFound(DomainError):
    """There is no such order, or no such line."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such order.")


class NothingOrdered(DomainError):
    """No order is waiting for this consumable."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("No open order contains this.")


@atomic
def propose_orders(*, actor: Any, now: datetime) -> list[PurchaseOrder]:
    """Bring the proposals up to date, one for each supplier from whom something is needed.

    :returns: the proposals that have lines now.
    """
    serialize("order-proposals")
    wanted = proposals(now)
    drafts = {
        order.supplier_id: order
        for order in PurchaseOrder.objects.filter(state=OrderState.PROPOSED)
    }
    for supplier_id in wanted.keys() - drafts.keys():
        drafts[supplier_id] = _new_proposal(supplier_id, actor, now)
    for supplier_id, order in drafts.items():
        _complete(order, wanted.get(supplier_id, []))
    return [order for order in drafts.values() if OrderLine.objects.filter(order=order).exists()]


@atomic
def set_packs(*, line_id: Any, packs: int, actor: Any, now: datetime) -> OrderLine:
    """Change how many packs of a proposed line are to be ordered.

    :raises OrderNotEditable: it was ordered already.
    """
    if not 1 <= packs <= MOST_PACKS:
        raise InvalidInput({"packs": [str(_("Please give a number of packs above zero."))]})
    line = _line(line_id)
    order = _in_state(line.order_id, OrderState.PROPOSED)
    line.packs, line.is_edited = packs, True
    line.save(update_fields=["packs", "is_edited"])
    _touch(order, actor, now)
    return line


@atomic
def add_line(
    *, order_id: Any, consumable_id: Any, packs: int, actor: Any, now: datetime
) -> OrderLine:
    """Order something besides what was proposed.

    :raises InvalidInput: it is in the order already, or the number is none.
    """
    order = _in_state(order_id, OrderState.PROPOSED)
    consumable = Consumable.objects.alive().filter(pk=consumable_id).first()
    if consumable is None:
        raise ConsumableNotFound
    if not 1 <= packs <= MOST_PACKS:
        raise InvalidInput({"packs": [str(_("Please give a number of packs above zero."))]})
    line = _new_line(order, consumable, packs)
    line.is_edited = True
    try:
        line.save(force_insert=True)
    except IntegrityError as error:
        message = str(_("This is in the order already."))
        raise InvalidInput({"consumable": [message]}) from error
    _touch(order, actor, now)
    return line


@atomic
def remove_line(*, line_id: Any, actor: Any, now: datetime) -> None:
    """Take a line out of a proposed order; it may be proposed again later.

    :raises OrderNotEditable: it was ordered already.
    """
    line = _line(line_id)
    order = _in_state(line.order_id, OrderState.PROPOSED)
    line.delete()
    _touch(order, actor, now)


@atomic
def place_order(*, order_id: Any, actor: Any, now: datetime) -> PurchaseOrder:
    """Mark a proposal as ordered today; its lines count as on their way from now on.

    :raises OrderNotEditable: it was ordered already, or is empty.
    """
    order = _in_state(order_id, OrderState.PROPOSED)
    lines = list(OrderLine.objects.filter(order=order))
    if not lines:
        raise OrderNotEditable(_("There is nothing in this order."))
    today = clock.local_date(now)
    OrderLine.objects.filter(order=order).update(is_open=True)
    Consumable.objects.filter(pk__in=[line.consumable_id for line in lines]).update(
        last_ordered=today, updated_at=now
    )
    order.ordered_at, order.ordered_by = now, actor
    order.expected_on = today + timedelta(
        days=order.supplier.delivery_days if order.supplier else 7
    )
    return _move(order, OrderState.ORDERED, "ordered", actor, now)


@atomic
def receive_line(*, line_id: Any, quantity: Any, actor: Any, now: datetime) -> StockMovement:
    """Put what came of an ordered line into stock; more than was ordered is taken too.

    :raises OrderNotEditable: the order is not awaited.
    :raises InvalidInput: the quantity is none.
    """
    line = _line(line_id)
    order = _in_state(line.order_id, *AWAITED)
    purpose = Purpose(reason=order.number, order_line_id=line.pk)
    movement = receive(
        consumable_id=line.consumable_id, quantity=quantity, actor=actor, now=now, purpose=purpose
    )
    update_receipt(line.pk, movement.quantity, now)
    return movement


@atomic
def receive_scanned(
    *, consumable_id: ObjectId, quantity: Any | None, actor: Any, now: datetime
) -> StockMovement:
    """Put a scanned consumable into stock for the oldest order that waits for it.

    :param quantity: None for all that is missing of that line.
    :raises NothingOrdered: no order waits for it.
    """
    line = OrderLine.objects.filter(consumable=consumable_id, is_open=True).order_by("pk").first()
    if line is None:
        raise NothingOrdered
    amount = line.missing if quantity is None else quantity
    return receive_line(line_id=line.pk, quantity=amount, actor=actor, now=now)


@atomic
def cancel_order(*, order_id: Any, actor: Any, now: datetime) -> PurchaseOrder:
    """Give an order up, or the rest of it; what came stays in stock.

    :raises OrderNotEditable: everything came, or it was given up already.
    """
    order = _in_state(order_id, OrderState.PROPOSED, *AWAITED)
    OrderLine.objects.filter(order=order).update(is_open=False)
    return _move(order, OrderState.CANCELED, "order_canceled", actor, now)


def _new_proposal(supplier_id: ObjectId | None, actor: Any, now: datetime) -> PurchaseOrder:
    order = PurchaseOrder(
        number=_number(clock.local_date(now)),
        supplier_id=supplier_id,
        proposal_key=str(supplier_id or "none"),
    )
    order.stamp(now)
    order.save(force_insert=True)
    _record(order, "order_proposed", actor, now)
    return order


def _number(today: date) -> str:
    month = f"{today:%y%m}"
    return f"B{month}-{next_number(f'orders:{month}'):03}"


def _complete(order: PurchaseOrder, wanted: list[Proposed]) -> None:
    """Let the lines that nobody edited be exactly what is needed now."""
    by_consumable = {each.consumable.pk: each for each in wanted}
    lines = list(OrderLine.objects.filter(order=order))
    for line in lines:
        found = by_consumable.pop(line.consumable_id, None)
        if line.is_edited:
            continue
        if found is None:
            line.delete()
        else:
            line.packs, line.reason = found.packs, found.reason
            line.save(update_fields=["packs", "reason"])
    for found in by_consumable.values():
        line = _new_line(order, found.consumable, found.packs)
        line.reason = found.reason
        line.save(force_insert=True)


def _new_line(order: PurchaseOrder, consumable: Consumable, packs: int) -> OrderLine:
    return OrderLine(
        order=order,
        consumable=consumable,
        consumable_barcode=consumable.barcode,
        consumable_name=consumable.name,
        unit=consumable.unit,
        supplier_article_number=consumable.supplier_article_number,
        packs=packs,
        pack_size=consumable.pack_size,
        cost_per_unit=consumable.cost_per_unit,
        received_quantity=Decimal(0),
    )


def _line(line_id: Any) -> OrderLine:
    line = OrderLine.objects.filter(pk=line_id).first()
    if line is None:
        raise OrderNotFound
    return line


def _in_state(order_id: Any, *states: OrderState) -> PurchaseOrder:
    order = PurchaseOrder.objects.select_related("supplier").filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    if order.state not in states:
        raise OrderNotEditable
    # Writing to the order makes two who go on with it at the same moment conflict.
    PurchaseOrder.objects.filter(pk=order.pk).update(notes=order.notes)
    return order


def _move(
    order: PurchaseOrder, state: OrderState, event: str, actor: Any, now: datetime
) -> PurchaseOrder:
    order.state = state
    order.stamp(now)
    order.save(force_update=True)
    _record(order, event, actor, now)
    return order


def _touch(order: PurchaseOrder, actor: Any, now: datetime) -> None:
    PurchaseOrder.objects.filter(pk=order.pk).update(updated_at=now)
    _record(order, "order_edited", actor, now)


def _record(order: PurchaseOrder, event: str, actor: Any, now: datetime) -> None:
    record(
        f"consumables.{event}",
        order,
        actor=actor,
        at=now,
        order=order.number,
        supplier=order.supplier.name if order.supplier else str(_("no supplier")),
    )
