"""Booking a stocktaking: all or nothing, once, within the time of one transaction, whatever happened meanwhile."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.consumables.enums import Finding
from apps.consumables.models import Consumable, CountedItem, StockMovement
from apps.consumables.services.consumables import delete_consumable
from apps.consumables.services.stock import StockTooLow, withdraw
from apps.consumables.services.stocktaking import (
    Count,
    StocktakingChanged,
    book_stocktaking,
    count_item,
    start_stocktaking,
)
from apps.consumables.tests.factories import ConsumableFactory
from apps.masterdata.tests.factories import LocationFactory
from apps.notifications.models import Notification

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def start(by):
    return lambda **scope: start_stocktaking(**({"kind": "consumable"} | scope), **by)


def count(sheet, barcode, quantity, mode="refuse", *, minutes=0):
    return count_item(
        stocktaking_id=sheet.pk,
        barcode=barcode,
        count=Count(quantity, mode),
        actor=UserFactory(),
        now=NOW + timedelta(minutes=minutes),
    )


def book(sheet, **options):
    later = NOW + timedelta(hours=1)
    return book_stocktaking(stocktaking_id=sheet.pk, actor=UserFactory(), now=later, **options)


def stock(barcode: str) -> Decimal:
    return Consumable.objects.get(barcode=barcode).current_stock


def test_a_place_holds_what_lies_in_the_places_in_it(start):
    hall = LocationFactory(name="Lager A")
    shelf = LocationFactory(name="Regal 1", parent=hall, ancestors=[str(hall.pk)])
    for barcode, place in (("C1", hall), ("C2", shelf), ("C3", LocationFactory())):
        ConsumableFactory(barcode=barcode, location=place)

    sheet = start(location=hall)

    items = CountedItem.objects.filter(stocktaking=sheet).order_by("barcode")
    assert [(item.barcode, item.place) for item in items] == [("C1", "Lager A"), ("C2", "Regal 1")]


def test_more_taken_out_than_the_count_leaves_books_nothing_and_says_of_what(start, by):
    glue, wire = ConsumableFactory(stock=10), ConsumableFactory(stock=10, name="Draht")
    sheet = start()
    count(sheet, glue.barcode, 8)
    count(sheet, wire.barcode, 2)
    withdraw(consumable_id=wire.pk, quantity=5, **by)

    with pytest.raises(StockTooLow) as refusal:
        book(sheet)

    assert f"Draht {wire.barcode}" in str(refusal.value)
    assert (stock(glue.barcode), stock(wire.barcode)) == (10, 5)
    count(sheet, wire.barcode, 0, "replace")
    assert book(sheet) == 2


def test_what_was_deleted_meanwhile_is_left_out_and_marked(start, by):
    glue, wire = ConsumableFactory(stock=10), ConsumableFactory(stock=10)
    sheet = start()
    count(sheet, glue.barcode, 8)
    count(sheet, wire.barcode, 8)
    delete_consumable(wire.pk, **by)

    assert book(sheet) == 1

    assert stock(glue.barcode) == 8
    assert CountedItem.objects.get(is_gone=True).barcode == wire.barcode


def test_two_stocktakings_of_one_shelf_correct_it_once(start):
    glue = ConsumableFactory(stock=10)
    first, second = start(), start()
    count(first, glue.barcode, 8)
    count(second, glue.barcode, 8, minutes=1)

    book(first)
    book(second)

    assert stock(glue.barcode) == 8
    assert StockMovement.objects.filter(kind="inventur").count() == 1


def test_what_lies_in_the_wrong_place_proves_only_that_so_much_exists(start):
    shelf = LocationFactory()
    ConsumableFactory(location=shelf)
    less, more = ConsumableFactory(stock=7), ConsumableFactory(stock=7)
    sheet = start(location=shelf)

    items = [count(sheet, less.barcode, 2), count(sheet, more.barcode, 9)]
    book(sheet)

    assert [item.finding for item in items] == [Finding.UNEXPECTED] * 2
    assert (stock(less.barcode), stock(more.barcode)) == (7, 9)


def test_what_was_counted_after_the_confirmation_was_shown_is_not_booked_unseen(start):
    glue = ConsumableFactory(stock=10)
    sheet = start()
    count(sheet, glue.barcode, 8, minutes=1)

    with pytest.raises(StocktakingChanged):
        book(sheet, seen_at=sheet.updated_at)

    assert stock(glue.barcode) == 10


@pytest.mark.parametrize("items", [25, 50])
def test_booking_takes_the_same_commands_for_any_number(start, items, count_commands):
    for _number in range(items):
        ConsumableFactory(stock=10)
    sheet = start()

    with count_commands() as commands:
        book(sheet, missing_are_zero=True)

    assert commands.total <= 40, commands.names
    assert AuditEvent.objects.filter(event_type="consumables.counted").count() == items


def test_what_falls_short_is_told(start):
    glue = ConsumableFactory(stock=10, min_stock=5)
    sheet = start()
    UserFactory(role=Role.EMPLOYEE)
    count(sheet, glue.barcode, 2)

    book(sheet)

    assert Notification.objects.filter(event_type="consumables.low_stock").exists()
    assert Consumable.objects.get().stock_state == "niedrig"
