"""Queries that the backend would answer wrongly without a word: refused, with the remedy named."""

from django.db import NotSupportedError, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, DateTimeField, Model, TimeField
from django.db.models.functions.datetime import TruncBase
from django.db.models.sql import Query


class UnsupportedQuery(NotSupportedError):
    """The answer would be wrong. The message says what to write instead."""


def refuse_other_database(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """MongoDB joins inside one database; a collection that lies elsewhere looks empty to it."""
    if not router.allow_migrate_model(connection.alias, model):
        raise UnsupportedQuery(
            f"{model._meta.label} does not live in the database {connection.alias!r}. Nothing "
            "joins across databases: use prefetch_related(), or list the ids and filter with __in."
        )


def refuse_filtered_relation(query: Query) -> None:
    """The condition of a FilteredRelation is lost on the way to MongoDB."""
    if query._filtered_relations:  # noqa: SLF001 there is no public way to see them
        raise UnsupportedQuery(
            "FilteredRelation gives wrong rows. Put the condition into filter(), or into "
            "Prefetch(queryset=...)."
        )


def refuse_shifted_days(trunc: TruncBase) -> None:
    """The backend cuts a moment in the time zone, and takes its date or time in another one.

    That is how ``QuerySet.dates()`` gives the day before.
    """
    if trunc.get_tzname() not in {None, "UTC"} and is_date_or_time(trunc.output_field):
        raise UnsupportedQuery(
            f"{type(trunc).__name__} from a moment to a date or time is wrong in "
            f"{trunc.get_tzname()}: use datetimes(), or Trunc without output_field."
        )


def is_date_or_time(field: object) -> bool:
    return isinstance(field, DateField | TimeField) and not isinstance(field, DateTimeField)
