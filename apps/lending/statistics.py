"""Lendings counted and measured in MongoDB, out of an index that holds all that is asked for (no document is read).

A lending counts in the period in which it was lent, by Berlin's calendar. Undone lendings never count. Lendings of
tools and people that were deleted since do: what happened has happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from apps.core.mongodb import direct
from apps.core.reporting import GroupedRows, Period, Row
from apps.lending.models import BEGINNING, Lending

BY_LENT, BY_DUE = "lending_report", "lending_late"  # indexes
COUNTS = {"$not": {"$gt": BEGINNING}}  # of canceled_at: it was not undone
DAY_MS = 86_400_000
SHARES = (0, 25, 50, 75)  # percent, for the chart of utilization


@dataclass(frozen=True)
class Scope:
    """Which lendings are asked about."""

    period: Period
    tool: ObjectId | None = None
    worker: ObjectId | None = None
    tools: list[ObjectId] | None = None
    workers: list[ObjectId] | None = None

    @property
    def parties(self) -> dict[str, Any]:
        """The condition on tool and person."""
        chosen: dict[str, list[dict[str, Any]]] = {"tool_id": [], "worker_id": []}
        for field, one, several in (
            ("tool_id", self.tool, self.tools),
            ("worker_id", self.worker, self.workers),
        ):
            if one is not None:
                chosen[field].append({"$eq": one})
            if several is not None:
                chosen[field].append({"$in": several})
        parts = [{field: condition} for field, all_of in chosen.items() for condition in all_of]
        return {"$and": parts} if parts else {}

    def hint(self, index: str) -> str | None:
        """The covering index, unless the lendings of one tool or person are quicker to find."""
        return None if self.tool or self.worker else index

    def lent(self) -> dict[str, Any]:
        between = {"$gte": self.period.start, "$lt": self.period.stop}
        return {"$match": {"lent_at": between, "canceled_at": COUNTS, **self.parties}}

    def due(self, now: datetime) -> dict[str, Any]:
        between = {"$gte": self.period.start, "$lt": min(self.period.stop, now)}
        return {"$match": {"due_date": between, "canceled_at": COUNTS, **self.parties}}

    def out(self, now: datetime) -> dict[str, Any]:
        """Lendings that ran at some moment of the period."""
        return {
            "$match": {
                "lent_at": {"$lt": min(self.period.stop, now)},
                "returned_at": {"$not": {"$lte": self.period.start}},
                "canceled_at": COUNTS,
                **self.parties,
            }
        }


def lent_over_time(scope: Scope) -> dict[date, int]:
    """How many were lent, by day or month."""
    group = {"_id": _piece(scope.period, "$lent_at"), "count": {"$sum": 1}}
    found = _aggregate(scope, BY_LENT, [scope.lent(), {"$group": group}])
    return {date.fromisoformat(row["_id"]): row["count"] for row in found}


def lent_by(scope: Scope, field: str, now: datetime) -> Iterator[dict[str, Any]]:
    """By tool or person: how many lendings, how many of them late or still out, and when the last one was.

    :param field: ``tool_id``, ``worker_id``, or ``piece`` for the chart's pieces of the period.
    """
    key = _piece(scope.period, "$lent_at") if field == "piece" else f"${field}"
    yield from _aggregate(scope, BY_LENT, [scope.lent(), _group(key, now)])


def lent_by_tool(scope: Scope, now: datetime, complete: Any) -> GroupedRows:
    """A row for each tool that was lent; there may be a hundred thousand."""
    return GroupedRows(
        Lending,
        [scope.lent(), _group("$tool_id", now)],
        complete,
        totals={name: {"$sum": f"${name}"} for name in ("lendings", "late", "out")},
        before_sort={"tool": _with_names()},
        hint=scope.hint(BY_LENT),
    )


def utilization(
    scope: Scope, category: ObjectId | None, now: datetime, complete: Any
) -> GroupedRows:
    """For each tool that is there: how long it was out in the period so far, also for those that never were."""
    limit = min(scope.period.stop, now)
    length = max((limit - scope.period.start).total_seconds() * 1000, 1)
    kept: dict[str, Any] = {"deleted": False} | ({"category_id": category} if category else {})
    kept |= {"_id": scope.tool} if scope.tool else {}
    tools = [{"$match": kept}, {"$project": {"tool": "$sort_name", "is_there": {"$literal": 1}}}]
    sums = {name: {"$sum": f"${name}"} for name in ("time", "lendings")}
    stages = [
        scope.out(now),
        {"$group": {"_id": "$tool_id", "time": _time_out(scope.period.start, limit), **ONE}},
        {"$unionWith": {"coll": "tools", "pipeline": tools}},
        {
            "$group": {
                "_id": "$_id",
                "tool": {"$max": "$tool"},
                "is_there": {"$max": "$is_there"},
                **sums,
            }
        },
        {"$match": {"is_there": 1}},
        {
            "$set": {
                "days": {"$divide": ["$time", DAY_MS]},
                "share": {"$multiply": [100, {"$divide": ["$time", length]}]},
            }
        },
    ]
    totals = {**sums, "mean": {"$avg": "$share"}, "days": {"$sum": "$days"}}
    return GroupedRows(
        Lending,
        stages,
        complete,
        totals=totals | {f"upto{share}": _count_up_to(share) for share in SHARES},
        hint=scope.hint(BY_LENT),
    )


def late_lendings(scope: Scope, now: datetime, complete: Any) -> GroupedRows:
    """Each lending due in the period that came back late or is still out, with the days by which it was late."""
    days = {
        "$dateDiff": {
            "startDate": "$due_date",
            "endDate": {"$ifNull": ["$returned_at", now]},
            "unit": "day",
            "timezone": "Europe/Berlin",
        }
    }
    return GroupedRows(
        Lending,
        [
            scope.due(now),
            {"$match": {"$expr": _is_late(now)}},
            {"$project": {"due": "$due_date", "days": {"$max": [1, days]}}},
        ],
        complete,
        totals={"days": {"$sum": "$days"}, "longest": {"$max": "$days"}},
        hint=scope.hint(BY_DUE),
    )


def due_over_time(scope: Scope, now: datetime) -> dict[date, tuple[int, int]]:
    """How many were due, and how many of them were late, by day or month."""
    group = {
        "_id": _piece(scope.period, "$due_date"),
        "due": {"$sum": 1},
        "late": {"$sum": {"$cond": [_is_late(now), 1, 0]}},
    }
    found = _aggregate(scope, BY_DUE, [scope.due(now), {"$group": group}])
    return {date.fromisoformat(row["_id"]): (row["due"], row["late"]) for row in found}


ONE = {"lendings": {"$sum": 1}}


def _aggregate(scope: Scope, index: str, stages: list[Row]) -> Iterator[Row]:
    return direct.aggregate(Lending, stages, hint=scope.hint(index))


def _group(key: Any, now: datetime) -> Row:
    still_out = {"$cond": [{"$gt": ["$returned_at", None]}, 0, 1]}
    late = {"$cond": [_is_late(now), 1, 0]}
    sums = {"late": {"$sum": late}, "out": {"$sum": still_out}, "last": {"$max": "$lent_at"}}
    return {"$group": {"_id": key, **ONE, **sums}}


def _is_late(now: datetime) -> Row:
    return {"$gt": [{"$ifNull": ["$returned_at", now]}, "$due_date"]}


def _piece(period: Period, field: str) -> Row:
    """The day or month in which the moment lies in Berlin."""
    form = {"date": field, "format": period.unit.mongo_format, "timezone": "Europe/Berlin"}
    return {"$dateToString": form}


def _time_out(start: datetime, limit: datetime) -> Row:
    """The sum of the milliseconds between start and limit in which the lendings ran."""
    end = {"$min": [{"$ifNull": ["$returned_at", limit]}, limit]}
    return {"$sum": {"$subtract": [end, {"$max": ["$lent_at", start]}]}}


def _count_up_to(share: int) -> Row:
    return {"$sum": {"$cond": [{"$lte": ["$share", share]}, 1, 0]}}


def _with_names() -> list[Row]:
    """Sorting by name: the names come from an index of the tools, not one by one."""
    names = [{"$project": {"tool": "$sort_name"}}]
    first = {name: {"$max": f"${name}"} for name in ("tool", "lendings", "late", "out", "last")}
    return [
        {"$unionWith": {"coll": "tools", "pipeline": names}},
        {"$group": {"_id": "$_id", **first}},
        {"$match": {"lendings": {"$gt": 0}}},
    ]
