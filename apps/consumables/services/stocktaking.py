"""The verbs of a stocktaking: start, count, book, cancel. What is counted registers itself (core.registry.Countable).

A count states what lay there when it was counted, so what is taken out before the whole is booked stays right.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.enums import StocktakingState
from apps.consumables.models import CountedItem, Stocktaking
from apps.consumables.rules import as_number, as_quantity, in_words
from apps.consumables.sheets import StocktakingNotFound, find_scanned, item_of, new_item
from apps.core import clock
from apps.core.db import atomic, next_number
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.mongodb import direct
from apps.core.references import hold
from apps.core.registry import Counted, Shelved, registry

AT_ONCE = 1000


class StocktakingClosed(DomainError):
    """It was booked or canceled already."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This stocktaking is closed.")


class StocktakingChanged(DomainError):
    """Somebody counted on after the summary was shown."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Somebody counted on meanwhile. Please look at the differences again.")


class NothingToCount(DomainError):
    """Nothing of that kind is kept there."""

    code = ErrorCode.VALIDATION_ERROR
    message = _("There is nothing to count there.")


class AlreadyCounted(DomainError):
    """Somebody else has counted it; ``data`` says who, when and how much."""

    code = ErrorCode.ALREADY_COUNTED
    status = 409


@dataclass(frozen=True)
class Count:
    """What somebody counted; ``mode`` says what to do with an earlier count: refuse, add or replace."""

    quantity: Any
    mode: str = "refuse"


@atomic
def start_stocktaking(
    *, kind: str, actor: Any, now: datetime, location: Any = None, category: Any = None
) -> Stocktaking:
    """Write down what should be there, at a place and in those that lie in it.

    :raises NothingToCount: nothing of that kind is kept there.
    :raises InvalidInput: the place or category was deleted meanwhile.
    """
    expected = list(registry.countables[kind].shelved(location, category))
    if not expected:
        raise NothingToCount
    month = f"{clock.local_date(now):%y%m}"
    stocktaking = Stocktaking(
        number=f"I{month}-{next_number(f'stocktakings:{month}'):03}",
        kind=kind,
        location=location,
        category=category,
        started_by=actor,
    )
    hold(stocktaking)
    stocktaking.stamp(now)
    stocktaking.save(force_insert=True)
    items = [new_item(stocktaking, shelved) for shelved in expected]
    CountedItem.objects.bulk_create(items, batch_size=AT_ONCE)
    _record(stocktaking, "stocktaking_started", actor, now)
    return stocktaking


@atomic
def count_item(
    *, stocktaking_id: Any, barcode: str, count: Count, actor: Any, now: datetime
) -> CountedItem:
    """Note what somebody counted of a scanned thing; what belongs elsewhere is noted as unexpected.

    :raises StocktakingClosed: it was booked or canceled.
    :raises NotCountable: the code names nothing of the kind.
    :raises AlreadyCounted: somebody has counted it, and the mode says to refuse.
    :raises InvalidInput: the quantity is none.
    """
    stocktaking = _claimed(stocktaking_id, now)
    shelved = find_scanned(stocktaking, barcode)
    item = item_of(stocktaking, shelved)
    quantity = _combined(item, _checked(count.quantity, shelved), count.mode, shelved)
    item.count(quantity, expected=shelved.quantity, by=actor, at=now)
    item.save()
    return item


@atomic
def book_stocktaking(
    *,
    stocktaking_id: Any,
    actor: Any,
    now: datetime,
    missing_are_zero: bool = False,
    seen_at: datetime | None = None,
) -> int:
    """Take over everything that was counted, in one step; returns how many differed.

    What was deleted since it was counted is marked and left out.

    :param missing_are_zero: what nobody counted is not there; otherwise it stays as it is.
    :param seen_at: ``updated_at`` of the stocktaking that was confirmed; None confirms whatever there is.
    :raises StocktakingClosed: it was booked or canceled.
    :raises StocktakingChanged: somebody counted on since ``seen_at``.
    :raises StockTooLow: something was taken out since, more than the count leaves; nothing is booked.
    """
    stocktaking = _counting(stocktaking_id)
    if seen_at is not None and stocktaking.updated_at != seen_at:
        raise StocktakingChanged
    items = list(CountedItem.objects.filter(stocktaking=stocktaking))
    existing = registry.countables[stocktaking.kind].find([_id(item) for item in items])
    if missing_are_zero:
        _count_rest_as_zero(items, existing, actor, now)
    _mark_gone([item for item in items if _id(item) not in existing])
    differing = _differences(items)
    if differing:
        registry.countables[stocktaking.kind].book(
            differing,
            reason=str(_("Stocktaking %(number)s") % {"number": stocktaking.number}),
            actor=actor,
            now=now,
        )
    _close(stocktaking, StocktakingState.BOOKED, "stocktaking_booked", actor, now)
    return len(differing)


@atomic
def cancel_stocktaking(*, stocktaking_id: Any, actor: Any, now: datetime) -> None:
    """Give a stocktaking up; nothing of it is booked.

    :raises StocktakingClosed: it was booked or canceled.
    """
    stocktaking = _counting(stocktaking_id)
    _close(stocktaking, StocktakingState.CANCELED, "stocktaking_canceled", actor, now)


def _counting(stocktaking_id: Any) -> Stocktaking:
    stocktaking = Stocktaking.objects.filter(pk=stocktaking_id).first()
    if stocktaking is None:
        raise StocktakingNotFound
    if stocktaking.state != StocktakingState.COUNTING:
        raise StocktakingClosed
    return stocktaking


def _claimed(stocktaking_id: Any, now: datetime) -> Stocktaking:
    """The stocktaking, for a count: those who count or book at the same moment take turns."""
    running = {"pk": stocktaking_id, "state": StocktakingState.COUNTING}
    claimed = direct.change(Stocktaking, running, {"updated_at": now})
    return claimed or _counting(stocktaking_id)


def _checked(value: Any, shelved: Shelved) -> Decimal:
    quantity = as_quantity(value)
    if quantity is None or quantity < 0:
        raise InvalidInput({"quantity": [str(_("Please give a number that is not negative."))]})
    if shelved.is_single:
        return min(quantity, Decimal(1))
    if not shelved.is_divisible and quantity != quantity.to_integral_value():
        whole = _("%(unit)s can only be counted in whole numbers.") % {"unit": shelved.unit}
        raise InvalidInput({"quantity": [str(whole)]})
    return quantity


def _combined(item: CountedItem, quantity: Decimal, mode: str, shelved: Shelved) -> Decimal:
    """How much there is with what was counted before; of what exists once it is always one."""
    if item.counted is None or mode == "replace" or shelved.is_single:
        return quantity
    if mode == "add":
        return _within_limit(item.counted + quantity)
    name, count = str(item.counted_by or ""), in_words(item.counted)
    message = _("%(name)s has counted %(count)s here already. Add to it, or replace it?")
    raise AlreadyCounted(
        message % {"name": name, "count": count},
        data={
            "barcode": item.barcode,
            "name": item.name,
            "counted": as_number(item.counted),
            "counted_by": name,
            "counted_at": item.counted_at and item.counted_at.isoformat(),
        },
    )


def _within_limit(total: Decimal) -> Decimal:
    if as_quantity(total) is None:
        raise InvalidInput({"quantity": [str(_("That is more than can be kept."))]})
    return total


def _count_rest_as_zero(
    items: list[CountedItem], existing: dict[Any, Shelved], actor: Any, now: datetime
) -> None:
    rest = [item for item in items if item.counted is None and _id(item) in existing]
    for item in rest:
        item.count(Decimal(0), expected=existing[_id(item)].quantity, by=actor, at=now)
    direct.change_many(CountedItem, {item.pk: _count_of(item) for item in rest})


def _count_of(item: CountedItem) -> dict[str, Any]:
    names = ("counted", "expected", "counted_by", "counted_at", "finding")
    return {name: getattr(item, name) for name in names}


def _mark_gone(items: list[CountedItem]) -> None:
    for item in items:
        item.is_gone = True
    direct.change_many(CountedItem, {item.pk: {"is_gone": True} for item in items})


def _differences(items: Iterable[CountedItem]) -> list[Counted]:
    return [
        Counted(_id(item), item.difference, item.counted_at)
        for item in items
        if item.difference and item.counted_at and not item.is_gone
    ]


def _id(item: CountedItem) -> ObjectId:
    return ObjectId(item.object_id)


def _close(
    stocktaking: Stocktaking, state: StocktakingState, event: str, actor: Any, now: datetime
) -> None:
    stocktaking.state, stocktaking.closed_by, stocktaking.closed_at = state, actor, now
    stocktaking.stamp(now)
    stocktaking.save(force_update=True)
    _record(stocktaking, event, actor, now)


def _record(stocktaking: Stocktaking, event: str, actor: Any, now: datetime) -> None:
    record(f"consumables.{event}", stocktaking, actor=actor, at=now, stocktaking=stocktaking.number)
