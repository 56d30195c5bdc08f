"""Stock as a journal: what is booked, what is refused, and that it always adds up (I3)."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Sum

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.consumables.enums import MovementKind, StockState, Unit
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.services.stock import (
    MovementNotReversible,
    Purpose,
    StockTooLow,
    adjust_stock,
    book_count,
    receive,
    reverse_movement,
    withdraw,
)
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.errors import InvalidInput
from apps.core.tests.threads import at_once, attempt
from apps.workers.borrowing import WorkerBlocked, WorkerInactive
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


def stock_of(consumable: Consumable) -> Decimal:
    return Consumable.objects.get(pk=consumable.pk).current_stock


def sum_of(consumable: Consumable) -> Decimal:
    movements = StockMovement.objects.filter(consumable=consumable)
    return movements.aggregate(total=Sum("quantity"))["total"] or Decimal(0)


def test_opening_stock_is_the_first_movement():
    consumable = ConsumableFactory(stock=150)

    [movement] = StockMovement.objects.all()
    assert (movement.quantity, movement.stock_after) == (150, 150)
    assert movement.kind == MovementKind.CORRECTION
    assert consumable.current_stock == 150


def test_withdrawal_states_quantity_stock_person_and_reason(by):
    consumable, worker = ConsumableFactory(stock=10), WorkerFactory()
    purpose = Purpose(worker_id=worker.pk, ticket_number="2611-001", reason="Regal")

    movement = withdraw(consumable_id=consumable.pk, quantity=3, purpose=purpose, **by)

    assert (movement.quantity, movement.stock_after) == (-3, 7)
    assert (movement.worker_name, movement.ticket_number) == (worker.full_name, "2611-001")
    assert (movement.reason, movement.booked_by, movement.used_at) == ("Regal", by["actor"], NOW)
    assert AuditEvent.objects.filter(event_type="consumables.withdrawn_for").count() == 1


def test_more_than_there_is_is_refused_with_what_is_left(by):
    consumable = ConsumableFactory(stock=2)

    with pytest.raises(StockTooLow) as refusal:
        withdraw(consumable_id=consumable.pk, quantity=3, **by)

    assert refusal.value.data == {"current_stock": 2}
    assert "2 Stück" in str(refusal.value)
    assert (stock_of(consumable), StockMovement.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [({"is_active": False}, WorkerInactive), ({"is_blocked": True}, WorkerBlocked)],
)
def test_who_may_not_borrow_gets_no_material(by, state, refusal):
    consumable, worker = ConsumableFactory(stock=2), WorkerFactory(**state)

    with pytest.raises(refusal):
        withdraw(
            consumable_id=consumable.pk, quantity=1, purpose=Purpose(worker_id=worker.pk), **by
        )

    assert stock_of(consumable) == 2


@pytest.mark.parametrize("quantity", [0, -1, "abc", None, "", "nan", "inf", "1e99", "0.0001", 0.5])
def test_quantity_that_is_none_is_refused(by, quantity):
    consumable = ConsumableFactory(stock=10)

    for service in (withdraw, receive):
        with pytest.raises(InvalidInput) as refusal:
            service(consumable_id=consumable.pk, quantity=quantity, **by)

        assert "quantity" in refusal.value.data["fields"]
    assert stock_of(consumable) == 10


@pytest.mark.parametrize("quantity", [2, 2.0, "2", "2.0", "2.000", Decimal("2.0")])
def test_two_and_two_point_zero_pieces_are_alike(by, quantity):
    consumable = ConsumableFactory(stock=10)

    withdraw(consumable_id=consumable.pk, quantity=quantity, **by)

    assert stock_of(consumable) == 8


def test_divisible_units_have_fractions(by):
    consumable = ConsumableFactory(unit=Unit.METER, stock="10.5")

    withdraw(consumable_id=consumable.pk, quantity="0.125", **by)

    assert stock_of(consumable) == Decimal("10.375")


@pytest.mark.parametrize(("quantity", "left"), [(-3, 7), (4, 14)])
def test_adjustment_is_signed(by, quantity, left):
    consumable = ConsumableFactory(stock=10)

    movement = adjust_stock(consumable_id=consumable.pk, quantity=quantity, reason="Bruch", **by)

    assert (stock_of(consumable), movement.quantity) == (left, quantity)


@pytest.mark.parametrize("reason", ["", "  "])
def test_adjustment_needs_a_reason(by, reason):
    consumable = ConsumableFactory(stock=10)

    with pytest.raises(InvalidInput):
        adjust_stock(consumable_id=consumable.pk, quantity=1, reason=reason, **by)


def test_count_books_the_difference_and_keeps_what_was_booked_since(by):
    consumable = ConsumableFactory(stock=10)
    withdraw(consumable_id=consumable.pk, quantity=2, **by)

    movement = book_count(
        consumable_id=consumable.pk, counted=9, expected=10, reason="Inventur", **by
    )

    assert (movement.quantity, stock_of(consumable)) == (-1, 7)


def test_count_without_difference_books_nothing(by):
    consumable = ConsumableFactory(stock=10)

    found = book_count(consumable_id=consumable.pk, counted=10, expected="10.0", reason="x", **by)

    assert found is None
    assert StockMovement.objects.count() == 1


def test_reversal_takes_back_and_happens_once(by):
    consumable = ConsumableFactory(stock=10)
    movement = withdraw(consumable_id=consumable.pk, quantity=4, **by)

    reversal = reverse_movement(movement_id=movement.pk, **by)

    assert (reversal.quantity, stock_of(consumable)) == (4, 10)
    with pytest.raises(MovementNotReversible):
        reverse_movement(movement_id=movement.pk, **by)
    with pytest.raises(MovementNotReversible):
        reverse_movement(movement_id=reversal.pk, **by)
    assert stock_of(consumable) == sum_of(consumable) == 10


def test_reversal_of_what_was_used_is_refused(by):
    consumable = ConsumableFactory()
    receipt = receive(consumable_id=consumable.pk, quantity=5, **by)
    withdraw(consumable_id=consumable.pk, quantity=4, **by)

    with pytest.raises(StockTooLow):
        reverse_movement(movement_id=receipt.pk, **by)

    assert stock_of(consumable) == 1


@pytest.mark.parametrize(
    ("stock", "state"), [(0, StockState.EMPTY), (4, StockState.LOW), (5, StockState.SUFFICIENT)]
)
def test_stock_level_follows_the_stock(by, stock, state):
    consumable = ConsumableFactory(stock=20, min_stock=5)

    withdraw(consumable_id=consumable.pk, quantity=20 - stock, **by)

    assert Consumable.objects.get(pk=consumable.pk).state == state


def test_64_withdrawals_at_once_take_exactly_what_is_there(by):
    consumable = ConsumableFactory(stock=50)
    take = partial(attempt, withdraw, consumable_id=consumable.pk, quantity=1, **by)

    results = at_once(*[take] * 64)

    booked = [result for result in results if isinstance(result, StockMovement)]
    refused = [result for result in results if isinstance(result, StockTooLow)]
    assert (len(booked), len(refused)) == (50, 14)
    assert {refusal.data["current_stock"] for refusal in refused} == {0}
    assert sorted(movement.stock_after for movement in booked) == list(range(50))
    assert stock_of(consumable) == sum_of(consumable) == 0


def test_one_movement_is_reversed_once_by_many_at_once(by):
    consumable = ConsumableFactory(stock=10)
    movement = withdraw(consumable_id=consumable.pk, quantity=4, **by)

    results = at_once(*[partial(attempt, reverse_movement, movement_id=movement.pk, **by)] * 8)

    assert sum(isinstance(result, StockMovement) for result in results) == 1
    assert stock_of(consumable) == sum_of(consumable) == 10
