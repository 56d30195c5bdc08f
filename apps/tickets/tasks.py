"""What tickets do by themselves."""

from apps.core import clock
from apps.core.schedules import scheduled
from apps.sitesettings.queries import current
from apps.tickets.reminders import remind_workers


@scheduled("tickets.remind_workers")
def remind_workers_daily() -> str:
    return remind_workers(current(), clock.now())
