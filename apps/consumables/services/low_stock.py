"""One notice when a stock falls through its minimum; the next one only after it has recovered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from apps.consumables.models import Consumable
from apps.consumables.notification_types import LOW_STOCK
from apps.consumables.rules import falls_short, in_words
from apps.notifications.services import notify

MOST_NOTICES = 20


def tell_if_short(consumable: Consumable, state_before: str, now: datetime) -> None:
    """Tell those who order, if this change crossed the minimum downwards.

    :param consumable: with the stock and state after the change.
    """
    if not falls_short(state_before, consumable.stock_state):
        return
    notify(
        LOW_STOCK.code,
        consumable,
        key=f"low-stock:{consumable.pk}:{now.isoformat()}",
        actor=None,
        now=now,
        url=reverse("consumables:detail", args=[consumable.barcode]),
        consumable=consumable.name,
        barcode=consumable.barcode,
        stock=in_words(consumable.current_stock),
        minimum=in_words(consumable.min_stock),
        unit=consumable.get_unit_display(),
    )


def tell_of_many(
    consumables: Iterable[Consumable], states_before: Mapping[Any, str], now: datetime
) -> None:
    """The same after a stocktaking. It may find hundreds short at once: the list and the summary name all of them."""
    short = [each for each in consumables if falls_short(states_before[each.pk], each.stock_state)]
    for consumable in short[:MOST_NOTICES]:
        tell_if_short(consumable, states_before[consumable.pk], now)
