"""Single documents by plain equality, in one command each and without building a query: for what every scan needs.

Through the ORM a read or a change costs more than twice as long as here, most of it before anything is sent, and
"change it and say what it is now" needs two commands. Everything that is not on the way of a scan uses the ORM.
Conditions and values are named as the model's fields; signals are not sent, and joins do not exist.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from bson import CodecOptions, ObjectId
from django.db import DatabaseError, IntegrityError, connections, router
from django.db.models import Model
from django.db.models.expressions import Col
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from apps.core.mongodb.base import DatabaseWrapper

DUPLICATE_KEY = 11000
AWARE: CodecOptions[Any] = CodecOptions(tz_aware=True)
PORTION = 20_000  # grouped documents, which are small

M = TypeVar("M", bound=Model)
Reader = tuple[Any, Col, list[Callable[..., Any]]]  # field, what converters ask, converters


def read(
    model: type[M], conditions: Mapping[str, Any], *, without: Collection[str] = ()
) -> M | None:
    """The object that matches.

    :param without: fields to leave in the database until somebody asks for them.
    """
    hidden = {model._meta.get_field(name).column: False for name in without}
    found = _send(model, "find_one", _stored(model, conditions), hidden or None)
    return _object(model, found, without) if found else None


def read_some(model: type[M], field: str, values: Collection[Any]) -> list[M]:
    """The objects in which the field has one of the values."""
    if not values:
        return []
    prepared = [_stored(model, {field: value}) for value in values]
    found = _send(model, "find", {"$or": prepared})
    return [_object(model, document) for document in found]


def distinct(
    model: type[Model], name: str, conditions: Mapping[str, Any], below: Mapping[str, Any]
) -> list[Any]:
    """What stands in the field of the objects that match, each value once, in one answer however many there are.

    :param below: fields whose values must be smaller.
    """
    query = _stored(model, conditions)
    query |= {column: {"$lt": value} for column, value in _stored(model, below).items()}
    return cast("list[Any]", _send(model, "distinct", model._meta.get_field(name).column, query))


def aggregate(
    model: type[Model], pipeline: Sequence[Mapping[str, Any]], *, hint: str | None = None
) -> Iterator[dict[str, Any]]:
    """The documents that come out of a pipeline, as MongoDB names them, in portions as they are asked for.

    :param hint: the index to use.
    """
    connection = _connection(model)
    options: dict[str, Any] = {"batchSize": PORTION} | ({"hint": hint} if hint else {})
    collection = connection.get_collection(model._meta.db_table, codec_options=AWARE)
    try:
        yield from collection.aggregate(list(pipeline), session=connection.session, **options)
    except PyMongoError as error:
        connection.unit.fail(error)
        raise DatabaseError(str(error)) from error


def change(model: type[M], conditions: Mapping[str, Any], values: Mapping[str, Any]) -> M | None:
    """Change the object if it matches, and return it as it is now; of two who try at once, one gets it."""
    changed = _send(
        model,
        "find_one_and_update",
        _stored(model, conditions),
        {"$set": _stored(model, values)},
        return_document=ReturnDocument.AFTER,
    )
    return _object(model, changed) if changed else None


def change_many(model: type[Model], changes: Mapping[Any, Mapping[str, Any]]) -> None:
    """Change many objects, each in its own way: values by primary key, in one command for some thousands."""
    send_updates(model, updates_of(model, changes))


def updates_of(model: type[Model], changes: Mapping[Any, Mapping[str, Any]]) -> list[UpdateOne]:
    """What ``change_many`` sends, to be built before a transaction that must be short."""
    return [
        UpdateOne(_stored(model, {"pk": pk}), {"$set": _stored(model, values)})
        for pk, values in changes.items()
    ]


def send_updates(model: type[Model], updates: Sequence[UpdateOne]) -> None:
    if updates:
        _send(model, "bulk_write", updates, ordered=False)


def insert(obj: Model) -> None:
    """Store a new object.

    :raises IntegrityError: a unique value is taken.
    """
    fields = [field for field in obj._meta.concrete_fields if not field.primary_key]
    document = _stored(type(obj), {field.attname: field.pre_save(obj, True) for field in fields})
    obj.pk = _send(type(obj), "insert_one", document).inserted_id
    state = obj._state  # noqa: SLF001 Django documents it
    state.adding, state.db = False, router.db_for_write(type(obj))


def insert_many(objects: Sequence[Model]) -> None:
    """Store new objects of one model with one command.

    :raises IntegrityError: a unique value is taken.
    """
    if objects:
        send_documents(type(objects[0]), documents_of(objects))


def documents_of(objects: Iterable[Model]) -> list[dict[str, Any]]:
    """What ``insert_many`` sends, to be built before a transaction that must be short."""
    documents = []
    for obj in objects:
        obj.pk = obj.pk or ObjectId()
        documents.append(_document(obj))
    return documents


def send_documents(model: type[Model], documents: Sequence[dict[str, Any]]) -> None:
    """
    :raises IntegrityError: a unique value is taken.
    """
    if documents:
        _send(model, "insert_many", documents)


def as_objects(model: type[M], documents: Iterable[dict[str, Any]]) -> list[M]:
    """Objects of whole documents that somebody read by a command of his own."""
    return [_object(model, document) for document in documents]


def _document(obj: Model) -> dict[str, Any]:
    fields = obj._meta.concrete_fields
    return _stored(type(obj), {field.attname: field.pre_save(obj, True) for field in fields})


def _send(model: type[Model], command: str, *args: Any, **kwargs: Any) -> Any:
    connection = _connection(model)
    collection = connection.get_collection(model._meta.db_table)
    try:
        answer = getattr(collection, command)(*args, session=connection.session, **kwargs)
        return list(answer) if command == "find" else answer
    except PyMongoError as error:
        connection.unit.fail(error)
        kind = IntegrityError if _is_duplicate(error) else DatabaseError
        raise kind(str(error)) from error


def _is_duplicate(error: PyMongoError) -> bool:
    if not isinstance(error, BulkWriteError):
        return isinstance(error, DuplicateKeyError)
    return any(each.get("code") == DUPLICATE_KEY for each in error.details["writeErrors"])


def _stored(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Field names and values as they stand in the document."""
    connection, document = _connection(model), {}
    for name, value in values.items():
        field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
        document[field.column] = field.get_db_prep_save(
            getattr(value, "pk", value) if field.remote_field else value, connection
        )
    return document


def _object(model: type[M], document: dict[str, Any], without: Collection[str] = ()) -> M:
    connection = _connection(model)
    names, values = [], []
    for field, expression, converters in _readers(model):
        if field.name not in without:
            value = document.get(field.column)
            for convert in converters:
                value = convert(value, expression, connection)
            names.append(field.attname)
            values.append(value)
    return model.from_db(connection.alias, names, values)


@functools.cache
def _readers(model: type[Model]) -> list[Reader]:
    """How each field of the model is read from a document."""
    connection = _connection(model)
    readers = []
    for field in model._meta.concrete_fields:
        expression = Col(model._meta.db_table, field)
        converters = connection.ops.get_db_converters(expression)
        readers.append((field, expression, converters + field.get_db_converters(connection)))
    return readers


def _connection(model: type[Model]) -> DatabaseWrapper:
    """The database in which the model lives."""
    connection = cast("DatabaseWrapper", connections[router.db_for_write(model)])
    connection.ensure_connection()
    return connection
