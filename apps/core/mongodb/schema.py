"""Collections and indexes.

MongoDB changes schemas without transactions, so a migration that fails keeps what it had done. Each
step therefore accepts its own leftovers: once the cause is mended, the migration is run again.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError
from django.db.models import Index, Model
from django_mongodb_backend.schema import DatabaseSchemaEditor as MongoSchemaEditor
from pymongo.errors import OperationFailure

from apps.core.mongodb.indexes import UniqueIndex

INDEX_NOT_FOUND = 27


class DatabaseSchemaEditor(MongoSchemaEditor):
    def create_model(self, model: type[Model]) -> None:
        if not self.collect_sql:
            self._drop_leftover(model._meta.db_table)
        super().create_model(model)

    def _drop_leftover(self, name: str) -> None:
        """Remove the empty collection that a failed run left behind."""
        collection = self.connection.database[name]
        if collection.find_one(projection=["_id"]):
            raise DatabaseError(f"The collection {name!r} exists already and holds documents.")
        collection.drop()

    def alter_db_table(self, model: type[Model], old_db_table: str, new_db_table: str) -> None:
        names = self.connection.introspection.table_names()
        if old_db_table in names or new_db_table not in names:
            super().alter_db_table(model, old_db_table, new_db_table)

    def add_index(self, model: type[Model], index: Index, **kwargs: Any) -> None:
        if kwargs.get("unique"):
            index = UniqueIndex(fields=index.fields, name=index.name, condition=index.condition)
        super().add_index(model, index, **kwargs)

    def remove_index(self, *args: Any, **kwargs: Any) -> None:
        with _already_gone():
            super().remove_index(*args, **kwargs)

    def _remove_field_index(self, *args: Any, **kwargs: Any) -> None:
        with _already_gone():
            super()._remove_field_index(*args, **kwargs)

    def _remove_field_unique(self, *args: Any, **kwargs: Any) -> None:
        with _already_gone():
            super()._remove_field_unique(*args, **kwargs)

    def _remove_composed_index(self, *args: Any, **kwargs: Any) -> None:
        with _already_gone():
            super()._remove_composed_index(*args, **kwargs)


@contextlib.contextmanager
def _already_gone() -> Iterator[None]:
    """Let the removal of an index that is not there pass; several in place of one are an error."""
    try:
        yield
    except OperationFailure as error:
        if error.code != INDEX_NOT_FOUND:
            raise
    except ValueError as error:
        if "wrong number (0)" not in str(error):
            raise
