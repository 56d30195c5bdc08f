"""Counting by scan: what is found, who was faster, and that one confirmation books it all."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import Finding, Unit
from apps.consumables.models import Consumable, CountedItem, StockMovement
from apps.consumables.services.stock import withdraw
from apps.consumables.services.stocktaking import (
    AlreadyCounted,
    Count,
    NothingToCount,
    StocktakingClosed,
    book_stocktaking,
    cancel_stocktaking,
    count_item,
    start_stocktaking,
)
from apps.consumables.sheets import NotCountable
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.errors import InvalidInput
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.tests.factories import LocationFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def shelf():
    return LocationFactory(name="Regal 7")


@pytest.fixture
def counting(shelf, by):
    """A stocktaking of a shelf with 10 screws and 4 tubes of glue; C3 belongs elsewhere."""
    for barcode, stock, location in (("C1", 10, shelf), ("C2", 4, shelf), ("C3", 7, None)):
        ConsumableFactory(barcode=barcode, name=barcode, stock=stock, location=location)
    return start_stocktaking(kind="consumable", location=shelf, **by)


@pytest.fixture
def count(counting, by):
    def run(barcode: str, quantity, mode: str = "refuse") -> CountedItem:
        return count_item(
            stocktaking_id=counting.pk, barcode=barcode, count=Count(quantity, mode), **by
        )

    return run


def stock(barcode: str) -> Decimal:
    return Consumable.objects.get(barcode=barcode).current_stock


def findings() -> dict[str, Finding]:
    return {item.barcode: item.finding for item in CountedItem.objects.all()}


def test_sheet_lists_what_should_be_there(counting):
    items = CountedItem.objects.order_by("barcode")

    assert [(item.barcode, item.expected) for item in items] == [("C1", 10), ("C2", 4)]
    assert counting.number == "I2611-001"


def test_findings_are_told_apart(count):
    count("C1", 8)
    count("C3", 2)

    assert findings() == {"C1": Finding.MISSING, "C2": Finding.OPEN, "C3": Finding.UNEXPECTED}


def test_one_confirmation_books_all_differences(counting, count, by):
    count("C1", 8)
    count("C2", 5)
    count("C3", 7)

    differing = book_stocktaking(stocktaking_id=counting.pk, **by)

    assert differing == 2
    assert (stock("C1"), stock("C2"), stock("C3")) == (8, 5, 7)
    assert StockMovement.objects.filter(kind="inventur").count() == 2


def test_what_nobody_counted_stays_or_is_not_there(counting, count, by):
    count("C1", 10)

    book_stocktaking(stocktaking_id=counting.pk, missing_are_zero=True, **by)

    assert (stock("C1"), stock("C2")) == (10, 0)


def test_withdrawals_while_counting_stay_booked(counting, count, by):
    count("C1", 9)
    withdraw(consumable_id=Consumable.objects.get(barcode="C1").pk, quantity=3, **by)

    book_stocktaking(stocktaking_id=counting.pk, **by)

    assert stock("C1") == 6


def test_second_count_asks_who_is_right(count):
    count("C1", 8)

    with pytest.raises(AlreadyCounted) as refusal:
        count("C1", 2)

    assert refusal.value.data["counted"] == 8
    assert count("C1", 2, "add").counted == 10
    assert count("C1", 7, "replace").counted == 7


def test_two_count_one_shelf_at_once_and_nothing_is_lost(counting, by):
    call = partial(attempt, count_item, stocktaking_id=counting.pk, barcode="C1", **by)

    results = at_once(*[partial(call, count=Count(n)) for n in (3, 4)])

    counted = [result for result in results if isinstance(result, CountedItem)]
    assert len(counted) == 1
    assert sum(isinstance(result, AlreadyCounted) for result in results) == 1
    assert CountedItem.objects.get(barcode="C1").counted == counted[0].counted


@pytest.mark.parametrize("quantity", [-1, "x", None, "", 0.5, "nan"])
def test_bad_counts_are_refused(count, quantity):
    with pytest.raises(InvalidInput):
        count("C1", quantity)


def test_zero_and_fractions_are_counts(shelf, by):
    ConsumableFactory(barcode="C1", unit=Unit.METER, stock="2.5", location=shelf)
    sheet = start_stocktaking(kind="consumable", location=shelf, **by)

    item = count_item(stocktaking_id=sheet.pk, barcode="C1", count=Count("0.25"), **by)

    assert item.difference == Decimal("-2.25")


@pytest.mark.parametrize("barcode", ["UNKNOWN", "a b", ""])
def test_unknown_codes_are_refused(count, barcode):
    with pytest.raises(NotCountable):
        count(barcode, 1)


def test_booked_once_by_many_at_once(counting, count, by):
    count("C1", 8)

    results = at_once(*[partial(attempt, book_stocktaking, stocktaking_id=counting.pk, **by)] * 6)

    assert sum(result == 1 for result in results) == 1
    assert sum(isinstance(result, StocktakingClosed) for result in results) == 5
    assert stock("C1") == 8


def test_canceled_books_nothing(counting, count, by):
    count("C1", 8)

    cancel_stocktaking(stocktaking_id=counting.pk, **by)

    assert stock("C1") == 10
    with pytest.raises(StocktakingClosed):
        count("C1", 9)


def test_empty_shelf_is_not_counted(by):
    with pytest.raises(NothingToCount):
        start_stocktaking(kind="consumable", location=LocationFactory(), **by)
