"""Order proposals as arithmetic."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.consumables.ordering import Situation, Suggestion, suggest

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 23)
CALM = Situation(
    stock=100,
    on_order=0,
    minimum=50,
    maximum=500,
    monthly_usage=0,
    delivery_days=7,
    pack_size=100,
)


@pytest.mark.parametrize("stock", [50, 51, 500])
def test_enough_is_not_ordered(stock):
    assert suggest(replace(CALM, stock=stock), TODAY) is None


def test_below_the_minimum_is_ordered_up_to_the_maximum():
    assert suggest(replace(CALM, stock=49), TODAY) == Suggestion(4, TODAY, None)


def test_what_is_on_its_way_counts():
    assert suggest(replace(CALM, stock=10, on_order=40), TODAY) is None
    assert suggest(replace(CALM, stock=10, on_order=30), TODAY).packs == 4


def test_usage_until_the_delivery_counts():
    busy = replace(CALM, monthly_usage=304.375)  # ten a day: 140 until it comes, ordered in a week

    assert suggest(replace(busy, stock=190), TODAY) is None
    assert suggest(replace(busy, stock=189), TODAY).reach_days == 18


@pytest.mark.parametrize(("stock", "days"), [(185, 6), (125, 0), (119, 0), (0, 0)])
def test_order_by_is_the_last_day_that_is_early_enough(stock, days):
    busy = replace(CALM, stock=stock, monthly_usage=304.375)

    assert suggest(busy, TODAY).order_by == TODAY + timedelta(days=days)


def test_a_pack_that_overfills_is_ordered_only_when_needed():
    assert suggest(replace(CALM, stock=10, pack_size=1000), TODAY).packs == 1
    assert suggest(replace(CALM, stock=10, pack_size=200), TODAY).packs == 2


def test_without_a_maximum_two_months_are_covered():
    open_ended = replace(CALM, stock=0, maximum=None, monthly_usage=30.4375, pack_size=1)

    assert suggest(open_ended, TODAY).packs == 50 + 7 + 60


def test_without_minimum_and_usage_nothing_is_known():
    assert suggest(replace(CALM, stock=0, minimum=0), TODAY) is None


def test_fractions_do_not_add_a_pack():
    meters = replace(CALM, stock=0.3, minimum=1, maximum=0.9, pack_size=0.1)

    assert suggest(meters, TODAY).packs == 7
