"""One notice when a stock falls through its minimum; the next one only after it has recovered."""

from datetime import datetime

from django.urls import reverse

from apps.consumables.models import Consumable
from apps.consumables.notification_types import LOW_STOCK
from apps.consumables.rules import falls_short, in_words
from apps.notifications.services import notify


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
