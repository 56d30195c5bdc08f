"""Work in the background that is neither lost nor done twice.

``enqueue`` stores a Job in the caller's transaction and sends its number to the workers after the commit. Redis may be
away or forget the message: ``sweep`` sends waiting jobs again, and takes back those whose worker died, which shows by a
lease that nobody renews. A job that is taken back runs again from its beginning, so its function must be idempotent.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from celery import current_app, shared_task
from django.db import DatabaseError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from apps.core import clock
from apps.core.db import atomic, on_commit
from apps.core.errors import DomainError
from apps.core.logs import request_id, request_scope
from apps.core.models import Job, JobState

logger = logging.getLogger("scandy.app")
errors = logging.getLogger("scandy.errors")

LEASE = timedelta(seconds=60)
RENEW_SECONDS = 15
RESEND_AFTER = timedelta(seconds=60)
RESENT_AT_ONCE = 1000
MAX_ATTEMPTS = 5

_functions: dict[str, Callable[..., Any]] = {}


class Canceled(Exception):
    """Somebody asked to stop; raised inside the work at its next report of progress."""


class Progress:
    """How a job tells what it has done. A call is one write, so report every hundredth thing, not each."""

    def __init__(self, job: Job):
        self._job = job

    def report(self, done: int, total: int, text: str = "") -> None:
        """
        :raises Canceled: stop now; what is half done is undone by the caller's transaction.
        """
        running = _held(self._job).filter(is_cancel_requested=False)
        if not running.update(done=done, total=total, text=text):
            raise Canceled


def job(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register ``func(progress, **arguments)`` as background work; what it returns is the job's result."""

    def register(func: Callable[..., Any]) -> Callable[..., Any]:
        _functions[name] = func
        return func

    return register


@atomic
def enqueue(name: str, /, *, actor: Any = None, **arguments: Any) -> Job:
    """Do the work soon, after the current transaction; never fails because Redis is away.

    :param arguments: primitives only, they are stored as JSON.
    """
    job = Job.objects.create(
        name=name,
        arguments=arguments,
        actor=actor,
        request_id=request_id.get(),
        created_at=clock.now(),
    )
    on_commit(lambda: _send(job.pk))
    return job


@atomic
def cancel(job_id: ObjectId) -> None:
    """Stop a job: at once while it waits, at its next report of progress while it runs."""
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.CANCELED, finished_at=clock.now()
    )
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(is_cancel_requested=True)


def sweep(now: datetime) -> int:
    """Send again what waits too long, take back what a dead worker left; returns how many were sent."""
    Job.objects.filter(
        state=JobState.RUNNING, leased_until__lt=now, attempts__gte=MAX_ATTEMPTS
    ).update(
        state=JobState.FAILED,
        finished_at=now,
        leased_until=None,
        error=str(_("Its worker died again and again.")),
    )
    Job.objects.filter(state=JobState.RUNNING, leased_until__lt=now).update(
        state=JobState.QUEUED, leased_until=None
    )
    waiting = Job.objects.filter(state=JobState.QUEUED).filter(
        Q(attempts__gt=0) | Q(created_at__lt=now - RESEND_AFTER)
    )
    job_ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:RESENT_AT_ONCE])
    return sum(1 for _sent in itertools.takewhile(_send, job_ids))


@shared_task(name="core.run_job", acks_late=True)
def run_job(job_id: str) -> None:
    """Run one job, unless another worker has it or it is over."""
    job = _claim(ObjectId(job_id), clock.now())
    if job is None:
        return
    with request_scope(job.request_id), _lease_renewed(job):
        _run(job)


def _run(job: Job) -> None:
    try:
        result = _functions[job.name](Progress(job), **job.arguments)
    except Canceled:
        _finish(job, JobState.CANCELED)
    except DomainError as error:
        _finish(job, JobState.FAILED, error=str(error))
    except Exception:  # noqa: BLE001 whatever it is, the job has failed
        errors.exception("Job %s %s failed", job.name, job.pk)
        _finish(job, JobState.FAILED, error=str(_("Unexpected error; it has been logged.")))
    else:
        _finish(job, JobState.DONE, result=result)


def _claim(job_id: ObjectId, now: datetime) -> Job | None:
    """The job, if this call moved it from waiting to running."""
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        started_at=now,
        leased_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _finish(job: Job, state: JobState, *, result: Any = None, error: str = "") -> None:
    """End the job, unless it was taken back from a worker that seemed dead."""
    _held(job).update(
        state=state, result=result, error=error, finished_at=clock.now(), leased_until=None
    )


def _held(job: Job) -> QuerySet[Job]:
    """The job's row, while it was not taken back from this worker."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


@contextmanager
def _lease_renewed(job: Job) -> Iterator[None]:
    """Renew the lease while the block runs; a killed worker renews nothing."""
    over = threading.Event()

    def renew() -> None:
        while not over.wait(RENEW_SECONDS):
            try:
                _held(job).update(leased_until=clock.now() + LEASE)
            except DatabaseError as error:
                logger.warning("Lease of job %s not renewed: %s", job.pk, type(error).__name__)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _send(job_id: ObjectId) -> bool:
    """Wake a worker; the sweep tries again when that fails."""
    try:
        current_app.send_task("core.run_job", kwargs={"job_id": str(job_id)}, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning(
            "Redis is away, job %s waits for the sweep: %s", job_id, type(error).__name__
        )
        return False
    return True
