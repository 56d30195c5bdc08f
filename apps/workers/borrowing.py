"""Who may take something out of the house: people who are active and not blocked."""

from django.utils.translation import gettext as _

from apps.core.errors import DomainError, ErrorCode
from apps.workers.models import Worker


class WorkerInactive(DomainError):
    """The person has left or pauses."""

    code = ErrorCode.WORKER_INACTIVE
    status = 409


class WorkerBlocked(DomainError):
    """The person may not borrow at the moment."""

    code = ErrorCode.WORKER_BLOCKED
    status = 409


def require_borrower(worker: Worker) -> None:
    """
    :raises WorkerInactive: or :class:`WorkerBlocked`: the person may not take anything.
    """
    if not worker.is_active:
        raise WorkerInactive(
            _("%(name)s is not active and cannot borrow.") % {"name": worker.full_name},
            data={"worker_barcode": worker.barcode},
        )
    if worker.is_blocked:
        raise WorkerBlocked(
            _("%(name)s is blocked: %(reason)s")
            % {"name": worker.full_name, "reason": worker.blocked_reason or _("no reason given")},
            data={"worker_barcode": worker.barcode, "reason": worker.blocked_reason},
        )
