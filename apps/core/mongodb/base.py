"""The connection: Django loads ``DatabaseWrapper`` from here."""

import os
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django_mongodb_backend.base import DatabaseWrapper as MongoWrapper
from django_mongodb_backend.utils import OperationDebugWrapper
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern

from apps.core.mongodb.client import client_for, server_of
from apps.core.mongodb.lookups import register_lookups
from apps.core.mongodb.operations import DatabaseOperations
from apps.core.mongodb.schema import DatabaseSchemaEditor
from apps.core.mongodb.sessions import Unit, run_hooks, unit_of
from apps.core.mongodb.tracing import TracedCollection


def _of_unit(name: str) -> property:
    """An attribute that the aliases of a server share."""
    return property(
        lambda wrapper: getattr(wrapper.unit, name),
        lambda wrapper, value: setattr(wrapper.unit, name, value),
    )


class DatabaseWrapper(MongoWrapper):
    """One alias.

    Aliases of the same server share the client, and in a thread the session and its bookkeeping.
    """

    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor
    # Without the backend's {"$exists": True}, which {"$ne": None} implies and no index can answer:
    # a condition then serves a sort as well, and a count reads no documents.
    mongo_operators = {
        **MongoWrapper.mongo_operators,
        "isnull": lambda path, is_null: {path: None} if is_null else {path: {"$ne": None}},
        "lt": lambda path, value: {path: {"$lt": value, "$ne": None}},
        "lte": lambda path, value: {path: {"$lte": value, "$ne": None}},
    }

    in_atomic_block_mongo = _of_unit("in_atomic_block_mongo")
    nested_atomics = _of_unit("nested_atomics")

    def __init__(self, settings_dict: dict[str, Any], alias: str = DEFAULT_DB_ALIAS):
        self.unit = Unit()  # for the resets of the base class; a transaction may be running already
        super().__init__(settings_dict, alias)
        self.unit = unit_of(server_of(self.get_connection_params()))

    @property
    def session(self) -> ClientSession | None:
        return self.unit.usable_session()

    @session.setter
    def session(self, session: ClientSession | None) -> None:
        self.unit.session = session

    def get_collection(self, name: str, **kwargs: Any) -> Any:
        collection = TracedCollection(self.database, name, **kwargs)
        return OperationDebugWrapper(self, collection) if self.queries_logged else collection

    def get_new_connection(self, conn_params: dict[str, Any]) -> MongoClient:
        return client_for(conn_params, driver=self._driver_info())

    def close_pool(self) -> None:
        """Let go of the client; it stays open for the other aliases."""
        self.unit.end()
        self.forget_client()

    def forget_client(self) -> None:
        self.connection = None
        self.__dict__.pop("database", None)

    def start_transaction_mongo(self) -> None:
        self.ensure_connection()
        self.unit.session = self.connection.start_session()
        self.unit.session.start_transaction(read_concern=ReadConcern("snapshot"))

    def commit_mongo(self) -> None:
        hooks = self.unit.hooks
        self.unit.commit()
        run_hooks(hooks)

    def rollback_mongo(self) -> None:
        self.unit.end()

    def on_commit(self, func: Callable[[], Any], robust: bool = False) -> None:
        if self.in_atomic_block_mongo and callable(func):
            self.unit.hooks.append((func, robust))
        else:
            super().on_commit(func, robust=robust)


def _forget_clients_of_parent() -> None:
    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.unit.clear()
            connection.forget_client()


register_lookups(DatabaseWrapper)
os.register_at_fork(after_in_child=_forget_clients_of_parent)
