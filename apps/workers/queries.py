"""Questions about workers."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError, ErrorCode
from apps.core.scans import resolve
from apps.workers.models import Worker


class WorkerNotFound(DomainError):
    """No worker has this barcode."""

    code = ErrorCode.WORKER_NOT_FOUND
    status = 404
    message = _("There is no person with this barcode.")


def worker_by_barcode(barcode: str) -> Worker:
    """The worker with the barcode.

    :raises WorkerNotFound: it is malformed, unknown, of something else, or of a deleted person.
    """
    workers = Worker.objects.alive().select_related("department")
    found = workers.filter(pk=worker_id_by_barcode(barcode)).first()
    if found is None:
        raise no_worker_with(barcode)
    return found


def worker_id_by_barcode(barcode: str) -> ObjectId:
    """The id of the worker with the barcode: all that a service needs, with one indexed read.

    :raises WorkerNotFound: it is malformed, unknown, or of something else.
    """
    scanned = resolve(barcode, kind=Worker.barcode_kind)
    if scanned is None:
        raise no_worker_with(barcode)
    return scanned.object_id


def describe_worker(object_id: Any, now: datetime) -> dict[str, Any] | None:
    """What a scan shows of a worker."""
    worker = Worker.objects.alive().select_related("department").filter(pk=object_id).first()
    if worker is None:
        return None
    return {
        "kind": Worker.barcode_kind,
        "id": str(worker.pk),
        "barcode": worker.barcode,
        "name": worker.full_name,
        "department": worker.department.name if worker.department else "",
        "is_active": worker.is_active,
        "is_blocked": worker.is_blocked,
        "blocked_reason": worker.blocked_reason,
        "url": reverse("workers:detail", args=[worker.barcode]),
    }


def worker_of(user: Any) -> Worker | None:
    """The person behind an account."""
    return Worker.objects.alive().filter(user=user).first()


def uses_of_department(department: Any) -> list[str]:
    """Why a department cannot be deleted."""
    count = Worker.objects.filter(department=department).count()
    if not count:
        return []
    return [ngettext("%(count)d person.", "%(count)d people.", count) % {"count": count}]


def no_worker_with(barcode: str) -> WorkerNotFound:
    """The error that says which barcode no person has."""
    message = _("There is no person with barcode %(barcode)s.") % {"barcode": barcode[:50]}
    return WorkerNotFound(message)
