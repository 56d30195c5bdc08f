"""What the forecast page says, and when it says that it does not know."""

from datetime import timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.consumables.enums import ForecastMethod
from apps.consumables.models import Consumable
from apps.consumables.outlook import Outlook, Trial
from apps.consumables.services.consumables import create_consumable
from apps.consumables.services.stock import withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock

URL = "/consumables/C000001/forecast"


def outlook(**values):
    today = clock.today()
    return Outlook(stock=100.0, unit="Stück", today=today, computed_at=clock.now(), **values)


def test_reach_names_the_days_and_the_date():
    seen = outlook(monthly=30.4375)

    assert (seen.reach, seen.lasts_until) == (100, seen.today + timedelta(days=100))


@pytest.mark.parametrize("monthly", [0.0, 0.01])
def test_what_is_hardly_used_gets_no_date(monthly):
    assert outlook(monthly=monthly).lasts_until is None


@pytest.mark.parametrize(("mase", "numbers"), [(0.8, "0,8 20"), (1.2, "1,2 20"), (1.0, "1,0")])
def test_verdict_compares_with_last_month(mase, numbers):
    verdict = Trial(ForecastMethod.TSB, 1.0, mase, True).verdict

    assert all(number in verdict for number in numbers.split())


@pytest.mark.integration
@pytest.mark.django_db
def test_few_data_are_said_to_be_few():
    create_consumable(Consumable(barcode="C000001", name="Lack"), actor=None, now=clock.now())
    client = client_of(Role.STANDARD_USER)

    client.post(URL)
    page = client.get(URL)

    assert page.context["outlook"].doubt
    assert not page.context["outlook"].is_proven


@pytest.mark.integration
@pytest.mark.django_db
def test_computed_anew_the_page_has_errors_and_range():
    item = ConsumableFactory(barcode="C000001", stock=500)
    for month in range(1, 13):
        at = clock.now() - timedelta(days=30 * month)
        withdraw(consumable_id=item.pk, quantity=month % 5 + 1, actor=None, now=at)
    client = client_of(Role.STANDARD_USER)

    data = client.post(URL, content_type="application/json").json()["data"]

    assert {score["method"] for score in data["scores"]} == set(ForecastMethod.values)
    assert data["low"] <= data["forecast_monthly_usage"] <= data["high"]
    assert Consumable.objects.get().forecast_at is not None
