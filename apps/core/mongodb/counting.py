"""How many rows several queries have, in one command."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet


def count_each(querysets: Sequence[QuerySet]) -> list[int]:
    """The counts of queries in the first database, in their order."""
    parts = [_counting(queryset, number) for number, queryset in enumerate(querysets)]
    parts = [part for part in parts if part is not None]
    counts = [0] * len(querysets)
    if not parts:
        return counts
    (first, pipeline), *others = parts
    unions = [{"$unionWith": {"coll": name, "pipeline": part}} for name, part in others]
    connection: Any = connections[DEFAULT_DB_ALIAS]
    rows = connection.get_collection(first).aggregate(
        [*pipeline, *unions], session=connection.session
    )
    for row in rows:
        counts[row["number"]] = row["count"]
    return counts


def _counting(queryset: QuerySet, number: int) -> tuple[str, list[dict[str, Any]]] | None:
    """The collection, and what counts the query's rows there; None when it can have no rows."""
    compiler = queryset.order_by().query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.pre_sql_setup()
    try:
        pipeline = compiler.build_query().get_pipeline()
    except EmptyResultSet:
        return None
    count = [{"$count": "count"}, {"$addFields": {"number": {"$literal": number}}}]
    return compiler.collection_name, [*pipeline, *count]
