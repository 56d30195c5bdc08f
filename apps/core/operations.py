"""Desk operations that happen once, however often they are sent (I11).

The client gives each operation a UUID and repeats it until it has an answer. The answer is stored in the same
transaction as the change, so a repetition cannot store its own: nothing of it is kept, and it gets the first status
and body again. Refusals are stored too: what was refused once under an id stays refused under it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.http import envelope, error_envelope
from apps.core.models import Operation
from apps.core.mongodb import direct
from apps.core.registry import registry

REMEMBERED_REFUSALS = (404, 409)
UNDO_WITHIN = timedelta(minutes=30)
REMEMBERED_FOR = timedelta(days=90)  # a desk that was offline longer starts anew


@dataclass(frozen=True)
class Answer:
    """A finished operation: HTTP status, JSON body, and the id of what it made or changed."""

    status: int
    body: dict[str, Any]
    object_id: str = ""

    @classmethod
    def success(cls, data: Any, message: Any, *, object_id: Any, status: int = 200) -> "Answer":
        return cls(status, envelope(data, message), str(object_id))


class OperationIdReused(DomainError):
    """The same UUID came with other content: the client has a fault, nothing was booked."""

    code = ErrorCode.OPERATION_ID_REUSED
    status = 409
    message = _("This operation id was already used for something else. Nothing was booked.")


class UndoNotPossible(DomainError):
    """The operation is unknown, refused, too old or of somebody else, or something newer happened."""

    code = ErrorCode.UNDO_NOT_POSSIBLE
    status = 409
    message = _("This cannot be undone any more.")


def run_once(
    perform: Callable[[], Answer],
    *,
    operation_id: str | None,
    kind: str,
    content: dict[str, Any],
    actor: Any,
    now: datetime,
) -> Answer:
    """Perform the operation, or answer as the first time.

    :param perform: changes things and says what to answer; runs inside the transaction, maybe more than once.
    :param content: what the operation is about; must be equal when the id is repeated.
    :raises OperationIdReused: the id was used for other content.
    :raises DomainError: what ``perform`` refuses, when there is no id to remember it under.
    """
    if operation_id is None:
        return atomic(perform)()
    operation = Operation(
        operation_id=operation_id,
        kind=kind,
        fingerprint=_fingerprint(kind, content),
        actor=actor,
        created_at=now,
    )
    try:
        return _perform_and_store(perform, operation)
    except (DomainError, IntegrityError) as error:
        return _first_answer(operation) or _refusal(error, operation)


@atomic
def _perform_and_store(perform: Callable[[], Answer], operation: Operation) -> Answer:
    """Do it as if it were new, as it nearly always is; a repetition fails when its answer is stored, or before."""
    answer = perform()
    _store(answer, operation)
    return answer


def _refusal(error: Exception, operation: Operation) -> Answer:
    """Remember the refusal, if it stays one; whatever else it is goes on as it came."""
    if not isinstance(error, DomainError) or error.status not in REMEMBERED_REFUSALS:
        raise error
    if error.code == ErrorCode.CONFLICT:
        raise error
    answer = Answer(error.status, error_envelope(error.message, error.code, error.data))
    try:
        _store(answer, operation)
    except IntegrityError:  # the same operation, sent twice at once: the other one was faster
        return _first_answer(operation) or answer
    return answer


def _first_answer(operation: Operation) -> Answer | None:
    """
    :raises OperationIdReused: the id was used for other content.
    """
    first = direct.read(Operation, {"operation_id": operation.operation_id})
    if first is None:
        return None
    if first.fingerprint != operation.fingerprint:
        raise OperationIdReused
    return Answer(first.status, first.body, first.object_id)


def _store(answer: Answer, operation: Operation) -> None:
    operation.pk = None
    operation.status, operation.body, operation.object_id = (
        answer.status,
        answer.body,
        answer.object_id,
    )
    direct.insert(operation)


def _fingerprint(kind: str, content: dict[str, Any]) -> str:
    canonical = json.dumps([kind, content], sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


@atomic
def undo_once(
    *, operation_id: str, actor: Any, may_undo_others: bool, now: datetime
) -> dict[str, Any]:
    """Undo a stored operation through the handler of its kind; sent again, it answers as the first time.

    :param may_undo_others: whether the actor may undo what somebody else booked.
    :returns: the JSON body of the answer.
    :raises UndoNotPossible: see there.
    """
    operation = Operation.objects.filter(operation_id=operation_id).first()
    if operation is None or operation.status >= 400:
        raise UndoNotPossible
    if operation.actor_id != actor.pk and not may_undo_others:
        raise UndoNotPossible
    if operation.undo_body:
        return operation.undo_body
    if now - operation.created_at > UNDO_WITHIN or operation.kind not in registry.undo_handlers:
        raise UndoNotPossible
    undo = registry.undo_handlers[operation.kind]
    data, message = undo(operation.object_id, done_at=operation.created_at, actor=actor, now=now)
    operation.undo_body = envelope(data, message)
    operation.save(update_fields=["undo_body"])
    return operation.undo_body


def forget_old_operations(now: datetime) -> int:
    """Delete operations that are too old to be repeated; returns how many."""
    deleted, _details = Operation.objects.filter(created_at__lt=now - REMEMBERED_FOR).delete()
    return deleted
