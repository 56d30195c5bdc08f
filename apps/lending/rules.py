"""What is allowed in lending, without a database."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from apps.core.clock import local_date

LONGEST_LENDING = timedelta(days=5 * 365)


def is_possible_due_date(due: datetime, now: datetime) -> bool:
    """Whether a lending that starts now may be due then: today at the earliest, not in the far future."""
    return now < due <= now + LONGEST_LENDING


def days_overdue(due: datetime, now: datetime) -> int:
    """Whole days in Berlin since the day on which it was due; 0 while it is not overdue, at least 1 after."""
    if due >= now:
        return 0
    late: date = local_date(now)
    return max(1, (late - local_date(due)).days)


def soon_until(today: date, days: int, next_open: Callable[[date], date]) -> date:
    """Up to which due date people hear today that it is near: that many days ahead, counted from the last day on
    which the house is closed before it opens again, so that nobody hears too late."""
    return next_open(today + timedelta(days=1)) + timedelta(days=days - 1)
