"""Tasks of the platform itself: signs of life and tidying up."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.contrib.sessions.models import Session

from apps.core import clock
from apps.core.exports.downloads import delete_old_files
from apps.core.health import leave_sign
from apps.core.jobs import sweep
from apps.core.models import Job, TaskRun
from apps.core.operations import forget_old_operations
from apps.core.schedules import scheduled
from apps.core.tables.imports import forget_old_imports

KEPT = timedelta(days=90)  # records of runs and jobs


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    leave_sign("worker")


@scheduled("core.clear_expired")
def clear_expired() -> str:
    """Delete sessions that ended, operations that nobody repeats any more, old records of work, exports and imports."""
    now = clock.now()
    sessions, _details = Session.objects.filter(expire_date__lt=now).delete()
    operations = forget_old_operations(now)
    runs, _details = TaskRun.objects.filter(started_at__lt=now - KEPT).delete()
    jobs, _details = Job.objects.filter(finished_at__lt=now - KEPT).delete()
    files = delete_old_files(now)
    imports = forget_old_imports(now)
    return f"{sessions} + {operations} + {runs} + {jobs} + {files} + {imports}"


@scheduled("core.sweep_jobs", quiet=True)
def sweep_jobs() -> str:
    """Send jobs again that were lost with Redis or with their worker."""
    return f"{sweep(clock.now())}"


@worker_ready.connect
def sign_of_worker(**kwargs: Any) -> None:
    leave_sign("worker")


@beat_init.connect
def sign_of_beat(**kwargs: Any) -> None:
    leave_sign("beat")


@after_task_publish.connect(sender="core.heartbeat")
def sign_of_sending(**kwargs: Any) -> None:
    leave_sign("beat")
