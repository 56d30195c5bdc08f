"""What is allowed in lending, without a database."""

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
