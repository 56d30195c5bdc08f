from datetime import UTC, datetime, timedelta

import pytest

from apps.lending.rules import days_overdue, is_possible_due_date

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "possible"),
    [
        (NOON + timedelta(seconds=1), True),
        (NOON, False),
        (NOON - timedelta(days=1), False),
        (NOON + timedelta(days=5 * 365), True),
        (NOON + timedelta(days=5 * 365 + 1), False),
    ],
)
def test_a_due_date_lies_in_the_near_future(due, possible):
    assert is_possible_due_date(due, NOON) is possible


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (NOON + timedelta(minutes=1), 0),
        (NOON - timedelta(minutes=1), 1),
        (datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC), 3),
    ],
)
def test_days_overdue_are_berlins_days(due, days):
    assert days_overdue(due, NOON) == days
