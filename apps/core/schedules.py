"""Regular work: which there is, when it runs, and whether it did.

Apps register schedules (``registry.add_schedule``); ``sync_schedules`` puts them into the database, where an admin changes
their times. Each run leaves a record, and what failed or did not run is shown in the back office and in /health.
"""

import functools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from apps.core import clock
from apps.core.db import atomic
from apps.core.logs import request_scope
from apps.core.models import TaskRun
from apps.core.registry import Schedule, registry

logger = logging.getLogger("scandy.app")

TIME_ZONE = "Europe/Berlin"
SHORTEST_MINUTES = 1
RESULT_LENGTH = 500


@dataclass(frozen=True)
class Problem:
    """A schedule that failed or did not run."""

    label: Any
    text: Any


def scheduled(name: str, *, quiet: bool = False) -> Callable[[Callable[[], str]], Any]:
    """Make a Celery task of ``func()``, which returns its result in words, and keep a record of each run.

    :param quiet: runs that did nothing ("0") leave no record; for work that looks every minute.
    """

    def decorate(func: Callable[[], str]) -> Any:
        @shared_task(name=name)
        @functools.wraps(func)
        def run() -> None:
            with request_scope():
                _run_and_record(name, func, quiet=quiet)

        return run

    return decorate


@atomic
def sync_schedules() -> None:
    """Put registered schedules into the database; times that an admin changed stay, what is gone goes."""
    known = set(PeriodicTask.objects.values_list("name", flat=True))
    for schedule in registry.schedules.values():
        if schedule.task not in known:
            PeriodicTask.objects.create(
                name=schedule.task,
                task=schedule.task,
                expire_seconds=expiry_of(schedule),
                **_timing(schedule),
            )


def expiry_of(schedule: Schedule) -> int:
    """Seconds after which a run that did not start is dropped, so a stuck worker finds no pile: below the period."""
    period = schedule.every_minutes * 60 if schedule.every_minutes else 86400
    return max(int(period * 0.9), period - 600)


def period_of(task: PeriodicTask) -> timedelta:
    """How often the task runs at least."""
    if task.interval:
        return timedelta(**{task.interval.period: task.interval.every})
    return timedelta(days=1 if task.crontab.day_of_week == "*" else 7)


def validate_interval(interval: IntervalSchedule) -> None:
    """
    :raises ValidationError: it would run more often than once a minute.
    """
    if timedelta(**{interval.period: interval.every}) < timedelta(minutes=SHORTEST_MINUTES):
        raise ValidationError(_("A schedule runs once a minute at most."))


def problems(now: datetime) -> list[Problem]:
    """Schedules whose last run failed, or that should have run and did not."""
    found = []
    tasks = PeriodicTask.objects.filter(enabled=True, name__in=list(registry.schedules))
    for task in tasks.select_related("interval", "crontab"):
        label = registry.schedules[task.name].label
        last = TaskRun.objects.filter(name=task.task).order_by("-started_at").first()
        if last and last.has_failed:
            found.append(Problem(label, last.result))
        elif _is_missing(task, now):
            found.append(Problem(label, _("has not run when it should have.")))
    return found


def _is_missing(task: PeriodicTask, now: datetime) -> bool:
    seen = task.last_run_at or task.date_changed
    return now - seen > 2 * period_of(task) + timedelta(minutes=5)


def _timing(schedule: Schedule) -> dict[str, Any]:
    if schedule.every_minutes:
        interval, _created = IntervalSchedule.objects.get_or_create(
            every=schedule.every_minutes, period=IntervalSchedule.MINUTES
        )
        return {"interval": interval}
    crontab, _created = CrontabSchedule.objects.get_or_create(
        minute=str(schedule.at_minute), hour=str(schedule.at_hour), timezone=TIME_ZONE
    )
    return {"crontab": crontab}


def _run_and_record(name: str, func: Callable[[], str], *, quiet: bool) -> None:
    run = TaskRun(name=name, started_at=clock.now())
    begun = time.monotonic()
    try:
        run.result = func()[:RESULT_LENGTH]
    except Exception as error:
        logger.exception("Scheduled task %s failed", name)
        run.has_failed = True
        run.result = f"{type(error).__name__}: {error}"[:RESULT_LENGTH]
    if quiet and not run.has_failed and run.result == "0":
        return
    run.finished_at = run.started_at + timedelta(seconds=time.monotonic() - begun)
    run.save()
