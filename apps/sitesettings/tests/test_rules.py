"""When the house is open, when a lending falls due, and when nobody is to be disturbed."""

from datetime import UTC, date, datetime, time

import pytest

from apps.core.clock import BERLIN
from apps.sitesettings.rules import OpeningCalendar, due_date_after, is_quiet

pytestmark = pytest.mark.unit

WORKDAYS = frozenset(range(5))
EVERY_DAY = OpeningCalendar(frozenset(range(7)), "")
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=BERLIN)


def test_a_lending_is_due_at_the_end_of_the_last_day():
    assert due_date_after(14, EVERY_DAY, NOON) == datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)


def test_the_due_date_keeps_berlins_midnight_when_the_clocks_change():
    before_change = datetime(2026, 10, 20, 11, 0, tzinfo=UTC)

    assert due_date_after(14, EVERY_DAY, before_change) == datetime(
        2026, 11, 3, 22, 59, 59, tzinfo=UTC
    )


def test_the_due_date_skips_the_weekend():
    due = due_date_after(5, OpeningCalendar(WORKDAYS, ""), NOON)

    assert due.astimezone(BERLIN).date() == date(2026, 11, 30)


def test_the_due_date_skips_christmas_and_the_weekend_after_it():
    before_christmas = datetime(2026, 12, 11, 11, 0, tzinfo=UTC)

    due = due_date_after(14, OpeningCalendar(WORKDAYS, "BY"), before_christmas)

    assert due.astimezone(BERLIN).date() == date(2026, 12, 28)


@pytest.mark.parametrize(("state", "is_open"), [("BY", False), ("BE", True), ("", True)])
def test_epiphany_is_a_holiday_in_bavaria_alone(state, is_open):
    assert OpeningCalendar(WORKDAYS, state).is_open(date(2027, 1, 6)) is is_open


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [(at(19, 59), False), (at(20), True), (at(23, 59), True), (at(5, 59), True), (at(6), False)],
)
def test_quiet_hours_may_span_midnight(moment, quiet):
    assert is_quiet(time(20), time(6), moment) is quiet


@pytest.mark.parametrize(
    ("moment", "quiet"), [(at(11, 59), False), (at(12), True), (at(13), False)]
)
def test_quiet_hours_may_lie_within_a_day(moment, quiet):
    assert is_quiet(time(12), time(13), moment) is quiet


@pytest.mark.parametrize("hours", [(None, None), (time(8), time(8))])
def test_without_quiet_hours_no_moment_is_quiet(hours):
    assert not is_quiet(*hours, NOON)
