"""The verbs of a stocktaking: start, count, book, cancel. What is counted registers itself (core.registry.Countable).

A count states what lay there when it was counted, so what is taken out before the whole is booked stays right.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.enums import StocktakingState
from apps.consumables.models import CountedItem, Stocktaking
from apps.consumables.rules import as_quantity, in_words
from apps.core import clock
from apps.core.db import atomic, next_number
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.registry import Shelved, registry
from apps.core.scans import resolve


class StocktakingClosed(DomainError):
    """It was booked or canceled already."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This stocktaking is closed.")


class StocktakingNotFound(DomainError):
    """There is no such stocktaking."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such stocktaking.")


class NothingToCount(DomainError):
    """Nothing of that kind is kept there."""

    code = ErrorCode.VALIDATION_ERROR
    message = _("There is nothing to count there.")


class AlreadyCounted(DomainError):
    """Somebody else has counted it; ``data`` says who, when and how much."""

    code = ErrorCode.ALREADY_COUNTED
    status = 409


class NotCountable(DomainError):
    """The code names nothing that is counted here."""

    code = ErrorCode.BARCODE_UNKNOWN
    status = 404
    message = _("Nothing that is counted here carries this barcode.")


@dataclass(frozen=True)
class Count:
    """What somebody counted; ``mode`` says what to do with an earlier count: refuse, add or replace."""

    quantity: Any
    mode: str = "refuse"


@atomic
def start_stocktaking(
    *, kind: str, actor: Any, now: datetime, location: Any = None, category: Any = None
) -> Stocktaking:
    """Write down what should be there.

    :raises NothingToCount: nothing of that kind is kept there.
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
    stocktaking.stamp(now)
    stocktaking.save(force_insert=True)
    CountedItem.objects.bulk_create([_item(stocktaking, shelved) for shelved in expected])
    _record(stocktaking, "stocktaking_started", actor, now)
    return stocktaking


@atomic
def count_item(
    *, stocktaking_id: Any, barcode: str, count: Count, actor: Any, now: datetime
) -> CountedItem:
    """Note what somebody counted of a scanned thing; what belongs elsewhere is noted as unexpected.

    :raises StocktakingClosed: it was booked or canceled.
    :raises NotCountable: the code names nothing of the kind.
    :raises AlreadyCounted: somebody else has counted it, and the mode says to refuse.
    :raises InvalidInput: the quantity is none.
    """
    stocktaking = _counting(stocktaking_id)
    scanned = resolve(barcode, kind=stocktaking.kind)
    shelved = registry.countables[stocktaking.kind].find(scanned.object_id) if scanned else None
    if shelved is None:
        raise NotCountable
    quantity = _checked(count.quantity, shelved)
    item = CountedItem.objects.filter(
        stocktaking=stocktaking, object_id=str(shelved.object_id)
    ).first()
    if item is None:
        item = _item(stocktaking, shelved)
        item.is_expected = False
    item.counted = _combined(item, quantity, count.mode)
    item.expected, item.counted_by, item.counted_at = shelved.quantity, actor, now
    item.save()
    Stocktaking.objects.filter(pk=stocktaking.pk).update(updated_at=now)
    return item


@atomic
def book_stocktaking(
    *, stocktaking_id: Any, actor: Any, now: datetime, missing_are_zero: bool = False
) -> int:
    """Take over everything that was counted, in one step; returns how many differed.

    :param missing_are_zero: what nobody counted is not there; otherwise it stays as it is.
    :raises StocktakingClosed: it was booked or canceled.
    :raises StockTooLow: something was taken out since, more than the count leaves; nothing is booked.
    """
    stocktaking = _counting(stocktaking_id)
    items = list(CountedItem.objects.filter(stocktaking=stocktaking))
    if missing_are_zero:
        _count_rest_as_zero(stocktaking, items, actor, now)
    differing = [item for item in items if item.difference]
    for item in differing:
        registry.countables[stocktaking.kind].book(
            ObjectId(item.object_id),
            counted=item.counted,
            expected=item.expected,
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


def _item(stocktaking: Stocktaking, shelved: Shelved) -> CountedItem:
    return CountedItem(
        stocktaking=stocktaking,
        object_id=str(shelved.object_id),
        barcode=shelved.barcode,
        name=shelved.name,
        sort_name=shelved.sort_name,
        unit=shelved.unit,
        expected=shelved.quantity,
    )


def _checked(value: Any, shelved: Shelved) -> Decimal:
    quantity = as_quantity(value)
    if quantity is None or quantity < 0:
        raise InvalidInput({"quantity": [str(_("Please give a number that is not negative."))]})
    if not shelved.is_divisible and quantity != quantity.to_integral_value():
        whole = _("%(unit)s can only be counted in whole numbers.") % {"unit": shelved.unit}
        raise InvalidInput({"quantity": [str(whole)]})
    return quantity


def _combined(item: CountedItem, quantity: Decimal, mode: str) -> Decimal:
    if item.counted is None or mode == "replace":
        return quantity
    if mode == "add":
        return item.counted + quantity
    name = str(item.counted_by) if item.counted_by else ""
    message = _("%(name)s has counted %(count)s here already. Add to it, or replace it?") % {
        "name": name,
        "count": in_words(item.counted),
    }
    raise AlreadyCounted(message, data={"counted": in_words(item.counted), "counted_by": name})


def _count_rest_as_zero(
    stocktaking: Stocktaking, items: list[CountedItem], actor: Any, now: datetime
) -> None:
    find = registry.countables[stocktaking.kind].find
    for item in items:
        if item.counted is None and (shelved := find(ObjectId(item.object_id))):
            item.counted, item.expected = Decimal(0), shelved.quantity
            item.counted_by, item.counted_at = actor, now
            item.save()


def _close(
    stocktaking: Stocktaking, state: StocktakingState, event: str, actor: Any, now: datetime
) -> None:
    stocktaking.state, stocktaking.closed_by, stocktaking.closed_at = state, actor, now
    stocktaking.stamp(now)
    stocktaking.save(force_update=True)
    _record(stocktaking, event, actor, now)


def _record(stocktaking: Stocktaking, event: str, actor: Any, now: datetime) -> None:
    record(f"consumables.{event}", stocktaking, actor=actor, at=now, stocktaking=stocktaking.number)
