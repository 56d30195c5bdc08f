"""How many rows several queries have, with one command for each database."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

Part = tuple[str, list[dict[str, Any]]]  # a collection, and what is asked there


def count_each(querysets: Sequence[QuerySet]) -> list[int]:
    """The counts of the queries, in their order."""
    counts = [0] * len(querysets)
    by_database: dict[str, list[Part]] = {}
    for number, queryset in enumerate(querysets):
        if part := _counting(queryset, number):
            by_database.setdefault(queryset.db, []).append(part)
    for database, parts in by_database.items():
        for row in _rows(database, parts):
            counts[row["number"]] = row["count"]
    return counts


def _rows(database: str, parts: list[Part]) -> Any:
    (first, pipeline), *others = parts
    unions = [{"$unionWith": {"coll": name, "pipeline": part}} for name, part in others]
    connection: Any = connections[database]
    return connection.get_collection(first).aggregate(
        [*pipeline, *unions], session=connection.session
    )


def _counting(queryset: QuerySet, number: int) -> Part | None:
    """The collection, and what counts the query's rows there; None when it can have no rows."""
    compiled = pipeline_of(queryset.order_by())
    if compiled is None:
        return None
    name, pipeline = compiled
    count: list[dict[str, Any]] = [
        {"$count": "count"},
        {"$addFields": {"number": {"$literal": number}}},
    ]
    return name, [*pipeline, *count]


def pipeline_of(queryset: QuerySet) -> Part | None:
    """The collection that the query asks, and with what; None when it can have no rows."""
    compiler = queryset.query.get_compiler(queryset.db)
    compiler.pre_sql_setup()
    try:
        return compiler.collection_name, compiler.build_query().get_pipeline()
    except EmptyResultSet:
        return None
