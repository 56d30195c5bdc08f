"""Lendings counted and measured in MongoDB, out of an index that holds all that is asked for (no document is read).

A lending counts in the period in which it was lent, by Berlin's calendar. Undone lendings never count. Lendings of
tools and people that were deleted since do: what happened has happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from apps.core import clock
from apps.core.mongodb import direct
from apps.core.reporting import GroupedRows, Period, Row
from apps.lending.models import BEGINNING, Lending

BY_LENT, BY_DUE = "lending_report", "lending_delay"  # indexes
COUNTS = {"$not": {"$gt": BEGINNING}}  # of canceled_at: it was not undone
TABLE = Lending._meta.db_table
DAY, DAY_MS = timedelta(days=1), 86_400_000
ONE = {"lendings": {"$sum": 1}}
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
    """How many were lent, by piece of the period.

    All of the house's are counted piece by piece in the index, several times quicker than grouping them.
    """
    if scope.parties:
        return _grouped_over_time(scope)
    pieces = list(scope.period.pieces())
    counts = [_counted(scope.period, number, first) for number, first in enumerate(pieces)]
    others = [{"$unionWith": {"coll": TABLE, "pipeline": each}} for each in counts[1:]]
    found = direct.aggregate(Lending, [*counts[0], *others])
    lent = {pieces[row["_id"]]: row["count"] for row in found}
    for day, undone in _undone_over_time(scope).items():
        lent[scope.period.unit.first_of(day)] -= undone
    return lent


def lent_by_person(scope: Scope, now: datetime) -> Iterator[Row]:
    """How many lendings each person had, how many of them late or still out, and when the last one was."""
    still_out = {"$cond": [{"$gt": ["$returned_at", None]}, 0, 1]}
    late = {"$cond": [_is_late(now), 1, 0]}
    sums = {"late": {"$sum": late}, "out": {"$sum": still_out}, "last": {"$max": "$lent_at"}}
    yield from _aggregate(
        scope, BY_LENT, [scope.lent(), {"$group": {"_id": "$worker_id", **ONE, **sums}}]
    )


def lent_by_tool(scope: Scope, complete: Any) -> GroupedRows:
    """A row for each tool that was lent; there may be a hundred thousand."""
    return GroupedRows(
        Lending,
        [scope.lent(), {"$group": {"_id": "$tool_id", **ONE, "last": {"$max": "$lent_at"}}}],
        complete,
        totals={"lendings": {"$sum": "$lendings"}},
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


def _grouped_over_time(scope: Scope) -> dict[date, int]:
    group = {"_id": _piece(scope.period, "$lent_at"), "count": {"$sum": 1}}
    found = _aggregate(scope, BY_LENT, [scope.lent(), {"$group": group}])
    return {date.fromisoformat(row["_id"]): row["count"] for row in found}


def _counted(period: Period, number: int, first: date) -> list[Row]:
    """All lendings of one piece, also the undone ones."""
    begin, end = max(first, period.begin), min(period.unit.next(first) - DAY, period.end)
    between = {"$gte": clock.start_of_day(begin), "$lt": clock.start_of_day(end + DAY)}
    return [
        {"$match": {"lent_at": between}},
        {"$group": {"_id": {"$literal": number}, "count": {"$sum": 1}}},
    ]


def _undone_over_time(scope: Scope) -> dict[date, int]:
    """The few that were undone, out of an index of their own."""
    between = {"$gte": scope.period.start, "$lt": scope.period.stop}
    match = {"$match": {"canceled_at": {"$gt": BEGINNING}, "lent_at": between}}
    group = {"_id": _piece(scope.period, "$lent_at"), "count": {"$sum": 1}}
    found = direct.aggregate(Lending, [match, {"$group": group}], hint="lending_canceled")
    return {date.fromisoformat(row["_id"]): row["count"] for row in found}


def _aggregate(scope: Scope, index: str, stages: list[Row]) -> Iterator[Row]:
    return direct.aggregate(Lending, stages, hint=scope.hint(index))


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
    first = {name: {"$max": f"${name}"} for name in ("tool", "lendings", "last")}
    return [
        {"$unionWith": {"coll": "tools", "pipeline": names}},
        {"$group": {"_id": "$_id", **first}},
        {"$match": {"lendings": {"$gt": 0}}},
    ]
