"""What tests need to know of MongoDB: which commands were sent, how a query is carried out, what was written."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from pymongo import monitoring
from pymongo.database import Database

ALIASES = (DEFAULT_DB_ALIAS, "tickets")
WRITING = {"insert", "update", "delete", "findAndModify"}

Place = tuple[str, str]  # database, collection


@dataclass
class Commands:
    """The commands that were sent while counting."""

    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [name for name, _command in self.sent]

    @property
    def commands(self) -> list[dict[str, Any]]:
        return [command for _name, command in self.sent]

    @property
    def total(self) -> int:
        return len(self.sent)

    def __str__(self):
        return "\n".join(f"{name} {command.get(name)}" for name, command in self.sent)


class Journal(monitoring.CommandListener):
    """Hears every command of every client of this process."""

    def __init__(self) -> None:
        self.written: set[Place] = set()
        self.counting: list[Commands] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        name = event.command_name
        if name in WRITING:
            self.written.add((event.database_name, event.command[name]))
        for commands in self.counting:
            commands.sent.append((name, dict(event.command)))

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Only the start counts."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Only the start counts."""


journal = Journal()


@contextlib.contextmanager
def count_commands() -> Iterator[Commands]:
    commands = Commands()
    journal.counting.append(commands)
    try:
        yield commands
    finally:
        journal.counting.remove(commands)


class Baseline:
    """The documents that are there before the first test, and must be there again after each."""

    def __init__(self) -> None:
        self.documents = {place: list(_collection(place).find()) for place in _places()}
        journal.written.clear()

    def restore(self, *, everywhere: bool = False) -> None:
        """Bring back what was written to since the last time; other processes write unheard."""
        places = set(_places())
        for place in places if everywhere else places & journal.written:
            collection = _collection(place)
            collection.delete_many({})
            if documents := self.documents.get(place):
                collection.insert_many(documents)
        journal.written.clear()


def _places() -> Iterator[Place]:
    for alias in ALIASES:
        connection = connections[alias]
        for name in connection.introspection.table_names():
            yield connection.settings_dict["NAME"], name


def _collection(place: Place) -> Any:
    database, name = place
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return connection.connection[database][name]


def indexes(database: Database) -> dict[str, list[dict[str, Any]]]:
    """The indexes of each collection."""
    return {
        name: sorted(database[name].list_indexes(), key=itemgetter("name"))
        for name in database.list_collection_names()
    }


@dataclass(frozen=True)
class Plan:
    """How MongoDB carries a query out."""

    explained: dict[str, Any]

    @property
    def stages(self) -> set[str]:
        """The names of the winning plan's stages: IXSCAN, COLLSCAN, SORT, FETCH ..."""
        return set(_values(self._winning(), "stage"))

    @property
    def indexes(self) -> set[str]:
        return set(_values(self._winning(), "indexName"))

    @property
    def documents(self) -> int:
        """How many documents were read, joins included."""
        return sum(_values(self.explained, "totalDocsExamined"))

    def _winning(self) -> list[Any]:
        return list(_values(self.explained, "winningPlan"))


def plan_of(queryset: QuerySet) -> Plan:
    return Plan(json.loads(queryset.explain(verbosity="executionStats")))


def _values(tree: Any, key: str) -> Iterator[Any]:
    """The values of a key, wherever in the tree it stands."""
    if isinstance(tree, dict):
        if key in tree:
            yield tree[key]
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _values(branch, key)
