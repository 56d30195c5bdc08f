from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from apps.setup.demo import plan, workdays
from apps.tools.enums import ToolStatus

pytestmark = pytest.mark.unit

SEED = 1


def test_at_least_half_of_any_first_tools_are_available():
    away = [
        plan.is_out(SEED, number) or plan.resting_status(SEED, number) != ToolStatus.AVAILABLE
        for number in range(1, 2001)
    ]

    assert all(2 * sum(away[:count]) <= count for count in range(1, 2001))
    assert sum(away) > 100


def test_reserved_tools_are_available_and_get_no_lending():
    quotas = dict(plan.quotas(SEED, range(1, 5001), 50_000))

    assert not any(number in quotas for number in range(4000, 4200))
    assert {plan.resting_status(SEED, number) for number in range(4000, 4200)} == {"verfügbar"}
    assert not any(plan.is_out(SEED, number) for number in range(4000, 4200))


@pytest.mark.parametrize("lendings", [0, 1, 7, 400, 20_000])
def test_quotas_add_up_to_the_wanted_lendings(lendings):
    assert sum(quota for _number, quota in plan.quotas(SEED, range(1, 201), lendings)) == lendings


def test_quotas_of_another_seed_differ():
    assert dict(plan.quotas(1, range(1, 201), 400)) != dict(plan.quotas(2, range(1, 201), 400))


def test_most_lendings_leave_the_reserved_tools_out():
    assert [plan.most_lendings(tools) for tools in (0, 10, 4000, 4199, 5000)] == [
        0,
        1_000,
        399_900,
        399_900,
        480_000,
    ]


def test_slots_share_the_free_time_and_keep_their_order():
    slots = plan.slots(6, [(0, 100), (300, 400), (1000, 1400)])

    assert slots == [(0, 100), (300, 400), (1000, 1100), (1100, 1200), (1200, 1300), (1300, 1400)]
    assert plan.slots(0, [(0, 100)]) == []
    assert plan.slots(3, []) == []


@pytest.mark.parametrize(
    ("barcode", "number"),
    [("T000017", 17), ("T1000000", 1_000_000), ("T17", None), ("X000017", None), ("T00001A", None)],
)
def test_tool_number_reads_barcodes_of_the_demo_only(barcode, number):
    assert plan.tool_number(barcode) == number


def test_counter_time_runs_forward_through_weekends_and_summer_time():
    start = workdays.from_moment(
        datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
    )  # Friday before the change
    moments = [workdays.to_moment(start + step) for step in range(0, workdays.WEEK, 1800)]

    assert all(earlier < later for earlier, later in pairwise(moments))
    assert all(
        workdays.from_moment(moment) == start + 1800 * step for step, moment in enumerate(moments)
    )


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 10, 30, tzinfo=UTC), datetime(2026, 7, 1, 10, 30, tzinfo=UTC)),
    ],
    ids=["after work", "weekend", "night", "working hours"],
)
def test_from_moment_moves_on_to_the_next_opening(moment, opening):
    assert workdays.to_moment(workdays.from_moment(moment)) == opening


def test_a_day_at_the_counter_has_nine_hours():
    opening = workdays.from_moment(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))

    last = workdays.to_moment(opening + workdays.DAY - 1)

    assert last - workdays.to_moment(opening) == timedelta(hours=9) - timedelta(seconds=1)
