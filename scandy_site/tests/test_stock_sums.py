"""The proof of I3: after hundreds of bookings by many at once, every stock is the sum of its movements.

Sixteen people withdraw, receive, correct, reverse, undo and count the same few things in a random order that is the
same in each run. Then the journal is read as an accountant would: no stock ever below zero, each movement follows from
the one before, each left exactly one event, and nothing was booked that nobody was told of.
"""

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.consumables.consistency import contradictions
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.services import stock
from apps.consumables.services.stocktaking import (
    Count,
    book_stocktaking,
    count_item,
    start_stocktaking,
)
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.tests.threads import at_once
from apps.masterdata.tests.factories import CategoryFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SEED = 20_261_123
PEOPLE, BOOKINGS = 16, 25
UNITS = ("Stück", "Stück", "m", "kg")


class Person:
    """Somebody who books at random, and remembers what was booked under which id."""

    def __init__(self, number: int, consumables: list[Consumable]):
        self.random = random.Random(SEED + number)  # noqa: S311 no secret
        self.consumables = consumables
        self.actor = UserFactory()
        self.booked: list[StockMovement] = []
        self.refused = Counter[str]()

    def work(self) -> None:
        verbs = (self.withdraw, self.withdraw, self.receive, self.adjust, self.reverse, self.count)
        for _number in range(BOOKINGS):
            self.attempt(self.random.choice((*verbs, self.undo)))

    def attempt(self, verb: Callable[[], StockMovement | None]) -> None:
        try:
            movement = verb()
        except DomainError as refusal:
            self.refused[type(refusal).__name__] += 1
        else:
            self.booked += [movement] if movement else []

    def by(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": clock.now()}

    def some(self) -> dict[str, Any]:
        consumable = self.random.choice(self.consumables)
        step = 1 if consumable.unit == "Stück" else Decimal("0.125")
        return {"consumable_id": consumable.pk, "quantity": step * self.random.randint(1, 9)}

    def withdraw(self) -> StockMovement:
        return stock.withdraw(**self.some(), **self.by())

    def receive(self) -> StockMovement:
        return stock.receive(**self.some(), **self.by())

    def adjust(self) -> StockMovement:
        change = self.some()
        change["quantity"] *= self.random.choice((1, -1))
        return stock.adjust_stock(**change, reason="Probe", **self.by())

    def reverse(self) -> StockMovement | None:
        return self.take_back(stock.reverse_movement)

    def undo(self) -> StockMovement | None:
        return self.take_back(stock.undo_movement)

    def take_back(self, verb: Callable[..., StockMovement]) -> StockMovement | None:
        if not self.booked:
            return None
        return verb(movement_id=self.random.choice(self.booked).pk, **self.by())

    def count(self) -> StockMovement | None:
        found = self.some()
        expected = Consumable.objects.get(pk=found["consumable_id"]).current_stock
        return stock.book_count(
            consumable_id=found["consumable_id"],
            counted=found["quantity"],
            expected=expected,
            reason="Zählung",
            **self.by(),
        )


@pytest.fixture
def shelf() -> list[Consumable]:
    category = CategoryFactory()
    return [
        ConsumableFactory(stock=12, min_stock=5, unit=unit, category=category) for unit in UNITS
    ]


def whole_store(shelf: list[Consumable]) -> None:
    """A stocktaking of all of it while the others go on."""
    by = {"actor": UserFactory(), "now": clock.now()}
    sheet = start_stocktaking(kind="consumable", category=shelf[0].category, **by)
    for consumable in shelf:
        count = Count(7)
        count_item(stocktaking_id=sheet.pk, barcode=consumable.barcode, count=count, **by)
    try:
        book_stocktaking(stocktaking_id=sheet.pk, actor=by["actor"], now=clock.now())
    except stock.StockTooLow:
        return  # somebody took the rest meanwhile: nothing of it may be booked


def breaks_in_the_journal(consumable: Consumable) -> list[str]:
    """Where a movement does not follow from the one before: each must begin where another one ended."""
    movements = StockMovement.objects.filter(consumable=consumable)
    ends = Counter(movement.stock_after for movement in movements)
    begins = Counter(movement.stock_after - movement.quantity for movement in movements)
    first_and_last = Counter([consumable.current_stock]), Counter([Decimal(0)])
    broken = (ends - begins) - first_and_last[0], (begins - ends) - first_and_last[1]
    return [f"{consumable.barcode}: {dict(left)}" for left in broken if left]


def test_stock_equals_the_sum_of_its_movements_after_random_bookings_by_many_at_once(shelf):
    people = [Person(number, shelf) for number in range(PEOPLE)]

    at_once(*(person.work for person in people), partial(whole_store, shelf))

    refusals = sum((person.refused for person in people), Counter[str]())
    assert set(refusals) <= {"StockTooLow", "MovementNotReversible", "UndoNotPossible"}
    assert refusals["StockTooLow"] > 0
    assert list(contradictions()) == []


def test_each_movement_follows_from_the_one_before_and_left_one_event(shelf):
    people = [Person(number + PEOPLE, shelf) for number in range(PEOPLE)]

    at_once(*(person.work for person in people))

    consumables = Consumable.objects.filter(pk__in=[each.pk for each in shelf])
    assert [text for each in consumables for text in breaks_in_the_journal(each)] == []
    booked = {movement.pk for person in people for movement in person.booked}
    openings = len(shelf)
    assert StockMovement.objects.count() == len(booked) + openings
    events = AuditEvent.objects.values_list("subjects", flat=True)
    named = Counter(subject for subjects in events for subject in subjects)
    assert {named[f"consumables.stockmovement:{pk}"] for pk in booked} == {1}
