"""Questions about workers."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bson import ObjectId
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError, ErrorCode
from apps.core.finder import find_things
from apps.core.registry import SearchHit, SearchQuery
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


def worker_data(worker: Worker) -> dict[str, Any]:
    """A person as programs read it; the account belongs to the admins and is not part of it."""
    plain = ("barcode", "first_name", "last_name", "email", "phone", "notes")
    return {
        **{name: getattr(worker, name) for name in plain},
        "department": worker.department.name if worker.department else None,
        "is_active": worker.is_active,
        "is_blocked": worker.is_blocked,
        "blocked_reason": worker.blocked_reason,
    }


def worker_of(user: Any) -> Worker | None:
    """The person behind an account."""
    return Worker.objects.alive().filter(user=user).first()


def people_in_words(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def list_of_people_in(department: Any) -> str:
    """The address of the list of a department's people."""
    return f"{reverse('workers:list')}?{urlencode({'department': department.name})}"


def trash_of_people_in(department: Any) -> str:
    """The same for those in the trash."""
    return f"{reverse('workers:trash')}?{urlencode({'department': department.name})}"


def no_worker_with(barcode: str) -> WorkerNotFound:
    """The error that says which barcode no person has."""
    message = _("There is no person with barcode %(barcode)s.") % {"barcode": barcode[:50]}
    return WorkerNotFound(message)


def find_workers(user: Any, query: SearchQuery, limit: int) -> list[SearchHit]:
    """People that the search over everything finds."""
    return find_things(Worker.objects.alive(), query, limit, hit=_hit)


def _hit(worker: Worker, is_exact: bool) -> SearchHit:
    url = reverse("workers:detail", args=[worker.barcode])
    return SearchHit(worker.full_name, worker.barcode, url, is_exact, worker.state, worker.pk)
