"""Forecasts from the journal: which months count, what is stored, how many commands it takes."""

from datetime import UTC, date, datetime

import pytest

from apps.consumables.models import Consumable
from apps.consumables.services.forecasts import forecast_all, forecast_one
from apps.consumables.services.stock import receive, reverse_movement, withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.consumables.usage import MONTHS, first_of_month, monthly_usage

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2028, 3, 15, 10, tzinfo=UTC)


@pytest.fixture
def consumable():
    return ConsumableFactory(stock=100_000)


def use(
    consumable: Consumable, quantity: int, year: int, month: int, day: int = 15, hour: int = 10
):
    moment = datetime(year, month, day, hour, tzinfo=UTC)
    return withdraw(consumable_id=consumable.pk, quantity=quantity, actor=None, now=moment)


def usage_of(consumable: Consumable, now: datetime = NOW) -> dict[date, float]:
    return dict(monthly_usage([consumable], now)[consumable.pk].rows)


@pytest.mark.parametrize(
    ("day", "back", "first"),
    [
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 12, 1), -1, date(2027, 1, 1)),
        (date(2026, 3, 5), 24, date(2024, 3, 1)),
    ],
)
def test_months_are_counted_over_the_year(day, back, first):
    assert first_of_month(day, back) == first


def test_whole_months_are_summed_and_the_running_one_is_not(consumable):
    use(consumable, 3, 2028, 1)
    use(consumable, 4, 2028, 1, day=20)
    use(consumable, 9, 2028, 3, day=1)

    usage = usage_of(consumable)

    assert len(usage) == MONTHS
    assert {month: value for month, value in usage.items() if value} == {date(2028, 1, 1): 7}


def test_months_are_those_of_berlin(consumable):
    use(consumable, 5, 2028, 1, day=31, hour=23)  # half past midnight, the first of February

    assert usage_of(consumable)[date(2028, 2, 1)] == 5


def test_only_withdrawals_that_stand_count(consumable):
    by = {"actor": None, "now": datetime(2028, 2, 10, tzinfo=UTC)}
    receive(consumable_id=consumable.pk, quantity=50, **by)
    movement = use(consumable, 6, 2028, 2)
    use(consumable, 2, 2028, 2)
    reverse_movement(movement_id=movement.pk, **by)

    assert usage_of(consumable)[date(2028, 2, 1)] == 2


def test_months_before_it_existed_say_nothing(consumable):
    Consumable.objects.update(created_at=datetime(2027, 12, 20, tzinfo=UTC))

    assert list(usage_of(Consumable.objects.get())) == [date(2028, 1, 1), date(2028, 2, 1)]


def test_forecast_is_stored_with_its_proof(consumable):
    for month in range(1, 13):
        use(consumable, 30, 2027, month)
    for month in (1, 2):
        use(consumable, 30, 2028, month)

    stored = forecast_one(consumable_id=consumable.pk, now=NOW)

    assert stored.forecast_monthly_usage > 0
    assert stored.forecast_at == NOW
    assert stored.forecast_details["method"] in {
        s["method"] for s in stored.forecast_details["scores"]
    }


def test_all_are_forecast_with_progress(consumable):
    others = [ConsumableFactory() for _ in range(2)]
    seen = []

    count = forecast_all(NOW, lambda done, total: seen.append((done, total)))

    assert (count, seen) == (3, [(3, 3)])
    assert Consumable.objects.get(pk=others[0].pk).forecast_monthly_usage == 0
