"""The verbs of stock. Each books one movement; the stock changes with it in one transaction (I3).

The stock is claimed with one conditional update: of many who take from the same shelf at once none gets what is not
there, and what the journal says adds up to what the shelf holds.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.enums import MovementKind
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.rules import as_number, as_quantity, fits_unit, in_words, stock_state
from apps.consumables.services.low_stock import tell_if_short
from apps.consumables.services.receipts import update_receipt
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.operations import UndoNotPossible
from apps.core.references import hold
from apps.core.registry import registry
from apps.workers.borrowing import require_borrower
from apps.workers.models import Worker
from apps.workers.queries import WorkerNotFound

EVENTS = {
    MovementKind.WITHDRAWAL: "withdrawn",
    MovementKind.RECEIPT: "received",
    MovementKind.CORRECTION: "corrected",
    MovementKind.STOCKTAKING: "counted",
    MovementKind.REVERSAL: "reversed",
}


class StockTooLow(DomainError):
    """There is less than was asked for; ``data["current_stock"]`` says how much."""

    code = ErrorCode.STOCK_TOO_LOW
    status = 409


class MovementNotReversible(DomainError):
    """The movement was reversed already, or is a reversal itself."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This was reversed already.")


@dataclass(frozen=True)
class Purpose:
    """For whom, where and why a stock changes; all of it optional."""

    worker_id: ObjectId | None = None
    location_id: ObjectId | None = None
    ticket_number: str = ""
    reason: str = ""
    order_line_id: ObjectId | None = None
    ticket_line_id: ObjectId | None = None


NO_PURPOSE = Purpose()


@atomic
def withdraw(
    *,
    consumable_id: ObjectId,
    quantity: Any,
    actor: Any,
    now: datetime,
    purpose: Purpose = NO_PURPOSE,
) -> StockMovement:
    """Take something out of stock, for a person, a ticket or a place.

    :param quantity: above zero, in the consumable's unit.
    :raises StockTooLow: there is less.
    :raises InvalidInput: the quantity is none, or the unit has no fractions.
    :raises WorkerNotFound: the person was deleted.
    :raises WorkerInactive: or :class:`WorkerBlocked`: the person may not take anything.
    """
    amount = _positive(quantity)
    return _book(MovementKind.WITHDRAWAL, consumable_id, -amount, actor, now, purpose)


@atomic
def receive(
    *,
    consumable_id: ObjectId,
    quantity: Any,
    actor: Any,
    now: datetime,
    purpose: Purpose = NO_PURPOSE,
) -> StockMovement:
    """Put goods that arrived into stock.

    :param quantity: above zero, in the consumable's unit.
    :raises InvalidInput: the quantity is none, or the unit has no fractions.
    """
    return _book(MovementKind.RECEIPT, consumable_id, _positive(quantity), actor, now, purpose)


@atomic
def adjust_stock(
    *,
    consumable_id: ObjectId,
    quantity: Any,
    reason: str,
    actor: Any,
    now: datetime,
    worker_id: ObjectId | None = None,
) -> StockMovement:
    """Correct the stock by a signed quantity; taken out for a person it is a withdrawal.

    :raises StockTooLow: it would fall below zero.
    :raises InvalidInput: the quantity is zero or none, or no reason is given.
    """
    change = _signed(quantity)
    if not reason.strip():
        raise InvalidInput({"reason": [str(_("Please say why."))]})
    is_withdrawal = worker_id is not None and change < 0
    kind = MovementKind.WITHDRAWAL if is_withdrawal else MovementKind.CORRECTION
    purpose = Purpose(worker_id=worker_id, reason=reason)
    return _book(kind, consumable_id, change, actor, now, purpose)


@atomic
def book_count(
    *, consumable_id: ObjectId, counted: Any, expected: Any, reason: str, actor: Any, now: datetime
) -> StockMovement | None:
    """Book what a stocktaking found: the difference between what lay there and what should have.

    :param expected: the stock at the moment of counting; what was booked since then stays booked.
    :returns: None when nothing differs.
    :raises StockTooLow: more was taken out since than the count leaves.
    """
    amount, should_be = _not_negative(counted), _not_negative(expected)
    if amount == should_be:
        return None
    purpose = Purpose(reason=reason)
    return _book(MovementKind.STOCKTAKING, consumable_id, amount - should_be, actor, now, purpose)


@atomic
def reverse_movement(
    *, movement_id: ObjectId, actor: Any, now: datetime, reason: str = ""
) -> StockMovement:
    """Take a movement back by one of the opposite quantity.

    :raises MovementNotReversible: that was done already, or it is a reversal.
    :raises StockTooLow: what came in is used already.
    """
    movement = StockMovement.objects.select_related("consumable").get(pk=movement_id)
    if movement.kind == MovementKind.REVERSAL:
        raise MovementNotReversible(_("A reversal cannot be reversed; please book it anew."))
    purpose = Purpose(
        worker_id=movement.worker_id,
        location_id=movement.location_id,
        ticket_number=movement.ticket_number,
        reason=reason,
        order_line_id=movement.order_line_id,
        ticket_line_id=movement.ticket_line_id,
    )
    try:
        reversal = _book(
            MovementKind.REVERSAL,
            movement.consumable_id,
            -movement.quantity,
            actor,
            now,
            purpose,
            reversal_of=movement,
        )
    except IntegrityError as error:
        raise MovementNotReversible from error
    if movement.order_line_id:
        update_receipt(movement.order_line_id, -movement.quantity, now)
    registry.movement_reversed(movement, actor=actor, now=now)
    return reversal


@atomic
def undo_movement(*, movement_id: ObjectId, actor: Any, now: datetime) -> StockMovement:
    """Reverse what a desk booked a moment ago.

    :raises UndoNotPossible: it was reversed already, or what came in is used.
    """
    try:
        return reverse_movement(
            movement_id=movement_id, actor=actor, now=now, reason=str(_("Undone at the desk"))
        )
    except (MovementNotReversible, StockTooLow) as refusal:
        raise UndoNotPossible(refusal.message) from refusal


def _book(
    kind: MovementKind,
    consumable_id: ObjectId,
    change: Decimal,
    actor: Any,
    now: datetime,
    purpose: Purpose,
    *,
    reversal_of: StockMovement | None = None,
) -> StockMovement:
    """Change the stock and write the movement, the event and, when it falls short, the notice."""
    consumable = _move_stock(consumable_id, change, now)
    movement = StockMovement(
        consumable=consumable,
        kind=kind,
        quantity=change,
        stock_after=consumable.current_stock,
        unit_cost=consumable.cost_per_unit,
        worker=_worker(purpose, is_new=reversal_of is None),
        location_id=purpose.location_id,
        ticket_number=purpose.ticket_number.strip(),
        reason=purpose.reason.strip(),
        order_line_id=purpose.order_line_id,
        ticket_line_id=purpose.ticket_line_id,
        reversal_of=reversal_of,
        booked_by=actor,
        used_at=now,
        is_usage=reversal_of.is_usage if reversal_of else kind == MovementKind.WITHDRAWAL,
    )
    movement.copy_names()
    if movement.location_id:
        hold(movement)
    movement.save(force_insert=True)
    _record(movement, actor, now)
    return movement


def _move_stock(consumable_id: ObjectId, change: Decimal, now: datetime) -> Consumable:
    """Change the stock if enough is there; the consumable as it is then."""
    alive = Consumable.objects.alive().filter(pk=consumable_id)
    enough = alive.filter(current_stock__gte=max(-change, Decimal(0)))
    moved = enough.update(current_stock=F("current_stock") + change, updated_at=now)
    consumable = alive.first()
    if consumable is None:
        raise ConsumableNotFound
    if not fits_unit(change, consumable.unit):
        message = _("%(unit)s can only be counted in whole numbers.")
        raise InvalidInput({"quantity": [str(message % {"unit": consumable.get_unit_display()})]})
    if not moved:
        raise _too_low(consumable)
    state_before = consumable.state
    consumable.stock_state = stock_state(consumable.current_stock, consumable.min_stock)
    if consumable.stock_state != state_before:
        alive.update(stock_state=consumable.stock_state)
        tell_if_short(consumable, state_before, now)
    return consumable


def _too_low(consumable: Consumable) -> StockTooLow:
    message = _("There is not enough %(consumable)s: %(stock)s %(unit)s left.") % {
        "consumable": consumable.name,
        "stock": in_words(consumable.current_stock),
        "unit": consumable.get_unit_display(),
    }
    return StockTooLow(message, data={"current_stock": as_number(consumable.current_stock)})


def _worker(purpose: Purpose, *, is_new: bool) -> Worker | None:
    if purpose.worker_id is None:
        return None
    people = Worker.objects.alive() if is_new else Worker.objects.all()
    worker = people.filter(pk=purpose.worker_id).first()
    if worker is None:
        raise WorkerNotFound
    if is_new:
        require_borrower(worker)
    return worker


def _record(movement: StockMovement, actor: Any, now: datetime) -> None:
    worker = [movement.worker] if movement.worker else []
    is_for_somebody = movement.kind == MovementKind.WITHDRAWAL and worker
    event = "withdrawn_for" if is_for_somebody else EVENTS[MovementKind(movement.kind)]
    record(
        f"consumables.{event}",
        movement.consumable,
        actor=actor,
        at=now,
        about=[movement, *worker],
        consumable=movement.consumable_name,
        quantity=in_words(abs(movement.quantity)),
        unit=movement.consumable.get_unit_display(),
        worker=movement.worker_name,
        stock=in_words(movement.stock_after),
        reason=movement.reason,
    )


def _signed(value: Any) -> Decimal:
    quantity = as_quantity(value)
    if quantity is None:
        raise InvalidInput({"quantity": [str(_("Please give a number with at most 3 decimals."))]})
    if not quantity:
        raise InvalidInput({"quantity": [str(_("A quantity of zero changes nothing."))]})
    return quantity


def _positive(value: Any) -> Decimal:
    quantity = _signed(value)
    if quantity < 0:
        raise InvalidInput({"quantity": [str(_("Please give a quantity above zero."))]})
    return quantity


def _not_negative(value: Any) -> Decimal:
    quantity = as_quantity(value)
    if quantity is None or quantity < 0:
        raise InvalidInput({"counted": [str(_("Please give a number that is not negative."))]})
    return quantity
