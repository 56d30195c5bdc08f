"""Past usage out of the journal, by whole months of Berlin's calendar; grouped in MongoDB."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import Decimal128, ObjectId
from django.db import connection

from apps.consumables.models import Consumable, StockMovement
from apps.core import clock

MONTHS = 24


@dataclass(frozen=True)
class Usage:
    """What a consumable used: ``months`` are the first days of whole months, ``values`` one number each."""

    months: tuple[date, ...]
    values: tuple[float, ...]

    @property
    def rows(self) -> list[tuple[date, float]]:
        return list(zip(self.months, self.values, strict=True))


def first_of_month(day: date, back: int = 0) -> date:
    """The first day of the month, or of one that many months earlier."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def monthly_usage(consumables: Collection[Consumable], now: datetime) -> dict[ObjectId, Usage]:
    """The usage of each consumable in the last 24 whole months, or since it exists; with one command.

    What was reversed counts as not used.
    """
    this_month = first_of_month(clock.local_date(now))
    window = [first_of_month(this_month, back) for back in range(MONTHS, 0, -1)]
    used = _grouped([each.pk for each in consumables], window[0], this_month)
    return {
        consumable.pk: _since(consumable, window, used.get(consumable.pk, {}))
        for consumable in consumables
    }


def _grouped(
    ids: list[ObjectId], first: date, end: date
) -> dict[ObjectId, dict[tuple[int, int], float]]:
    """Usage by consumable, then by (year, month)."""
    when = {"date": "$used_at", "timezone": "Europe/Berlin"}
    pipeline: list[dict[str, Any]] = [
        {
            "$match": {
                "consumable_id": {"$in": ids},
                "is_usage": True,
                "used_at": {"$gte": clock.start_of_day(first), "$lt": clock.start_of_day(end)},
            }
        },
        {
            "$group": {
                "_id": {
                    "consumable": "$consumable_id",
                    "year": {"$year": when},
                    "month": {"$month": when},
                },
                "quantity": {"$sum": "$quantity"},
            }
        },
    ]
    grouped: dict[ObjectId, dict[tuple[int, int], float]] = {}
    for row in connection.get_collection(StockMovement._meta.db_table).aggregate(pipeline):
        month = (row["_id"]["year"], row["_id"]["month"])
        grouped.setdefault(row["_id"]["consumable"], {})[month] = max(
            0.0, -_number(row["quantity"])
        )
    return grouped


def _since(consumable: Consumable, window: list[date], used: dict[tuple[int, int], float]) -> Usage:
    """Only months in which it could have been used: a month before it existed says nothing."""
    born = first_of_month(clock.local_date(consumable.created_at), back=-1)
    first_use = min((date(year, month, 1) for year, month in used), default=born)
    months = tuple(month for month in window if month >= min(born, first_use))
    return Usage(months, tuple(used.get((month.year, month.month), 0.0) for month in months))


def _number(quantity: Any) -> float:
    return float(quantity.to_decimal() if isinstance(quantity, Decimal128) else quantity)
