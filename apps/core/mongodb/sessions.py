"""What all aliases of a server share in a thread: the running transaction's session and notes."""

import logging
import threading
from collections.abc import Callable
from typing import Any

import pymongo
from django.db import DatabaseError
from django.db.transaction import TransactionManagementError
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

ABORT_SECONDS = 1.0
Hook = tuple[Callable[[], Any], bool]

_thread = threading.local()
_logger = logging.getLogger("scandy.database")


class Unit:
    """A unit of work: at most one transaction at a time.

    MongoDB ends a transaction at its first error, and there are no savepoints. The unit remembers
    the error, so that code which catches it and goes on fails at its next query with the reason,
    instead of saving a half.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self.session: ClientSession | None = None
        self.in_atomic_block_mongo = False
        self.nested_atomics = 0
        self.hooks: list[Hook] = []
        self.failure: BaseException | None = None

    def usable_session(self) -> ClientSession | None:
        """The session for the next command; None outside transactions."""
        if self.failure is not None:
            raise TransactionManagementError(
                "An earlier error ended this transaction; let it leave the atomic block."
            ) from self.failure
        return self.session

    def fail(self, error: BaseException) -> None:
        """Remember the error that ended the transaction, if one runs."""
        if self.session is not None and self.failure is None:
            self.failure = error

    def commit(self) -> None:
        """Commit and end; when it fails the session stays, so that it can be tried again."""
        session = self.usable_session()
        try:
            session.commit_transaction()
        except PyMongoError as error:
            raise DatabaseError(str(error)) from error
        self.end()

    def end(self) -> None:
        """Abort what is not committed and forget it; a server that is away forgets by itself."""
        session = self.session
        self.clear()
        if session is None:
            return
        with pymongo.timeout(ABORT_SECONDS):
            session.end_session()


def unit_of(server: str) -> Unit:
    """This thread's unit of work on the server."""
    units: dict[str, Unit] = _thread.__dict__.setdefault("units", {})
    return units.setdefault(server, Unit())


def run_hooks(hooks: list[Hook]) -> None:
    """Run what waited for the commit; a robust hook that fails is logged, the work is saved."""
    for func, robust in hooks:
        try:
            func()
        except Exception:
            if not robust:
                raise
            _logger.exception("After the commit %r failed", func)
