"""Transactions over both databases, and the few things that services need beside the ORM.

Django's own ``transaction.atomic`` does nothing on MongoDB. Here ``@atomic`` opens one real
transaction for all aliases of the server. When two transactions change the same document, MongoDB
does not let one wait, it refuses one of them, and the outermost ``@atomic`` runs its function
again. So a service takes ids, or loads its objects inside.
"""

import contextlib
import functools
import itertools
import logging
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from django.db.transaction import TransactionManagementError
from pymongo import ReturnDocument
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError

from apps.core.errors import CommitUnknown, ConcurrentUpdate, DatabaseAway
from apps.core.mongodb.base import DatabaseWrapper
from apps.core.mongodb.sessions import Unit, run_hooks

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger("scandy.database")

RETRY_SECONDS = 10.0  # a busy hour at one shelf must not refuse anybody
MAX_TRIES = 300
LONGEST_PAUSE = 0.1  # seconds
COMMIT_SECONDS = 10.0


def atomic(func: Callable[P, T]) -> Callable[P, T]:
    """All or nothing, over both databases; inside another atomic function it becomes part of that.

    :raises ConcurrentUpdate: others kept changing the same things.
    :raises DatabaseAway: the database does not answer; nothing was changed.
    :raises CommitUnknown: it stopped answering during the commit.
    """

    @functools.wraps(func)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        call = functools.partial(func, *args, **kwargs)
        return _joined(call) if in_transaction() else _with_retries(call)

    return run


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """The same as a block. It cannot run again, so the first conflict is a ConcurrentUpdate."""
    if in_transaction():
        with _nested():
            yield
        return
    try:
        with _outermost():
            yield
    except (DatabaseError, PyMongoError) as error:
        _give_up(error)


def in_transaction() -> bool:
    return bool(_connection().in_atomic_block_mongo)


def on_commit(func: Callable[[], Any]) -> None:
    """Run the function after the commit, now if no transaction runs; never when it is rolled back.

    The work is saved by then: a failing hook is logged and cannot turn it into an error.
    """
    _connection().on_commit(func, robust=True)


def serialize(name: str) -> None:
    """Let transactions that name the same thing run one after the other.

    Of those that run at the same time all but one are refused, and run again.
    """
    connection = _connection()
    session = connection.session
    if session is None:
        raise TransactionManagementError("serialize() works inside a transaction only.")
    locks = connection.get_collection("locks")
    try:
        locks.update_one({"_id": name}, {"$inc": {"turns": 1}}, upsert=True, session=session)
    except PyMongoError as error:
        connection.unit.fail(error)
        raise DatabaseError(str(error)) from error


def next_number(name: str, *, count: int = 1) -> int:
    """The next number of a counter, starting at 1; a rolled-back transaction leaves a gap.

    Counted outside the transaction: inside, all who need a number would get into conflict.

    :param count: take so many at once; the last of them is returned.
    """
    counters = _connection().get_collection("counters")
    try:
        counter = counters.find_one_and_update(
            {"_id": name},
            {"$inc": {"value": count}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    except PyMongoError as error:
        _give_up(error)
    return int(counter["value"])


def last_number(name: str) -> int:
    """How far a counter has come; 0: nobody has asked it for a number."""
    counter = _connection().get_collection("counters").find_one({"_id": name})
    return int(counter["value"]) if counter else 0


class TicketsRouter:
    """The app tickets lives in the second database, everything else in the first."""

    app_labels = frozenset({"tickets"})

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return self._home(model._meta.app_label)

    db_for_write = db_for_read

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        keeps_own_record = app_label == "migrations"
        return keeps_own_record or db == self._home(app_label)

    def _home(self, app_label: str) -> str:
        return "tickets" if app_label in self.app_labels else DEFAULT_DB_ALIAS


def _connection() -> DatabaseWrapper:
    return cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])


def _with_retries(call: Callable[[], T]) -> T:
    deadline = time.monotonic() + RETRY_SECONDS
    for tries in range(1, MAX_TRIES + 1):
        try:
            with _outermost():
                return call()
        except (DatabaseError, PyMongoError) as error:
            is_last = tries == MAX_TRIES or time.monotonic() > deadline
            if is_last or not _has_label(error, "TransientTransactionError"):
                _give_up(error)
        _pause(tries)
    raise AssertionError("the last try returns or raises")


def _joined(call: Callable[[], T]) -> T:
    with _nested():
        return call()


@contextlib.contextmanager
def _nested() -> Iterator[None]:
    """Without savepoints an error inside ends the whole, also when somebody catches it."""
    try:
        yield
    except BaseException as error:
        _connection().unit.fail(error)
        raise


@contextlib.contextmanager
def _outermost() -> Iterator[None]:
    connection = _connection()
    unit = connection.unit
    try:
        connection.start_transaction_mongo()
        unit.in_atomic_block_mongo = True
        yield
        hooks = unit.hooks
        _commit(unit)
    finally:
        unit.end()
    run_hooks(hooks)


def _commit(unit: Unit) -> None:
    """Commit, as often as needed to learn the outcome: repeating a commit is safe."""
    deadline = time.monotonic() + COMMIT_SECONDS
    for tries in itertools.count(1):
        try:
            unit.commit()
        except DatabaseError as error:
            if not _has_label(error, "UnknownTransactionCommitResult"):
                raise
            if time.monotonic() > deadline or isinstance(error.__cause__, ExecutionTimeout):
                raise CommitUnknown from error
        else:
            return
        _pause(tries)


def _pause(tries: int) -> None:
    """Wait the longer the more often it failed, and differently long than the others."""
    time.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.002 * 1.5**tries)))  # noqa: S311 no secret


def _give_up(error: Exception) -> NoReturn:
    """Say what an error of the database means when there is no further try."""
    if isinstance(_driver_error(error), ConnectionFailure):
        logger.error("The database does not answer: %s", type(_driver_error(error)).__name__)
        raise DatabaseAway from error
    if _has_label(error, "TransientTransactionError"):
        logger.warning("A transaction was given up after too many conflicts")
        raise ConcurrentUpdate from error
    raise error


def _has_label(error: BaseException, label: str) -> bool:
    driver_error = _driver_error(error)
    return driver_error is not None and driver_error.has_error_label(label)


def _driver_error(error: BaseException | None) -> PyMongoError | None:
    while isinstance(error, DatabaseError):
        error = error.__cause__
    return error if isinstance(error, PyMongoError) else None
