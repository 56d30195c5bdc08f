"""When a mail goes out, and when it is given up."""

from datetime import datetime, time, timedelta

from apps.core.clock import BERLIN
from apps.sitesettings.rules import is_quiet

BACK_OFF = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)
)  # three days in all


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: give up."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def not_before(now: datetime, quiet_from: time | None, quiet_until: time | None) -> datetime:
    """Now, or the end of the quiet hours in which the moment lies."""
    if not is_quiet(quiet_from, quiet_until, now):
        return now
    local = now.astimezone(BERLIN)
    end = datetime.combine(local.date(), quiet_until, tzinfo=BERLIN)
    return (
        end
        if end > local
        else datetime.combine(local.date() + timedelta(days=1), quiet_until, tzinfo=BERLIN)
    )
