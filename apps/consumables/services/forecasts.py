"""Recomputing the forecasts: nightly for all, on demand for one.

Each consumable is written by itself: a transaction over many would stand in the way of those who book.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId

from apps.consumables.forecasting import Forecast, forecast
from apps.consumables.models import Consumable
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.rules import PLACES
from apps.consumables.usage import monthly_usage

AT_ONCE = 250


def forecast_all(
    now: datetime, report: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Forecast every consumable anew; returns how many.

    :param report: told after each batch how many are done, of how many.
    """
    ids = list(Consumable.objects.alive().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        _forecast_batch(ids[start : start + AT_ONCE], now)
        report(min(start + AT_ONCE, len(ids)), len(ids))
    return len(ids)


def forecast_one(*, consumable_id: ObjectId, now: datetime) -> Consumable:
    """Forecast one consumable anew.

    :raises ConsumableNotFound: it was deleted.
    """
    _forecast_batch([consumable_id], now)
    consumable = Consumable.objects.alive().filter(pk=consumable_id).first()
    if consumable is None:
        raise ConsumableNotFound
    return consumable


def _forecast_batch(ids: list[ObjectId], now: datetime) -> None:
    consumables = list(Consumable.objects.filter(pk__in=ids))
    usages = monthly_usage(consumables, now)
    for consumable in consumables:
        found = forecast(usages[consumable.pk].values)
        Consumable.objects.filter(pk=consumable.pk).update(
            forecast_monthly_usage=Decimal(found.monthly).quantize(PLACES),
            forecast_details=_as_json(found),
            forecast_at=now,
        )


def _as_json(found: Forecast) -> dict[str, Any]:
    return {**asdict(found), "scores": [asdict(score) for score in found.scores]}
