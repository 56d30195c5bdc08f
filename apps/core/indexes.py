"""Whether the database has the indexes that the models declare, and how to bring them back.

Without one nothing fails: pages only become slow, and what must be unique no longer is. It happens when somebody
tidies up in the database, restores half of it, or takes an instance to another server.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connections, router
from django.db.models import Model
from pymongo import IndexModel

from apps.core.mongodb.schema import DatabaseSchemaEditor

ALIASES = ("default", "tickets")
TELLING = ("key", "unique", "partialFilterExpression", "hidden")  # what an index does
Indexes = dict[str, Mapping[str, Any]]  # by name


@dataclass(frozen=True)
class Differences:
    """Names of indexes, as ``collection.index``."""

    missing: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    superfluous: list[str] = field(default_factory=list)


class _Notes:
    """A collection that only writes down which indexes it should get."""

    def __init__(self) -> None:
        self.models: list[IndexModel] = []

    def create_indexes(self, models: Iterable[IndexModel]) -> None:
        self.models.extend(models)


class _Recorder(DatabaseSchemaEditor):
    """The schema editor of the migrations, asked what it would make."""

    def __init__(self, alias: str) -> None:
        super().__init__(connections[alias], atomic=False)
        self.notes: dict[str, _Notes] = {}

    def get_collection(self, name: str) -> _Notes:
        return self.notes.setdefault(name, _Notes())

    def record(self, model: type[Model]) -> None:
        self.get_collection(model._meta.db_table)
        self._create_model_indexes(model)


def compare() -> Differences:
    """How declared and existing indexes differ, over both databases."""
    found = Differences()
    for alias, collection, models in _declared():
        declared = {model.document["name"]: model.document for model in models}
        existing = _existing(alias, collection)
        found.missing.extend(_named(collection, declared.keys() - existing.keys()))
        found.superfluous.extend(_named(collection, existing.keys() - declared.keys()))
        both = declared.keys() & existing.keys()
        unlike = {name for name in both if _telling(declared[name]) != _telling(existing[name])}
        found.different.extend(_named(collection, unlike))
    return found


def restore() -> int:
    """Make what is missing and make anew what differs; superfluous ones stay. Returns how many were made.

    :raises OperationFailure: stored values contradict a unique index.
    """
    made = 0
    for alias, name, models in _declared():
        existing = _existing(alias, name)
        collection = _collection(alias, name)
        for model in models:
            wanted = model.document
            present = existing.get(wanted["name"])
            if present is not None and _telling(present) == _telling(wanted):
                continue
            if present is not None:
                collection.drop_index(wanted["name"])
            collection.create_indexes([model])
            made += 1
    return made


def drop_others() -> int:
    """Drop what no model declares; returns how many."""
    dropped = 0
    for alias, collection, models in _declared():
        declared = {model.document["name"] for model in models}
        for name in _existing(alias, collection).keys() - declared:
            _collection(alias, collection).drop_index(name)
            dropped += 1
    return dropped


def _declared() -> Iterator[tuple[str, str, list[IndexModel]]]:
    for alias in ALIASES:
        recorder = _Recorder(alias)
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if meta.managed and not meta.proxy and router.allow_migrate_model(alias, model):
                recorder.record(model)
        for collection, notes in recorder.notes.items():
            yield alias, collection, notes.models


def _collection(alias: str, name: str) -> Any:
    connection: Any = connections[alias]
    return connection.get_collection(name)


def _existing(alias: str, collection: str) -> Indexes:
    listed = _collection(alias, collection).list_indexes()
    return {index["name"]: index for index in listed if index["name"] != "_id_"}


def _telling(index: Mapping[str, Any]) -> dict[str, Any]:
    """What the index does; the order of its keys counts, but not of the texts whose words it holds."""
    if "text" in index["key"].values():
        texts = index.get("weights") or index["key"]  # as it exists, as it is declared
        return {"texts": sorted(texts), "language": index["default_language"]}
    found = {name: index[name] for name in TELLING if index.get(name)}
    return {**found, "key": list(index["key"].items())}


def _named(collection: str, names: Iterable[str]) -> list[str]:
    return [f"{collection}.{name}" for name in sorted(names)]
