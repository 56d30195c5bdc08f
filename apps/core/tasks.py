"""Tasks of the platform itself: signs of life and tidying up."""

import logging
from typing import Any

from celery import shared_task
from celery.signals import after_task_publish, beat_init, worker_ready
from django.contrib.sessions.models import Session

from apps.core import clock
from apps.core.health import leave_sign
from apps.core.operations import forget_old_operations

logger = logging.getLogger("scandy.app")


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    leave_sign("worker")


@shared_task(name="core.clear_expired")
def clear_expired() -> None:
    """Delete sessions that ended and operations that nobody repeats any more."""
    now = clock.now()
    sessions, _details = Session.objects.filter(expire_date__lt=now).delete()
    operations = forget_old_operations(now)
    logger.info("Cleared %d sessions and %d operations", sessions, operations)


@worker_ready.connect
def sign_of_worker(**kwargs: Any) -> None:
    leave_sign("worker")


@beat_init.connect
def sign_of_beat(**kwargs: Any) -> None:
    leave_sign("beat")


@after_task_publish.connect(sender="core.heartbeat")
def sign_of_sending(**kwargs: Any) -> None:
    leave_sign("beat")
