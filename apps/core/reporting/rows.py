"""The rows of a report: one page, its totals, or all of them one after the other; memory stays flat however many.

A row is a dict with a value per column; ``url`` leads to the thing.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet

from apps.core.mongodb import direct
from apps.core.search import sort_key

AT_ONCE = 500

Row = dict[str, Any]
Stages = list[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """The rows of one page, how many there are in all, and the totals over all of them."""

    rows: list[Row]
    count: int
    totals: Mapping[str, Any]


class Rows(Protocol):
    """What a report's table is drawn and exported from; ``sort`` is a column's key, ``-`` before it for descending."""

    def part(self, sort: str, start: int, size: int) -> Part: ...

    def all(self, sort: str) -> Iterator[Row]: ...

    def count(self) -> int: ...


@dataclass(frozen=True)
class ListedRows:
    """Rows of which there are some thousands at most."""

    rows: Sequence[Row]
    totals: Mapping[str, Any] = field(default_factory=dict)

    def part(self, sort: str, start: int, size: int) -> Part:
        return Part(self._sorted(sort)[start : start + size], len(self.rows), self.totals)

    def all(self, sort: str) -> Iterator[Row]:
        return iter(self._sorted(sort))

    def count(self) -> int:
        return len(self.rows)

    def _sorted(self, sort: str) -> list[Row]:
        """Rows without the value stand last either way; equal ones keep their order."""
        key = sort.removeprefix("-")
        known = [row for row in self.rows if row.get(key) not in (None, "")]
        unknown = [row for row in self.rows if row.get(key) in (None, "")]
        known.sort(key=lambda row: _comparable(row[key]), reverse=sort.startswith("-"))
        return known + unknown


@dataclass(frozen=True)
class GroupedRows:
    """Rows that MongoDB groups, sorts and cuts; there may be as many as there are tools.

    :param stages: the pipeline up to the grouped documents.
    :param complete: makes rows of some hundred documents, with names and whatever else they need.
    :param totals: accumulators over all documents.
    :param before_sort: further stages that sorting by a column needs, by its key.
    """

    model: type
    stages: Stages
    complete: Callable[[list[dict[str, Any]]], list[Row]]
    totals: Mapping[str, Any] = field(default_factory=dict)
    before_sort: Mapping[str, Stages] = field(default_factory=dict)
    hint: str | None = None

    def part(self, sort: str, start: int, size: int) -> Part:
        page = [*self._order(sort), {"$skip": start}, {"$limit": size}]
        sums = [{"$group": {"_id": None, "count": {"$sum": 1}, **self.totals}}]
        [found] = self._run([*self.stages, {"$facet": {"page": page, "sums": sums}}])
        totals = found["sums"][0] if found["sums"] else {"count": 0}
        return Part(self.complete(found["page"]), totals["count"], totals)

    def all(self, sort: str) -> Iterator[Row]:
        found = self._run([*self.stages, *self._order(sort)])
        while batch := list(itertools.islice(found, AT_ONCE)):
            yield from self.complete(batch)

    def count(self) -> int:
        [found] = [*self._run([*self.stages, {"$count": "count"}]), {"count": 0}][:1]
        return int(found["count"])

    def _order(self, sort: str) -> Stages:
        key = sort.removeprefix("-")
        direction = -1 if sort.startswith("-") else 1
        return [*self.before_sort.get(key, []), {"$sort": {key: direction, "_id": 1}}]

    def _run(self, stages: Stages) -> Iterator[dict[str, Any]]:
        return direct.aggregate(self.model, stages, hint=self.hint)


@dataclass(frozen=True)
class QueriedRows:
    """Rows out of a queryset, sorted by its fields.

    :param orders: the fields to order by, by column.
    :param complete: makes rows of some hundred objects.
    :param totals: computes them, when a page is shown.
    """

    queryset: QuerySet[Any]
    orders: Mapping[str, tuple[str, ...]]
    complete: Callable[[list[Any]], list[Row]]
    totals: Callable[[], Mapping[str, Any]] = dict

    def part(self, sort: str, start: int, size: int) -> Part:
        objects = list(self._ordered(sort)[start : start + size])
        totals = self.totals()
        return Part(self.complete(objects), totals.get("count", 0), totals)

    def all(self, sort: str) -> Iterator[Row]:
        found = self._ordered(sort).iterator(chunk_size=AT_ONCE)
        while batch := list(itertools.islice(found, AT_ONCE)):
            yield from self.complete(batch)

    def count(self) -> int:
        return self.queryset.count()

    def _ordered(self, sort: str) -> QuerySet[Any]:
        sign = "-" if sort.startswith("-") else ""
        fields = self.orders[sort.removeprefix("-")]
        return self.queryset.order_by(*(f"{sign}{name}" for name in fields), "pk")


def _comparable(value: Any) -> Any:
    return sort_key(value) if isinstance(value, str) else value
