"""``bulk_create`` at a quarter of its price, for the millions: objects go to MongoDB as they are, field by field.

For models whose values MongoDB stores nearly as they are: ids, texts, truth values, moments, numbers, lists and dicts.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bson import Decimal128, ObjectId
from django.db import connections, router
from django.db.models import Model


def insert(objects: Sequence[Model]) -> None:
    """Insert new objects of one model, in the transaction that runs."""
    for obj in objects:
        obj.pk = obj.pk or ObjectId()
    if objects:
        connection: Any = connections[router.db_for_write(type(objects[0]))]
        connection.ensure_connection()
        collection = connection.get_collection(objects[0]._meta.db_table)
        collection.insert_many([document(obj) for obj in objects], session=connection.session)


def document(obj: Model) -> dict[str, Any]:
    """What is stored of an object."""
    return {f.column: _stored(getattr(obj, f.attname)) for f in obj._meta.concrete_fields}


def _stored(value: Any) -> Any:
    return Decimal128(value) if isinstance(value, Decimal) else value
