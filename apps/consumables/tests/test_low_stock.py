"""One notice when a stock falls through its minimum, and one list a day of what is below."""

from datetime import timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.services.consumables import change_consumable
from apps.consumables.services.stock import receive, withdraw
from apps.consumables.shortages import tell_low_stock
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.dashboard import tiles_of
from apps.core.tests.moments import MADE_AT
from apps.notifications.models import Notification, OutgoingMail
from apps.sitesettings.queries import current

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE, email="lager@example.org")


@pytest.fixture
def gloves(employee):
    return ConsumableFactory(barcode="C000001", name="Handschuhe", stock=10, min_stock=5)


def at(minutes: int):
    return {"actor": None, "now": MADE_AT + timedelta(minutes=minutes)}


def told() -> int:
    return Notification.objects.filter(event_type="consumables.low_stock").count()


def test_crossing_tells_once_and_again_only_after_it_recovered(gloves):
    counts = []
    for minute, (verb, quantity) in enumerate(
        [(withdraw, 6), (withdraw, 1), (receive, 10), (withdraw, 9)], start=1
    ):
        verb(consumable_id=gloves.pk, quantity=quantity, **at(minute))
        counts.append(told())

    assert counts == [1, 1, 1, 2]


def test_a_raised_minimum_crosses_too_and_a_lowered_one_recovers(gloves):
    counts = []
    for minute, minimum in enumerate([12, 15, 5, 11], start=1):
        change_consumable(gloves.pk, {"min_stock": minimum}, **at(minute))
        counts.append(told())

    assert counts == [1, 1, 1, 2]


def test_daily_list_goes_out_once_with_everything(gloves):
    ConsumableFactory(barcode="C2", name="Lack", min_stock=2)
    withdraw(consumable_id=gloves.pk, quantity=6, **at(1))

    for minute in (2, 3):
        tell_low_stock(current(), at(minute)["now"])

    [mail] = OutgoingMail.objects.filter(recipient="lager@example.org", key__contains="list")
    assert [line["consumable"] for line in mail.context["lines"]] == ["Lack", "Handschuhe"]


def test_no_daily_list_while_nothing_is_short(gloves):
    assert tell_low_stock(current(), MADE_AT) == 0
    assert not OutgoingMail.objects.exists()


def test_start_page_counts_what_is_short_for_employees_alone(gloves):
    withdraw(consumable_id=gloves.pk, quantity=6, **at(1))

    people = [UserFactory(role=role) for role in (Role.EMPLOYEE, Role.STANDARD_USER)]
    groups = [group for person in people for group in tiles_of(person, at(1)["now"])]

    short = "consumables.below_minimum"
    assert [tile.value for group in groups for tile in group.tiles if tile.code == short] == [1]
