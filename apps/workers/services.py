"""What can be done with workers."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.registry import registry
from apps.core.scans import move_to_trash, save_with_barcode
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
    "user",
)


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
    worker.clean()
    save_with_barcode(worker, now)
    record("workers.created", worker, actor=actor, at=now, worker=worker.full_name)
    return worker


@atomic
def change_worker(worker_id: Any, values: dict[str, Any], *, actor: Any, now: datetime) -> Worker:
    """Change fields of a person; a new name or barcode reaches the lendings too.

    :raises BarcodeTaken: something else carries the barcode.
    :raises WorkerNotFound: the person was deleted.
    """
    worker = _alive(worker_id)
    before = snapshot(worker, AUDITED_FIELDS)
    for name, value in values.items():
        setattr(worker, name, value)
    worker.clean()
    changes = changes_between(before, worker)
    save_with_barcode(worker, now)
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
        message = _("%(name)s cannot be deleted: %(uses)s") % {
            "name": f"{worker.full_name} {worker.barcode}",
            "uses": " ".join(uses),
        }
        raise WorkerInUse(message, data={"uses": uses})
    move_to_trash(worker, actor=actor, now=now)
    record("workers.deleted", worker, actor=actor, at=now, worker=worker.full_name)


def _alive(worker_id: Any) -> Worker:
    worker = Worker.objects.alive().filter(pk=worker_id).first()
    if worker is None:
        raise WorkerNotFound
    return worker
