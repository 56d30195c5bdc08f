"""Turns of regular mail, and periods and their pieces."""

from datetime import UTC, date, datetime

import pytest

from apps.core.reporting import Period
from apps.core.reporting.periods import Unit, named_period
from apps.reports.enums import Rhythm
from apps.reports.rules import turn_of, week_turn

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("rhythm", "today", "turn"),
    [
        (Rhythm.WEEKLY, date(2026, 12, 28), "2026-W53"),
        (Rhythm.WEEKLY, date(2027, 1, 3), "2026-W53"),
        (Rhythm.WEEKLY, date(2027, 1, 4), "2027-W01"),
        (Rhythm.MONTHLY, date(2026, 11, 30), "2026-11"),
        (Rhythm.NEVER, date(2026, 11, 30), ""),
    ],
)
def test_a_turn_begins_on_monday_or_on_the_first(rhythm, today, turn):
    assert turn_of(rhythm, today) == turn


@pytest.mark.parametrize(
    ("today", "turn"),
    [(date(2026, 11, 19), "2026-W46"), (date(2026, 11, 20), "2026-W47")],  # Thursday, Friday
)
def test_the_turn_of_the_week_begins_on_the_day_that_was_chosen(today, turn):
    assert week_turn(4, today) == turn


@pytest.mark.parametrize(
    ("preset", "begin", "end"),
    [
        ("last_week", date(2026, 2, 23), date(2026, 3, 1)),
        ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ("last_month", date(2026, 2, 1), date(2026, 2, 28)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_named_periods_move_with_the_calendar(preset, begin, end):
    assert named_period(preset, date(2026, 3, 4)) == Period(begin, end)


def test_a_period_reaches_from_midnight_to_midnight_in_berlin():
    period = Period(date(2026, 3, 1), date(2026, 3, 31))  # the clocks change within

    assert period.start == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert period.stop == datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "unit", "pieces"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), Unit.DAY, 31),
        (date(2026, 1, 15), date(2026, 12, 31), Unit.MONTH, 12),
        (date(2020, 2, 1), date(2026, 12, 31), Unit.QUARTER, 28),
        (date(2010, 5, 1), date(2026, 12, 31), Unit.YEAR, 17),
        (date(2000, 1, 1), date(2099, 12, 31), Unit.YEAR, 100),
    ],
)
def test_longer_periods_are_shown_in_longer_pieces(begin, end, unit, pieces):
    period = Period(begin, end)

    assert (period.unit, len(list(period.pieces()))) == (unit, pieces)
