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
    """A DateField is midnight UTC in the store: a time zone moves it into the day before.

    Times go wrong in the same way, and so does ``QuerySet.dates()``.
    """
    fields = (trunc.lhs.output_field, trunc.output_field)
    if trunc.get_tzname() in {None, "UTC"} or not any(map(_is_date_or_time, fields)):
        return
    raise UnsupportedQuery(
        f"{type(trunc).__name__} from or to a date or time is wrong in {trunc.get_tzname()}. For a "
        "DateTimeField use datetimes(), or Trunc without output_field; for a DateField pass "
        "tzinfo=datetime.UTC."
    )


def _is_date_or_time(field: object) -> bool:
    return isinstance(field, DateField | TimeField) and not isinstance(field, DateTimeField)
