"""Forecasts on series whose future is known."""

import math
import random

import pytest

from apps.consumables.forecasting import (
    FEWEST_MONTHS,
    METHODS,
    forecast,
    moving_average,
    reach_in_days,
    tsb,
)

pytestmark = pytest.mark.unit

SEASONAL = [round(100 + 80 * math.sin(month * math.pi / 6)) for month in range(36)]


def lumpy(seed: int = 7, months: int = 36) -> list[float]:
    """Nothing in most months, then a lot."""
    chance = random.Random(seed)  # noqa: S311 no secret
    return [chance.choice([0, 0, 0, 40, 60]) for _ in range(months)]


def test_constant_usage_is_forecast_exactly():
    found = forecast([30.0] * 24)

    assert found.monthly == pytest.approx(30)
    assert (found.low, found.high) == (found.monthly, found.monthly)
    assert found.score.mean_error == pytest.approx(0)


@pytest.mark.parametrize("months", range(FEWEST_MONTHS))
def test_too_few_months_prove_nothing(months):
    found = forecast([12.0] * months)

    assert not found.is_proven
    assert found.monthly == (12.0 if months else 0.0)
    assert (found.low, found.high, found.score) == (None, None, None)


def test_nothing_used_is_forecast_as_nothing():
    found = forecast([0.0] * 24)

    assert found.monthly == 0
    assert found.score.mase is None
    assert reach_in_days(5, found.monthly) is None


def test_season_is_found():
    found = forecast(SEASONAL[:30])

    assert found.method == "seasonal"
    assert found.monthly == pytest.approx(SEASONAL[30], rel=0.15)
    assert found.score.mase < 0.5


def test_lumpy_demand_beats_the_naive_rule():
    scores = [forecast(lumpy(seed)).score.mase for seed in range(20)]

    assert sum(scores) / len(scores) < 1


def test_tsb_forgets_what_is_no_longer_used():
    dying = [50.0] * 6 + [0.0] * 18

    assert tsb(dying) < 10
    assert moving_average(dying) == 0


def test_winner_has_the_smallest_error_of_all():
    found = forecast(lumpy())

    assert found.score.mean_error == min(score.mean_error for score in found.scores)
    assert {score.method for score in found.scores} == METHODS.keys()


def test_backtest_never_looks_ahead():
    """A month that is forecast must not be known: change the last one, and only its own error changes."""
    calm, shocked = [10.0] * 24, [10.0] * 23 + [1000.0]

    errors = [forecast(series).score.mean_error for series in (calm, shocked)]

    assert errors == pytest.approx([0, 990 / 12])


@pytest.mark.parametrize("series", [SEASONAL, lumpy(), [5.0] * 6, [0.0] * 20 + [90.0] * 4])
def test_range_holds_the_forecast(series):
    found = forecast(series)

    assert 0 <= found.low <= found.monthly <= found.high


def test_reach_counts_days():
    assert reach_in_days(30, 30) == pytest.approx(30.4375)
    assert reach_in_days(0, 30) == 0
