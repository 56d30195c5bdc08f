"""What can be done with workers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.references import uses_of
from apps.core.registry import registry
from apps.core.scans import move_to_trash, save_with_barcode, take_from_trash
from apps.core.validation import refuse_invalid
from apps.workers import accounts
from apps.workers.models import Worker
from apps.workers.queries import WorkerNotFound

AUDITED_FIELDS = (
    "barcode",
    "first_name",
    "last_name",
    "department",
    "email",
    "phone",
    "notes",
    "is_active",
    "is_blocked",
    "blocked_reason",
)  # whose account it is stands in the history of the account, for admins alone


class WorkerInUse(DomainError):
    """The person still has something; ``data["uses"]`` says what."""

    code = ErrorCode.IN_USE
    status = 409


@atomic
def create_worker(worker: Worker, *, actor: Any, now: datetime) -> Worker:
    """Save a new person.

    :raises BarcodeTaken: something else carries the barcode.
    """
    worker.pk = None
    accounts.take_from_account(worker)
    refuse_invalid(worker)
    accounts.check_change(worker, {"user"} if worker.user else set(), actor)
    save_with_barcode(worker, now)
    accounts.carry_to_account(worker, actor, now)
    record("workers.created", worker, actor=actor, at=now, worker=worker.full_name)
    return worker


@atomic
def change_worker(worker_id: Any, values: dict[str, Any], *, actor: Any, now: datetime) -> Worker:
    """Change fields of a person; a new name or barcode reaches the lendings too.

    :raises BarcodeTaken: something else carries the barcode.
    :raises EmailLocked: the person's account outranks the actor.
    :raises WorkerNotFound: the person was deleted.
    """
    worker = _alive(worker_id)
    before = snapshot(worker, AUDITED_FIELDS)
    account = worker.user
    for name, value in values.items():
        setattr(worker, name, value)
    is_linked = worker.user != account
    if is_linked:
        accounts.take_from_account(worker)
    refuse_invalid(worker, only=values)
    changes = changes_between(before, worker)
    accounts.check_change(worker, {*changes, *(["user"] if is_linked else [])}, actor)
    save_with_barcode(worker, now)
    accounts.carry_to_account(worker, actor, now)
    if is_linked:
        accounts.record_link(worker, account, actor=actor, now=now)
    if {"barcode", "first_name", "last_name"} & changes.keys():
        registry.renamed(worker)
    if changes:
        record(
            "workers.changed", worker, actor=actor, at=now, changes=changes, worker=worker.full_name
        )
    return worker


@atomic
def delete_worker(worker_id: Any, *, actor: Any, now: datetime) -> None:
    """Move a person to the trash; the barcode becomes free.

    :raises WorkerInUse: the person still has tools.
    :raises WorkerNotFound: the person was deleted already.
    """
    worker = _alive(worker_id)
    if uses := registry.uses_of(worker):
        raise _in_use(worker, uses)
    move_to_trash(worker, actor=actor, now=now)
    record("workers.deleted", worker, actor=actor, at=now, worker=worker.full_name)


@atomic
def restore_worker(worker_id: Any, *, actor: Any, now: datetime, barcode: str = "") -> Worker:
    """Bring a person back from the trash.

    :param barcode: a new one, when something else carries the old one by now.
    :raises BarcodeTaken: something else got the barcode meanwhile; the message says what.
    :raises WorkerNotFound: the person is not in the trash.
    """
    worker = _in_trash(worker_id)
    take_from_trash(worker, now=now, barcode=barcode)
    record("workers.restored", worker, actor=actor, at=now, worker=worker.full_name)
    return worker


@atomic
def erase_worker(worker_id: Any, *, actor: Any, now: datetime) -> None:
    """Delete a person for good, if nothing tells of this person any more.

    :raises WorkerInUse: lendings of the person are kept.
    :raises WorkerNotFound: the person is not in the trash.
    """
    worker = _in_trash(worker_id)
    if uses := uses_of(worker):
        raise _in_use(worker, [use.sentence for use in uses])
    record("workers.erased", worker, actor=actor, at=now, worker=worker.full_name)
    registry.erased(worker, now=now)
    worker.delete()


@atomic
def block_worker(worker_id: Any, reason: str, *, actor: Any, now: datetime) -> Worker:
    """Let a person return but not borrow; the desk shows the reason. Again: with another reason.

    :raises InvalidInput: there is no reason, or it is too long.
    :raises WorkerNotFound: the person was deleted.
    """
    reason = " ".join(reason.split())
    longest = Worker._meta.get_field("blocked_reason").max_length
    if not reason:
        raise InvalidInput({"blocked_reason": [str(_("Please say why."))]})
    if longest and len(reason) > longest:
        text = _("Please use at most %(count)d characters.") % {"count": longest}
        raise InvalidInput({"blocked_reason": [text]})
    state = {"is_blocked": True, "blocked_reason": reason}
    return _set_state("workers.blocked", worker_id, state, actor, now)


@atomic
def unblock_worker(worker_id: Any, *, actor: Any, now: datetime) -> Worker:
    """Let a person borrow again.

    :raises WorkerNotFound: the person was deleted.
    """
    state = {"is_blocked": False, "blocked_reason": ""}
    return _set_state("workers.unblocked", worker_id, state, actor, now)


@atomic
def deactivate_worker(worker_id: Any, *, actor: Any, now: datetime) -> Worker:
    """The person has left or pauses: no more borrowing; what is out can still come back.

    :raises WorkerNotFound: the person was deleted.
    """
    return _set_state("workers.deactivated", worker_id, {"is_active": False}, actor, now)


@atomic
def reactivate_worker(worker_id: Any, *, actor: Any, now: datetime) -> Worker:
    """The person is back.

    :raises WorkerNotFound: the person was deleted.
    """
    return _set_state("workers.reactivated", worker_id, {"is_active": True}, actor, now)


def _set_state(
    event: str, worker_id: Any, state: dict[str, Any], actor: Any, now: datetime
) -> Worker:
    """Write the state; a person who is in it already stays untouched."""
    worker = _alive(worker_id)
    if all(getattr(worker, name) == value for name, value in state.items()):
        return worker
    for name, value in state.items():
        setattr(worker, name, value)
    worker.stamp(now)
    worker.save(update_fields=[*state, "updated_at"])
    record(
        event,
        worker,
        actor=actor,
        at=now,
        worker=worker.full_name,
        reason=worker.blocked_reason,
    )
    return worker


def _alive(worker_id: Any) -> Worker:
    worker = Worker.objects.alive().filter(pk=worker_id).first()
    if worker is None:
        raise WorkerNotFound
    return worker


def _in_trash(worker_id: Any) -> Worker:
    worker = Worker.objects.filter(pk=worker_id, deleted=True).first()
    if worker is None:
        raise WorkerNotFound(_("This person is not in the trash."))
    return worker


def _in_use(worker: Worker, uses: list[str]) -> WorkerInUse:
    message = _("%(name)s cannot be deleted: %(uses)s") % {
        "name": f"{worker.full_name} {worker.barcode}",
        "uses": " ".join(uses),
    }
    return WorkerInUse(message, data={"uses": uses})
