"""Orders from proposal to receipt."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder
from apps.consumables.services.orders import (
    NothingOrdered,
    OrderNotEditable,
    add_line,
    cancel_order,
    place_order,
    propose_orders,
    receive_line,
    receive_scanned,
    remove_line,
    set_packs,
)
from apps.consumables.services.stock import receive, reverse_movement
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core.errors import InvalidInput
from apps.core.tests.threads import at_once, attempt

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def supplier():
    return SupplierFactory(delivery_days=5)


@pytest.fixture
def screws(supplier):
    return ConsumableFactory(
        name="Schrauben",
        supplier=supplier,
        stock=10,
        min_stock=50,
        max_stock=500,
        pack_size=100,
        cost_per_unit=Decimal("0.15"),
    )


def lines() -> list[tuple[str, int]]:
    return [(line.consumable_name, line.packs) for line in OrderLine.objects.order_by("pk")]


def test_proposal_says_what_and_why(screws, supplier, by):
    [order] = propose_orders(**by)

    line = OrderLine.objects.get()
    assert (order.number, order.supplier, order.state) == ("B2611-001", supplier, "vorgeschlagen")
    assert (line.packs, line.quantity, line.cost) == (4, 400, 60)
    assert line.reason["stock"] == 10
    assert line.reason["minimum"] == 50
    assert line.reason["order_by"] == "2026-11-23"


def test_proposals_are_grouped_by_supplier(screws, by):
    ConsumableFactory(name="Leim", supplier=SupplierFactory(), min_stock=5)
    ConsumableFactory(name="Lappen", min_stock=5)

    orders = propose_orders(**by)

    assert len(orders) == 3
    assert {order.supplier.name if order.supplier else None for order in orders} >= {None}


def test_proposing_again_changes_nothing_that_stands(screws, by):
    first = propose_orders(**by)

    again = propose_orders(**by)

    assert [order.pk for order in first] == [order.pk for order in again]
    assert lines() == [("Schrauben", 4)]


def test_proposing_again_follows_the_stock_and_keeps_what_was_edited(screws, supplier, by):
    glue = ConsumableFactory(name="Leim", supplier=supplier, min_stock=5)
    propose_orders(**by)
    set_packs(line_id=OrderLine.objects.get(consumable=screws).pk, packs=9, **by)
    for consumable in (screws, glue):
        receive(consumable_id=consumable.pk, quantity=300, **by)

    propose_orders(**by)

    assert lines() == [("Schrauben", 9)]


def test_many_propose_at_once_and_one_proposal_results(screws, by):
    at_once(*[partial(attempt, propose_orders, **by)] * 8)

    assert PurchaseOrder.objects.count() == 1
    assert lines() == [("Schrauben", 4)]


def test_ordering_sets_the_date_and_counts_as_on_its_way(screws, by):
    [order] = propose_orders(**by)

    placed = place_order(order_id=order.pk, **by)

    assert (placed.state, placed.expected_on) == (OrderState.ORDERED, date(2026, 11, 28))
    assert Consumable.objects.get().last_ordered == date(2026, 11, 23)
    assert propose_orders(**by) == []


def test_one_order_is_placed_once_by_many_at_once(screws, by):
    [order] = propose_orders(**by)

    results = at_once(*[partial(attempt, place_order, order_id=order.pk, **by)] * 8)

    assert sum(isinstance(result, PurchaseOrder) for result in results) == 1


def test_receipt_in_parts_until_all_is_there(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)
    line = OrderLine.objects.get()

    receive_line(line_id=line.pk, quantity=150, **by)
    partly = PurchaseOrder.objects.get().state
    receive_scanned(consumable_id=screws.pk, quantity=None, **by)

    assert partly == OrderState.PARTLY_RECEIVED
    assert PurchaseOrder.objects.get().state == OrderState.RECEIVED
    assert Consumable.objects.get().current_stock == 410
    with pytest.raises(NothingOrdered):
        receive_scanned(consumable_id=screws.pk, quantity=1, **by)


def test_reversed_receipt_reopens_the_order(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)
    movement = receive_line(line_id=OrderLine.objects.get().pk, quantity=400, **by)

    reverse_movement(movement_id=movement.pk, **by)

    line = OrderLine.objects.get()
    assert (line.is_open, line.received_quantity) == (True, 0)
    assert PurchaseOrder.objects.get().state == OrderState.ORDERED


def test_canceled_order_gives_the_rest_up(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)
    receive_line(line_id=OrderLine.objects.get().pk, quantity=10, **by)

    cancel_order(order_id=order.pk, **by)

    assert Consumable.objects.get().current_stock == 20
    assert not OrderLine.objects.filter(is_open=True).exists()
    with pytest.raises(OrderNotEditable):
        cancel_order(order_id=order.pk, **by)


def test_proposal_is_edited_by_hand(screws, by):
    [order] = propose_orders(**by)
    glue = ConsumableFactory(name="Leim")

    added = add_line(order_id=order.pk, consumable_id=glue.pk, packs=2, **by)
    remove_line(line_id=OrderLine.objects.get(consumable=screws).pk, **by)

    assert lines() == [("Leim", 2)]
    with pytest.raises(InvalidInput):
        add_line(order_id=order.pk, consumable_id=glue.pk, packs=1, **by)
    with pytest.raises(InvalidInput):
        set_packs(line_id=added.pk, packs=0, **by)


def test_what_is_ordered_is_not_edited_any_more(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)

    with pytest.raises(OrderNotEditable):
        set_packs(line_id=OrderLine.objects.get().pk, packs=2, **by)


def test_empty_order_is_not_placed(screws, by):
    [order] = propose_orders(**by)
    remove_line(line_id=OrderLine.objects.get().pk, **by)

    with pytest.raises(OrderNotEditable):
        place_order(order_id=order.pk, **by)
