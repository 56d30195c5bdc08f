"""Booking what a stocktaking found: thousands of items in one transaction.

A verb of stock books one movement with some seven commands; here the commands do not grow with the items, so that a
whole store fits into the 15 seconds that MongoDB gives a transaction.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.audit.models import Event
from apps.audit.services import build_event
from apps.consumables.enums import MovementKind
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.rules import in_words, stock_state
from apps.consumables.services.low_stock import tell_of_many
from apps.consumables.services.stock import StockTooLow
from apps.core.db import atomic
from apps.core.mongodb import direct
from apps.core.registry import Counted

AT_ONCE = 1000
NAMED = 5


@atomic
def book_counts(counts: Collection[Counted], *, reason: str, actor: Any, now: datetime) -> None:
    """Book all differences; what was deleted meanwhile is left out.

    What another stocktaking has corrected since the count is not corrected twice.

    :raises StockTooLow: of some, more was taken out since than the count leaves; nothing is booked.
    """
    changes = _changes(counts)
    shelf = Consumable.objects.alive().in_bulk(list(changes))
    _refuse_below_zero(shelf.values(), changes)
    before = {pk: consumable.stock_state for pk, consumable in shelf.items()}
    movements = [
        _moved(consumable, changes[consumable.pk], reason, actor, now)
        for consumable in shelf.values()
    ]
    direct.change_many(Consumable, {pk: _stock_of(each, now) for pk, each in shelf.items()})
    StockMovement.objects.bulk_create(movements, batch_size=AT_ONCE)
    events = [_event(movement, actor, now) for movement in movements]
    direct.insert_many(events)
    tell_of_many(shelf.values(), before, now)


def _changes(counts: Collection[Counted]) -> dict[ObjectId, Decimal]:
    """What is still to be corrected, by consumable."""
    since: dict[ObjectId, datetime] = {count.object_id: count.counted_at for count in counts}
    corrected: dict[ObjectId, Decimal] = defaultdict(Decimal)
    others = StockMovement.objects.filter(
        kind=MovementKind.STOCKTAKING,
        consumable__in=list(since),
        used_at__gt=min(since.values()),
    )
    for pk, quantity, used_at in others.values_list("consumable_id", "quantity", "used_at"):
        if used_at > since[pk]:
            corrected[pk] += quantity
    open_changes = {each.object_id: each.difference - corrected[each.object_id] for each in counts}
    return {pk: change for pk, change in open_changes.items() if change}


def _refuse_below_zero(consumables: Iterable[Consumable], changes: dict[ObjectId, Decimal]) -> None:
    short = [each for each in consumables if each.current_stock + changes[each.pk] < 0]
    if not short:
        return
    names = ", ".join(f"{each.name} {each.barcode}" for each in short[:NAMED])
    message = _(
        "Since the count more was taken out than it leaves. Please count again: %(consumables)s."
    ) % {"consumables": names + (" …" if len(short) > NAMED else "")}
    raise StockTooLow(message, data={"barcodes": [each.barcode for each in short]})


def _moved(
    consumable: Consumable, change: Decimal, reason: str, actor: Any, now: datetime
) -> StockMovement:
    consumable.current_stock += change
    consumable.stock_state = stock_state(consumable.current_stock, consumable.min_stock)
    movement = StockMovement(
        consumable=consumable,
        kind=MovementKind.STOCKTAKING,
        quantity=change,
        stock_after=consumable.current_stock,
        unit_cost=consumable.cost_per_unit,
        reason=reason,
        booked_by=actor,
        used_at=now,
    )
    movement.copy_names()
    return movement


def _stock_of(consumable: Consumable, now: datetime) -> dict[str, Any]:
    return {
        "current_stock": consumable.current_stock,
        "stock_state": consumable.stock_state,
        "updated_at": now,
    }


def _event(movement: StockMovement, actor: Any, now: datetime) -> Event:
    return build_event(
        "consumables.counted",
        movement.consumable,
        actor=actor,
        at=now,
        about=[movement],
        consumable=movement.consumable_name,
        quantity=in_words(abs(movement.quantity)),
        unit=movement.consumable.get_unit_display(),
        stock=in_words(movement.stock_after),
        reason=movement.reason,
    )
