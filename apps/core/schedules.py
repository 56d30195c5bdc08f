"""Regular work: which there is, when it runs, and whether it did.

Apps register schedules (``registry.add_schedule``); ``sync_schedules`` puts them into the database, where an admin
changes their times. Each run leaves a record, and what failed or did not run is shown in the back office and in
/health.
"""

import functools
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as datetime_time
from typing import Any

from celery import current_task, shared_task
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import DomainError
from apps.core.health import Down
from apps.core.logs import request_scope
from apps.core.models import TaskRun
from apps.core.registry import Problem, registry

errors = logging.getLogger("scandy.errors")

TIME_ZONE = "Europe/Berlin"
DAY = timedelta(days=1)
RESULT_LENGTH = 500
NOTHING = "0"
PATIENCE = timedelta(minutes=5)
BUILT_IN = ("celery.backend_cleanup",)  # beat adds it by itself


def scheduled(name: str, *, quiet: bool = False) -> Callable[[Callable[[], str]], Any]:
    """Make a Celery task of ``func()``, which returns its result in words, and keep a record of each run.

    While the schedule's module is switched off it does nothing.

    :param quiet: of runs that did nothing ("0") only the newest is kept; for work that looks every minute.
    """

    def decorate(func: Callable[[], str]) -> Any:
        @shared_task(name=name)
        @functools.wraps(func)
        def run() -> None:
            with request_scope(current_task.request.get("scandy_request_id")):
                if _is_on(name):
                    _run_and_record(name, func, quiet=quiet)

        return run

    return decorate


@atomic
def sync_schedules(now: datetime) -> None:
    """Put registered schedules into the database; times that an admin changed stay, what is gone goes."""
    ours = {*registry.schedules, *settings.CELERY_BEAT_SCHEDULE, *BUILT_IN}
    PeriodicTask.objects.exclude(name__in=ours).delete()
    known = set(PeriodicTask.objects.values_list("name", flat=True))
    for schedule in registry.schedules.values():
        if schedule.task not in known:
            task = PeriodicTask(name=schedule.task, task=schedule.task)
            retime(
                task,
                every_minutes=schedule.every_minutes,
                at=(schedule.at_hour or 0, schedule.at_minute),
                now=now,
            )
            task.save()


def retime(
    task: PeriodicTask, *, every_minutes: int | None, at: tuple[int, int], now: datetime
) -> None:
    """Set when the task runs, every so many minutes or daily at (hour, minute); not saved yet.

    A run that could not start is dropped before the next one is due, so a stuck worker finds no pile.
    """
    task.interval = _interval(every_minutes) if every_minutes else None
    task.crontab = None if every_minutes else _crontab(*at)
    seconds = int(period_of(task).total_seconds())
    task.expire_seconds = max(int(seconds * 0.9), seconds - 600)
    task.start_time = now  # before it, nobody misses a run


def wait_anew(now: datetime) -> None:
    """Modules were switched: what could not run until now is not missing yet."""
    names = [name for name, schedule in registry.schedules.items() if schedule.feature]
    PeriodicTask.objects.filter(name__in=names).update(start_time=now)


def period_of(task: PeriodicTask) -> timedelta:
    """How often the task runs."""
    if task.interval:
        return timedelta(**{task.interval.period: task.interval.every})
    return DAY


def minutes_of(task: PeriodicTask) -> int | None:
    """Every how many minutes the task runs; None when it runs daily."""
    return int(period_of(task) / timedelta(minutes=1)) if task.interval else None


def daily_time_of(task: PeriodicTask) -> datetime_time | None:
    """When the task runs each day; None when it runs every so many minutes."""
    if task.crontab is None:
        return None
    return datetime_time(int(task.crontab.hour), int(task.crontab.minute))


def problems(now: datetime) -> list[Problem]:
    """Schedules whose last run failed, or that should have run and did not."""
    tasks = PeriodicTask.objects.filter(enabled=True, name__in=list(registry.schedules))
    last_runs = latest_runs()
    found = []
    for task in tasks.select_related("interval", "crontab"):
        text = _problem(task, last_runs.get(task.name), now)
        if text and _is_on(task.name):
            url = reverse("admin:sitesettings_scheduledtask_change", args=[task.pk])
            found.append(Problem(registry.schedules[task.name].label, text, url))
    return found


def check() -> str:
    """For /health.

    :raises Down: names what failed or did not run.
    """
    if found := problems(clock.now()):
        raise Down("; ".join(f"{problem.label}: {problem.text}" for problem in found))
    return _("all ran")


def latest_runs() -> dict[str, TaskRun]:
    """The newest run of each schedule, with one query over the index."""
    mongodb: Any = connection
    newest = mongodb.get_collection(TaskRun._meta.db_table).aggregate(
        [
            {"$sort": {"name": 1, "started_at": -1}},
            {"$group": {"_id": "$name", "run": {"$first": "$_id"}}},
        ],
        session=mongodb.session,
    )
    runs = TaskRun.objects.filter(pk__in=[row["run"] for row in newest])
    return {run.name: run for run in runs}


def _problem(task: PeriodicTask, last: TaskRun | None, now: datetime) -> str:
    if last and last.has_failed:
        return _("failed: %(result)s") % {"result": last.result}
    known_since = task.start_time or task.date_changed
    seen = max(known_since, last.started_at) if last else known_since
    if now - seen > 2 * period_of(task) + PATIENCE:
        return _("has not run when it should have.")
    return ""


def _is_on(name: str) -> bool:
    schedule = registry.schedules.get(name)
    return schedule is None or registry.is_on(schedule.feature)


def _interval(minutes: int) -> IntervalSchedule:
    return IntervalSchedule.objects.get_or_create(every=minutes, period=IntervalSchedule.MINUTES)[0]


def _crontab(hour: int, minute: int) -> CrontabSchedule:
    return CrontabSchedule.objects.get_or_create(
        minute=str(minute), hour=str(hour), timezone=TIME_ZONE
    )[0]


def _run_and_record(name: str, func: Callable[[], str], *, quiet: bool) -> None:
    run = TaskRun(name=name, started_at=clock.now())
    begun = time.monotonic()
    try:
        run.result = func()[:RESULT_LENGTH]
    except Exception as error:  # noqa: BLE001 whatever it is, the run has failed
        errors.exception("Scheduled task %s failed", name)
        run.has_failed = True
        run.result = str(error) if isinstance(error, DomainError) else type(error).__name__
    run.finished_at = run.started_at + timedelta(seconds=time.monotonic() - begun)
    run.save()
    if quiet and run.result == NOTHING:
        TaskRun.objects.filter(name=name, result=NOTHING).exclude(pk=run.pk).delete()
