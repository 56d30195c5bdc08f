"""Time as the demo's counter knows it: Monday to Friday, 7 to 16 o'clock in Berlin, laid end to end.

On this axis, counted in seconds, lendings can be placed by plain arithmetic: what follows one another there does so in
reality, and nobody borrows anything at night.
"""

from datetime import UTC, date, datetime, time, timedelta

from apps.core.clock import BERLIN

OPENING = time(7)
DAY = 9 * 3600
WEEK = 5 * DAY
_FIRST_MONDAY = date(2001, 1, 1)


def to_moment(second: int) -> datetime:
    """The moment of a place on the axis, in UTC."""
    week, rest = divmod(second, WEEK)
    weekday, rest = divmod(rest, DAY)
    day = _FIRST_MONDAY + timedelta(weeks=week, days=weekday)
    opening = datetime.combine(day, OPENING, tzinfo=BERLIN)
    return (opening + timedelta(seconds=rest)).astimezone(UTC)


def from_moment(moment: datetime) -> int:
    """The place on the axis; a moment outside of opening hours is the next opening."""
    local = moment.astimezone(BERLIN)
    week, weekday = divmod((local.date() - _FIRST_MONDAY).days, 7)
    if weekday > 4:
        return (week + 1) * WEEK
    opening = datetime.combine(local.date(), OPENING, tzinfo=BERLIN)
    since_opening = (local - opening).total_seconds()
    return week * WEEK + weekday * DAY + min(max(0, round(since_opening)), DAY)
