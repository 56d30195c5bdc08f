"""``bulk_create`` at a quarter of its price, for the millions: objects go to MongoDB as they are, field by field.

For models whose values MongoDB stores without conversion: ids, texts, truth values, moments, lists and dicts.
"""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from django.db import connection
from django.db.models import Model


def insert(objects: Sequence[Model]) -> None:
    """Insert new objects of one model, in the transaction that runs."""
    for obj in objects:
        obj.pk = obj.pk or ObjectId()
    if objects:
        collection = connection.get_collection(objects[0]._meta.db_table)
        collection.insert_many([document(obj) for obj in objects], session=connection.session)


def document(obj: Model) -> dict[str, Any]:
    """What is stored of an object."""
    return {field.column: getattr(obj, field.attname) for field in obj._meta.concrete_fields}
