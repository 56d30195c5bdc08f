"""Unique indexes that finds can use, and those over the words of long texts.

The backend makes every unique index partial, on the type of its fields, so that nulls may repeat.
MongoDB does not see that a find satisfies such a condition and scans the collection instead: for
usernames, barcodes, sessions. A field that is never null needs no condition. For the others "at
least the least value of its type" excludes nulls as well, and MongoDB sees that a find for a value
satisfies it.
"""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db.models import Field, Index
from pymongo import TEXT, IndexModel

LEAST_VALUE: dict[str, Any] = {
    "string": "",
    "objectId": ObjectId(b"\0" * 12),
    "date": datetime.min,  # noqa: DTZ901 a bound for naive values in the store
    "int": float("-inf"),
    "long": float("-inf"),
    "double": float("-inf"),
    "decimal": float("-inf"),
}


class UniqueIndex(Index):
    def get_pymongo_index_model(
        self,
        model: Any,
        schema_editor: Any,
        field: Field | None = None,
        unique: bool = False,
        column_prefix: str = "",
    ) -> IndexModel:
        made = super().get_pymongo_index_model(
            model, schema_editor, field=field, unique=unique, column_prefix=column_prefix
        )
        options = made.document
        condition = options.pop("partialFilterExpression", {})
        fields = [field] if field else [model._meta.get_field(name) for name in self.fields]
        for each in fields:
            _loosen(
                condition,
                f"{column_prefix}{each.column}",
                nullable=each.null or bool(column_prefix),
            )
        if condition:
            options["partialFilterExpression"] = condition
        return IndexModel(options.pop("key").items(), **options)


class TextIndex(Index):
    """The words of long texts, found in all their German forms (``$text``); a collection has one at most."""

    def get_pymongo_index_model(self, model: Any, *args: Any, **kwargs: Any) -> IndexModel:
        columns = [(model._meta.get_field(name).column, TEXT) for name in self.fields]
        return IndexModel(columns, name=self.name, default_language="german")


def _loosen(condition: dict[str, Any], column: str, *, nullable: bool) -> None:
    """Replace the type condition of one column by nothing, or by one that finds satisfy."""
    terms = condition.pop(column, {})
    type_name = terms.pop("$type", None)
    if nullable and not terms:
        terms = (
            {"$gte": LEAST_VALUE[type_name]} if type_name in LEAST_VALUE else {"$type": type_name}
        )
    if terms:
        condition[column] = terms
