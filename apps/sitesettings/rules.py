"""When the house is open: opening days and the holidays of its state."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from apps.core.clock import BERLIN, end_of_day, local_date

LONGEST_CLOSURE = 366  # days; a house that never opens is a mistake in the settings


@dataclass(frozen=True)
class OpeningCalendar:
    """The days on which the house is open.

    :param weekdays: as ``date.weekday()`` counts, Monday is 0.
    :param state: ISO code of the German state whose holidays count; empty: none do.
    """

    weekdays: frozenset[int]
    state: str

    def is_open(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in _holidays(self.state, day.year)

    def next_open(self, day: date) -> date:
        """The day itself, or the first open one after it.

        :raises ValueError: the house never opens.
        """
        for offset in range(LONGEST_CLOSURE):
            candidate = day + timedelta(days=offset)
            if self.is_open(candidate):
                return candidate
        raise ValueError("no open day within a year")


def due_date_after(days: int, calendar: OpeningCalendar, now: datetime) -> datetime:
    """The end of the first open day that many days from now."""
    return end_of_day(calendar.next_open(local_date(now) + timedelta(days=days)))


def is_quiet(begins: time | None, ends: time | None, now: datetime) -> bool:
    """Whether the moment lies in the quiet hours, which may span midnight; none when begin and end are equal."""
    if begins is None or ends is None or begins == ends:
        return False
    local = now.astimezone(BERLIN).time()
    if begins < ends:
        return begins <= local < ends
    return local >= begins or local < ends


@lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> frozenset[date]:
    if not state:
        return frozenset()
    from holidays import country_holidays  # noqa: PLC0415 loads slowly, and only few processes need it

    return frozenset(country_holidays("DE", subdiv=state, years=year))
