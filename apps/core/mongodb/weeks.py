"""How often something happened in each week, grouped in MongoDB by Berlin's calendar."""

from datetime import date, timedelta
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from apps.core.clock import local_date, start_of_day
from apps.core.mongodb.counting import pipeline_of

WEEK = timedelta(days=7)


def count_by_week(queryset: QuerySet, field: str, mondays: list[date]) -> list[int]:
    """The rows of the query in each of these weeks, which follow each other; with one command.

    :param field: the moment that counts; an index that begins with it answers alone if the query asks for nothing else.
    """
    first, end = start_of_day(mondays[0]), start_of_day(mondays[-1] + WEEK)
    within = queryset.order_by().filter(**{f"{field}__gte": first, f"{field}__lt": end})
    compiled = pipeline_of(within)
    if compiled is None:
        return [0] * len(mondays)
    match = compiled[1][0]
    counts = {
        local_date(row["_id"].replace(tzinfo=first.tzinfo)): row["count"]
        for row in _rows(queryset, [match, _grouped(field)])
    }
    return [counts.get(monday, 0) for monday in mondays]


def _grouped(field: str) -> dict[str, Any]:
    week = {"date": f"${field}", "unit": "week", "timezone": "Europe/Berlin"}
    return {
        "$group": {
            "_id": {"$dateTrunc": {**week, "startOfWeek": "monday"}},
            "count": {"$sum": 1},
        }
    }


def _rows(queryset: QuerySet, pipeline: list[dict[str, Any]]) -> Any:
    connection: Any = connections[queryset.db]
    collection = connection.get_collection(queryset.model._meta.db_table)
    return collection.aggregate(pipeline, session=connection.session)
