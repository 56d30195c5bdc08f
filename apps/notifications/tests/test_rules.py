"""When a mail goes out: quiet hours in Berlin's time, also over midnight and when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest

from apps.notifications.rules import BACK_OFF, next_attempt, next_connection, not_before

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 5, 18, 59, tzinfo=UTC), datetime(2026, 1, 5, 18, 59, tzinfo=UTC)),
        (datetime(2026, 1, 5, 19, 0, tzinfo=UTC), datetime(2026, 1, 6, 6, 0, tzinfo=UTC)),
        (datetime(2026, 1, 6, 5, 59, tzinfo=UTC), datetime(2026, 1, 6, 6, 0, tzinfo=UTC)),
        (datetime(2026, 1, 6, 6, 0, tzinfo=UTC), datetime(2026, 1, 6, 6, 0, tzinfo=UTC)),
        # the night in which summer time begins, and the one in which it ends
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
    ],
)
def test_mail_waits_for_the_end_of_the_quiet_hours(moment, expected):
    assert not_before(moment, time(20), time(7)) == expected


def test_quiet_hours_within_a_day():
    assert not_before(NOON, time(11), time(13)) == NOON + timedelta(hours=1)


def test_no_quiet_hours():
    assert not_before(NOON, None, None) == NOON


def test_refused_mail_is_given_up_after_the_last_try():
    tries = [next_attempt(attempts, NOON) for attempts in (1, 2, len(BACK_OFF) + 1)]

    assert tries == [NOON + timedelta(minutes=1), NOON + timedelta(minutes=5), None]


def test_server_is_tried_once_an_hour_at_last():
    waits = [next_connection(attempts, NOON) - NOON for attempts in (1, 4, 5, 500)]

    hour = timedelta(hours=1)
    assert waits == [timedelta(minutes=1), hour, hour, hour]
