"""Orders from proposal to receipt."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder
from apps.consumables.order_queries import NothingOrdered
from apps.consumables.order_steps import OrderNotEditable
from apps.consumables.reminders import propose_and_tell
from apps.consumables.services.consumables import change_consumable, delete_consumable
from apps.consumables.services.orders import (
    cancel_order,
    place_order,
    receive_line,
    receive_lines,
    receive_scanned,
)
from apps.consumables.services.proposals import (
    Packs,
    add_line,
    propose_orders,
    remove_line,
    set_packs,
)
from apps.consumables.services.stock import receive, reverse_movement
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core.errors import InvalidInput
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.models import Supplier
from apps.masterdata.services import merge_named
from apps.notifications.models import Notification, OutgoingMail

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


def wanted(line: OrderLine, packs: int, *, seen: int | None = None, **by) -> None:
    set_packs(order_id=line.order_id, packs={str(line.pk): Packs(packs, seen)}, **by)


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
    wanted(OrderLine.objects.get(consumable=screws), 9, **by)
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
        wanted(added, 0, **by)


def test_what_is_ordered_is_not_edited_any_more(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)

    with pytest.raises(OrderNotEditable):
        wanted(OrderLine.objects.get(), 2, **by)


@pytest.mark.parametrize("packs", [0, -1, 100_001, 10**9])
def test_impossible_numbers_of_packs_are_refused(screws, by, packs):
    propose_orders(**by)

    with pytest.raises(InvalidInput):
        wanted(OrderLine.objects.get(), packs, **by)

    assert lines() == [("Schrauben", 4)]


def test_second_editor_of_a_line_hears_of_the_first(screws, by):
    propose_orders(**by)
    line = OrderLine.objects.get()
    wanted(line, 9, seen=4, **by)

    with pytest.raises(InvalidInput) as refusal:
        wanted(line, 6, seen=4, **by)

    assert "9" in refusal.value.data["fields"][f"packs_{line.pk}"][0]
    assert lines() == [("Schrauben", 9)]


def test_saving_what_one_did_not_change_keeps_what_another_did(screws, by):
    propose_orders(**by)
    line = OrderLine.objects.get()
    wanted(line, 9, seen=4, **by)

    wanted(line, 4, seen=4, **by)

    assert lines() == [("Schrauben", 9)]


def test_what_is_deleted_leaves_the_proposal_even_when_edited(screws, by):
    propose_orders(**by)
    wanted(OrderLine.objects.get(), 9, **by)
    delete_consumable(screws.pk, **by)

    assert propose_orders(**by) == []
    assert lines() == []


def test_order_of_something_deleted_is_not_placed(screws, by):
    [order] = propose_orders(**by)
    delete_consumable(screws.pk, **by)

    with pytest.raises(OrderNotEditable, match="Schrauben"):
        place_order(order_id=order.pk, **by)


def test_proposals_of_merged_suppliers_become_one(screws, supplier, by):
    other = SupplierFactory()
    glue = ConsumableFactory(name="Leim", supplier=other, min_stock=5)
    propose_orders(**by)
    merge_named(Supplier, other.pk, supplier.pk, **by)

    [order] = propose_orders(**by)

    assert {line.consumable_id for line in OrderLine.objects.filter(order=order)} == {
        screws.pk,
        glue.pk,
    }
    assert PurchaseOrder.objects.filter(state=OrderState.CANCELED).count() == 1


def test_edited_line_is_not_proposed_to_a_new_supplier_too(screws, by):
    propose_orders(**by)
    wanted(OrderLine.objects.get(), 9, **by)
    change_consumable(screws.pk, {"supplier": SupplierFactory()}, **by)

    propose_orders(**by)

    assert lines() == [("Schrauben", 9)]


def test_proposal_follows_price_and_pack_size(screws, by):
    propose_orders(**by)
    change_consumable(screws.pk, {"pack_size": Decimal(50), "cost_per_unit": Decimal(1)}, **by)

    propose_orders(**by)

    line = OrderLine.objects.get()
    assert (line.packs, line.quantity, line.cost) == (9, 450, 450)


def test_line_proposed_while_the_order_is_placed_is_in_no_ordered_order_unordered(screws, by):
    [order] = propose_orders(**by)
    ConsumableFactory(name="Leim", supplier=screws.supplier, min_stock=5)

    at_once(
        partial(attempt, place_order, order_id=order.pk, **by),
        partial(attempt, propose_orders, **by),
    )

    ordered = OrderLine.objects.filter(order__in=PurchaseOrder.objects.filter(state="bestellt"))
    assert all(line.is_open for line in ordered)


def test_two_receive_the_same_line_at_once_and_both_count(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)
    line = OrderLine.objects.get()

    at_once(*[partial(receive_line, line_id=line.pk, quantity=100, **by)] * 4)

    assert OrderLine.objects.get().received_quantity == 400
    assert Consumable.objects.get().current_stock == 410
    assert PurchaseOrder.objects.get().state == OrderState.RECEIVED


def test_more_than_ordered_is_taken_and_nothing_is_missing(screws, by):
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)

    receive_line(line_id=OrderLine.objects.get().pk, quantity=450, **by)

    line = OrderLine.objects.get()
    assert (line.missing, line.is_open, line.received_quantity) == (0, False, 450)


@pytest.mark.parametrize("quantity", [0, -1, "0.5", "x", 10**12])
def test_bad_line_of_a_receipt_books_none_of_them(screws, supplier, by, quantity):
    ConsumableFactory(name="Leim", supplier=supplier, min_stock=5)
    [order] = propose_orders(**by)
    place_order(order_id=order.pk, **by)
    glue, screw = OrderLine.objects.filter(order=order).order_by("consumable_name")

    with pytest.raises(InvalidInput) as refusal:
        receive_lines(
            order_id=order.pk, quantities={str(glue.pk): 1, str(screw.pk): quantity}, **by
        )

    assert list(refusal.value.data["fields"]) == [f"quantity_{screw.pk}"]
    assert not OrderLine.objects.filter(received_quantity__gt=0).exists()


def test_renamed_consumable_is_renamed_in_its_orders(screws, by):
    propose_orders(**by)

    change_consumable(screws.pk, {"name": "Bolzen"}, **by)

    assert lines() == [("Bolzen", 4)]


def test_empty_order_is_not_placed(screws, by):
    [order] = propose_orders(**by)
    remove_line(line_id=OrderLine.objects.get().pk, **by)

    with pytest.raises(OrderNotEditable):
        place_order(order_id=order.pk, **by)


def test_night_tells_once_what_is_new(screws):
    employee = UserFactory(role=Role.EMPLOYEE)

    counts = [propose_and_tell(NOW) for _night in range(2)]

    told = Notification.objects.get(user=employee)
    assert counts == [1, 0]
    assert (told.event_type, told.data["count"]) == ("consumables.order_proposals", 1)
    assert not OutgoingMail.objects.exists()
