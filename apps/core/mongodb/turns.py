"""The first rows of several queries, one after the other, in one command."""

from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model, QuerySet

from apps.core.mongodb import direct
from apps.core.mongodb.counting import pipeline_of

M = TypeVar("M", bound=Model)


def in_turn(*querysets: QuerySet[M], limit: int) -> list[M]:
    """The first objects of the queries, those of the first query first; MongoDB asks no query that is not needed.

    The queries are over one model and sorted, none finds what another finds, and none joins.
    """
    parts = [part for queryset in querysets if (part := pipeline_of(queryset[:limit]))]
    if not parts:
        return []
    (name, pipeline), *others = parts
    unions = [{"$unionWith": {"coll": name, "pipeline": part}} for name, part in others]
    connection: Any = connections[querysets[0].db]
    documents = connection.get_collection(name).aggregate(
        [*pipeline, *unions, {"$limit": limit}], session=connection.session
    )
    return direct.as_objects(querysets[0].model, documents)
