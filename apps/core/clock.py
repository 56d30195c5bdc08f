"""The one place that reads the clock: services get ``now`` as an argument, only entry points ask here.

Times are stored in UTC and shown in Europe/Berlin, so a day begins and ends at Berlin's midnight.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The current moment, aware, in UTC, cut to the milliseconds that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The current day in Berlin."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The day in Berlin on which an aware moment lies."""
    return moment.astimezone(BERLIN).date()


def start_of_day(day: date) -> datetime:
    """Berlin's midnight at which the day begins, in UTC."""
    return datetime.combine(day, time.min, tzinfo=BERLIN).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last second of the day in Berlin, in UTC: what "due on that day" means."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=BERLIN).astimezone(UTC)
