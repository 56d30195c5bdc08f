from datetime import UTC, date, datetime, timedelta

import pytest

from apps.core import clock

pytestmark = pytest.mark.unit


def test_now_is_utc_with_the_precision_that_mongodb_keeps():
    moment = clock.now()

    assert moment.utcoffset() == timedelta(0)
    assert moment.microsecond % 1000 == 0


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 15, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 15, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)),  # clocks go forward
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),  # and back
    ],
)
def test_a_day_ends_in_berlin(day, end):
    assert clock.end_of_day(day) == end


def test_shortly_before_midnight_utc_berlin_has_the_next_day():
    assert clock.local_date(datetime(2026, 6, 1, 22, 30, tzinfo=UTC)) == date(2026, 6, 2)
