"""Computed conditions: values are values, and dates keep their day.

The backend writes a plain value into an expression as it is, and MongoDB takes a text that begins
with a dollar for the name of a field: ``Count("pk", filter=Q(name="$name"))`` counts every row.
"""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.functions.datetime import TruncBase
from django.db.models.lookups import BuiltinLookup, In
from django.utils import timezone
from django_mongodb_backend.query_utils import is_constant_value, process_lhs, process_rhs

from apps.core.mongodb.guards import is_date_or_time, refuse_shifted_days

AsMql = Callable[..., Any]


def register_lookups(engine: type) -> None:
    """Correct the backend's expressions on connections of the engine; others keep them."""
    for lookup in (BuiltinLookup, In, RelatedIn):
        lookup.as_mql_expr = _quoting(lookup.as_mql_expr, engine)
    TruncBase.as_mql_expr = _in_right_zone(TruncBase.as_mql_expr, engine)


def _quoting(original: AsMql, engine: type) -> AsMql:
    def as_mql_expr(self: Any, compiler: Any, connection: Any) -> Any:
        if not isinstance(connection, engine) or not is_constant_value(self.rhs):
            return original(self, compiler, connection)
        lhs = process_lhs(self, compiler, connection, as_expr=True)
        value = _quoted(process_rhs(self, compiler, connection, as_expr=True))
        return connection.mongo_expr_operators[self.lookup_name](lhs, value)

    return as_mql_expr


def _quoted(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_quoted(item) for item in value]
    return {"$literal": value} if isinstance(value, str) else value


def _in_right_zone(original: AsMql, engine: type) -> AsMql:
    def as_mql_expr(self: Any, compiler: Any, connection: Any) -> Any:
        if not isinstance(connection, engine):
            return original(self, compiler, connection)
        if is_date_or_time(self.lhs.output_field):  # kept as UTC; a time zone would shift it
            with timezone.override(UTC):
                return original(self, compiler, connection)
        refuse_shifted_days(self)
        return original(self, compiler, connection)

    return as_mql_expr
