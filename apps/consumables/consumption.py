"""What was used and what it cost, grouped in MongoDB out of an index that holds all that is asked for.

Withdrawals count on the day of Berlin's calendar on which they were booked, at the price of that moment. A withdrawal
that was reversed never counts, whenever that happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bson import Decimal128, ObjectId

from apps.consumables.enums import MovementKind
from apps.consumables.models import StockMovement
from apps.core.mongodb import direct
from apps.core.reporting import Period, Row

INDEX = "movement_report"
TAKEN = {"$multiply": [-1, "$quantity"]}


@dataclass(frozen=True)
class Consumption:
    """Which withdrawals are asked about."""

    period: Period
    consumable: ObjectId | None = None
    worker: ObjectId | None = None
    consumables: list[ObjectId] | None = None
    workers: list[ObjectId] | None = None

    def by(self, *fields: str) -> Iterator[Row]:
        """By the values of the fields: how often, how much, what it cost, and how many have no price."""
        key = {field: f"${field}" for field in fields}
        for row in direct.aggregate(StockMovement, [self._taken(), _sums(key)], hint=INDEX):
            yield {**row.pop("_id"), **{name: _plain(value) for name, value in row.items()}}

    def cost_over_time(self) -> dict[date, Decimal]:
        """The cost, by day or month."""
        form = self.period.unit.mongo_format
        when = {"date": "$used_at", "format": form, "timezone": "Europe/Berlin"}
        stages = [self._taken(), _sums({"$dateToString": when})]
        found = direct.aggregate(StockMovement, stages, hint=INDEX)
        return {date.fromisoformat(row["_id"]): _plain(row["cost"]) for row in found}

    def _taken(self) -> Row:
        conditions: list[Row] = [{"_id": {"$nin": self._reversed()}}]
        for field, one, several in (
            ("consumable_id", self.consumable, self.consumables),
            ("worker_id", self.worker, self.workers),
        ):
            if one is not None:
                conditions.append({field: one})
            if several is not None:
                conditions.append({field: {"$in": several}})
        between = {"$gte": self.period.start, "$lt": self.period.stop}
        kind = MovementKind.WITHDRAWAL.value
        return {"$match": {"kind": kind, "used_at": between, "$and": conditions}}

    def _reversed(self) -> list[ObjectId]:
        """What was taken back; no reversal is older than its movement."""
        reversals = StockMovement.objects.filter(
            kind=MovementKind.REVERSAL, used_at__gte=self.period.start, is_usage=True
        )
        return list(reversals.values_list("reversal_of", flat=True))


def _sums(key: Any) -> Row:
    has_no_price = {"$cond": [{"$gt": ["$unit_cost", None]}, 0, 1]}
    return {
        "$group": {
            "_id": key,
            "bookings": {"$sum": 1},
            "quantity": {"$sum": TAKEN},
            "cost": {"$sum": {"$multiply": [TAKEN, "$unit_cost"]}},
            "unpriced": {"$sum": has_no_price},
        }
    }


def _plain(value: Any) -> Any:
    return value.to_decimal() if isinstance(value, Decimal128) else value
