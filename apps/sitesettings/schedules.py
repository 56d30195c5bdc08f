"""Changing when scheduled work runs."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_celery_beat.models import PeriodicTask

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.registry import registry
from apps.core.schedules import daily_time_of, minutes_of, retime
from apps.sitesettings.models import ScheduledTask


@atomic
def change_schedule(
    task_id: Any,
    *,
    every_minutes: int | None,
    daily_at: time | None,
    is_enabled: bool,
    actor: Any,
    now: datetime,
) -> None:
    """Let it run every so many minutes or daily at a time, or not at all; beat takes it over within seconds.

    :raises InvalidInput: more often than once a minute, or neither interval nor time.
    """
    if (every_minutes is None) == (daily_at is None) or (every_minutes or 1) < 1:
        text = _("Please give either an interval or a time of the day.")
        raise InvalidInput({"every_minutes": [text]})
    task = PeriodicTask.objects.get(pk=task_id)
    before = in_words(task)
    at = (daily_at.hour, daily_at.minute) if daily_at else (0, 0)
    task.enabled = is_enabled
    retime(task, every_minutes=every_minutes, at=at, now=now)
    task.save()
    if (after := in_words(task)) != before:
        change = {"label": _("Runs"), "old": before, "new": after}
        record(
            "sitesettings.schedule_changed",
            ScheduledTask(pk=task.pk),
            actor=actor,
            at=now,
            changes={"when": change},
            schedule=label_of(task),
        )


def label_of(task: PeriodicTask) -> str:
    return str(registry.schedules[task.name].label) if task.name in registry.schedules else ""


def in_words(task: PeriodicTask) -> str:
    """When the task runs, as people say it."""
    if not task.enabled:
        return _("switched off")
    if minutes := minutes_of(task):
        words = ngettext("every minute", "every %(minutes)d minutes", minutes)
        return words % {"minutes": minutes}
    return _("daily at %(time)s") % {"time": f"{daily_time_of(task):%H:%M}"}
