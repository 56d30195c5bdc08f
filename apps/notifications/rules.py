"""When a mail goes out, and when it is given up."""

from datetime import datetime, time, timedelta

from apps.core.clock import BERLIN
from apps.sitesettings.rules import is_quiet

BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)
)  # three days in all
LONGEST_WAIT_FOR_SERVER = timedelta(hours=1)


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try a refused mail again after so many failed attempts; None: give up."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def next_connection(attempts: int, now: datetime) -> datetime:
    """When to try again while the server is away: ever less often, but never giving up."""
    return now + min(BACK_OFF[min(attempts, len(BACK_OFF)) - 1], LONGEST_WAIT_FOR_SERVER)


def not_before(now: datetime, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """Now, or the end of the quiet hours in which the moment lies."""
    if quiet_until is None or not is_quiet(quiet_from, quiet_until, now):
        return now
    local = now.astimezone(BERLIN)
    day = local.date() if local.time() < quiet_until else local.date() + timedelta(days=1)
    return datetime.combine(day, quiet_until, tzinfo=BERLIN)
