"""From Django's queries to pipelines; see the package for what differs from the backend."""

from collections.abc import Collection, Iterator
from typing import Any

from bson import MinKey
from django.db import DatabaseError
from django.db.models import Count, Field, ForeignKey
from django.db.models.expressions import Col, Star
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.constants import LOUTER
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import AND, WhereNode
from django_mongodb_backend import compiler
from pymongo.errors import PyMongoError

from apps.core.mongodb import guards
from apps.core.mongodb.pipeline import SortedFirstQuery


class SQLCompiler(compiler.SQLCompiler):
    """Of queries, and the base of the others."""

    query_class = SortedFirstQuery

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().execute_sql(*args, **kwargs)
        except PyMongoError as error:
            self.connection.unit.fail(error)
            raise DatabaseError(str(error)) from error
        except DatabaseError as error:
            if isinstance(error.__cause__, PyMongoError):
                self.connection.unit.fail(error)
                error.args = error.args or (str(error.__cause__),)  # the backend's has no text
            raise

    def _build_aggregation_pipeline(
        self, ids: dict[str, Any] | None, group: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """A set of no values is empty; in the backend it is missing, and counting it an error."""
        pipeline = super()._build_aggregation_pipeline(ids, group)
        if not ids:
            made = pipeline[-1]["$addFields"]
            for name, accumulator in group.items():
                if accumulator and "$addToSet" in accumulator:
                    made[name] = {"$ifNull": [made[name], []]}
        if self._counts_all():
            pipeline.insert(0, {"$match": {"_id": {"$gt": MinKey()}}})
        return pipeline

    def _counts_all(self) -> bool:
        """Whether all documents are to be counted, which without a condition reads each of them.

        A condition that holds for every id lets their index be counted instead.
        """
        query = self.query
        return (
            type(query) is Query
            and query.group_by is None
            and not (query.where or query.combinator or query.distinct or query.is_sliced)
            and not self._joins()
            and bool(query.annotation_select)
            and all(map(_is_plain_count, query.annotation_select.values()))
        )

    def check_query(self) -> None:
        super().check_query()
        guards.refuse_filtered_relation(self.query)
        if self.query.model is not None:
            guards.refuse_other_database(self.connection, self.query.model)

    def get_lookup_pipeline(self) -> list[dict[str, Any]]:
        for join in self._joins():
            guards.refuse_other_database(self.connection, join.join_field.related_model)
        return super().get_lookup_pipeline()

    def _joins(self) -> list[Join]:
        used = (
            table
            for alias, table in self.query.alias_map.items()
            if self.query.alias_refcount[alias]
        )
        return [table for table in used if isinstance(table, Join)]

    @property
    def joined_aliases(self) -> set[str]:
        return {join.table_alias for join in self._joins()}

    @property
    def joins_keep_rows(self) -> bool:
        given = set(_given_fields(self.query.where))
        return all(_keeps_rows(join, given) for join in self._joins())


def _is_plain_count(expression: Any) -> bool:
    return (
        isinstance(expression, Count)
        and expression.filter is None
        and isinstance(expression.get_source_expressions()[0], Star)
    )


def _keeps_rows(join: Join, given: Collection[tuple[str, Field]]) -> bool:
    """Whether a row meets at most one row by this join, and is kept when it meets none.

    An inner join over a foreign key that is not null drops a row only when the reference dangles.
    """
    field = join.join_field
    return isinstance(field, ForeignKey) and (
        join.join_type == LOUTER or not field.null or (join.parent_alias, field) in given
    )


def _given_fields(where: WhereNode) -> Iterator[tuple[str, Field]]:
    """The fields, by table, that must equal one of the given values and so are not null."""
    if where.negated or where.connector != AND:
        return
    for condition in where.children:
        if isinstance(condition, WhereNode):
            yield from _given_fields(condition)
        elif _compares_with_values(condition):
            yield condition.lhs.alias, condition.lhs.target


def _compares_with_values(condition: Any) -> bool:
    return (
        isinstance(condition, Exact | In)
        and isinstance(condition.lhs, Col)
        and not hasattr(condition.rhs, "resolve_expression")
    )


class SQLInsertCompiler(SQLCompiler, compiler.SQLInsertCompiler):
    def insert(self, *args: Any, **kwargs: Any) -> Any:
        guards.refuse_other_database(self.connection, self.query.model)
        return super().insert(*args, **kwargs)


class SQLDeleteCompiler(SQLCompiler, compiler.SQLDeleteCompiler):
    pass


class SQLUpdateCompiler(SQLCompiler, compiler.SQLUpdateCompiler):
    pass


class SQLAggregateCompiler(SQLCompiler, compiler.SQLAggregateCompiler):
    pass
