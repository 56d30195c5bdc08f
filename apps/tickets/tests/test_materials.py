"""Material of an order: what is booked leaves the stock with it, and what is struck returns."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import Unit
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.services.stock import MovementNotReversible, StockTooLow, reverse_movement
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.threads import at_once, attempt
from apps.tickets.enums import LineState
from apps.tickets.models import Ticket, TicketEvent, WorkOrderMaterial
from apps.tickets.order_consistency import contradictions
from apps.tickets.orders import order_of
from apps.tickets.queries import TicketNotFound
from apps.tickets.services import materials
from apps.tickets.services.materials import Material
from apps.tickets.services.tickets import TicketClosed
from apps.tickets.services.work_orders import LineSettled
from apps.tickets.services.workflow import assign_ticket, close_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(role=Role.EMPLOYEE), "now": NOW}


@pytest.fixture
def ticket():
    return TicketFactory()


@pytest.fixture
def screws():
    return ConsumableFactory(stock=10, cost_per_unit=Decimal("0.335"))


def book(ticket, by, **material):
    return materials.book_material(ticket_id=ticket.pk, material=Material(**material), **by)


def stock_of(consumable) -> Decimal:
    return Consumable.objects.get(pk=consumable.pk).current_stock


def events() -> list[str]:
    return list(
        TicketEvent.objects.filter(event_type__startswith="tickets.material")
        .order_by("pk")
        .values_list("event_type", flat=True)
    )


def test_material_from_the_stores_leaves_the_stock(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)

    movement = StockMovement.objects.get(pk=line.movement_id)
    assert (movement.quantity, movement.ticket_number) == (-3, ticket.ticket_number)
    assert (stock_of(screws), movement.ticket_line_id) == (7, line.pk)
    assert (line.article, line.unit, line.unit_price) == (screws.name, Unit.PIECE, Decimal("0.335"))
    assert order_of(ticket).totals.net == Decimal("1.01")
    assert events() == ["tickets.material_booked"]


def test_other_material_stands_on_the_order_alone(ticket, by):
    line = book(ticket, by, article="Eichenbrett", quantity="1.5", unit="m", unit_price="12.30")

    assert (line.movement_id, str(line)) == (None, "1,5 m Eichenbrett")
    assert order_of(ticket).totals.net == Decimal("18.45")


def test_more_than_there_is_leaves_nothing_behind(ticket, screws, by):
    with pytest.raises(StockTooLow) as refusal:
        book(ticket, by, consumable_id=screws.pk, quantity=11)

    assert refusal.value.data == {"current_stock": 10}
    assert (WorkOrderMaterial.objects.count(), StockMovement.objects.count()) == (0, 1)
    assert (stock_of(screws), events()) == (10, [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "1.2345"}, "quantity"),
        ({"quantity": "drei"}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"quantity": "1e9"}, "quantity"),
        ({"quantity": "1.5"}, "quantity"),  # no half pieces
        ({"unit_price": "1e9"}, "unit_price"),
        ({"unit_price": "-0.01"}, "unit_price"),
        ({"unit_price": "viel"}, "unit_price"),
        ({"unit": "Fass"}, "unit"),
        ({"article": "  "}, "article"),
        ({"article": "x" * 151}, "article"),
        ({"article": "\0"}, "article"),
    ],
)
def test_what_is_no_material_is_refused_at_its_field(ticket, by, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        book(ticket, by, **{"article": "Leim", "quantity": "2", **changes})

    assert list(refusal.value.data["fields"]) == [field]
    assert WorkOrderMaterial.objects.count() == 0


def test_struck_material_returns_to_the_stores(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)

    struck = materials.strike_material(line_id=line.pk, **by)

    assert (struck.state, stock_of(screws)) == (LineState.STRUCK, 10)
    assert order_of(ticket).totals.net == 0
    assert events() == ["tickets.material_booked", "tickets.material_struck"]


def test_nothing_is_struck_twice(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)
    materials.strike_material(line_id=line.pk, **by)

    with pytest.raises(LineSettled):
        materials.strike_material(line_id=line.pk, **by)

    assert stock_of(screws) == 10


def test_a_struck_line_can_be_taken_back_in(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)
    materials.strike_material(line_id=line.pk, **by)

    restored = materials.restore_material(line_id=line.pk, **by)

    assert (restored.state, stock_of(screws)) == (LineState.BOOKED, 7)
    assert restored.movement_id != line.movement_id
    assert list(contradictions()) == []


def test_a_line_stays_struck_when_the_stores_have_less_by_now(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=6)
    materials.strike_material(line_id=line.pk, **by)
    book(ticket, by, consumable_id=screws.pk, quantity=6)

    with pytest.raises(StockTooLow):
        materials.restore_material(line_id=line.pk, **by)

    assert WorkOrderMaterial.objects.get(pk=line.pk).state == LineState.STRUCK


def test_what_the_stores_take_back_is_struck_on_the_order(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)

    reverse_movement(movement_id=line.movement_id, **by)

    assert order_of(ticket).materials[0].state == LineState.STRUCK
    assert events()[-1] == "tickets.material_struck"
    with pytest.raises(MovementNotReversible):
        reverse_movement(movement_id=line.movement_id, **by)


def test_the_stores_take_nothing_back_from_a_closed_ticket(ticket, screws, by):
    line = book(ticket, by, consumable_id=screws.pk, quantity=3)
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", **by)

    with pytest.raises(TicketClosed):
        reverse_movement(movement_id=line.movement_id, **by)

    assert (stock_of(screws), order_of(ticket).materials[0].counts) == (7, True)


@pytest.mark.parametrize("verb", ["book_material", "need_material"])
def test_nothing_is_booked_on_a_closed_ticket(ticket, by, verb):
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", **by)

    with pytest.raises(TicketClosed):
        getattr(materials, verb)(ticket_id=ticket.pk, material=Material(2, "Leim"), **by)


def test_who_asked_for_material_does_not_book_it(screws, by):
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket = TicketFactory(created_by=participant)
    asks = {"actor": participant, "now": NOW}
    need = Material(2, consumable_id=screws.pk, unit_price="99")

    line = materials.need_material(ticket_id=ticket.pk, material=need, **asks)

    assert (line.state, stock_of(screws)) == (LineState.NEEDED, 10)
    assert (line.unit_price, order_of(ticket).totals.net) == (Decimal("0.335"), 0)
    with pytest.raises(NotPermitted):
        materials.book_needed(line_id=line.pk, **asks)
    assert materials.book_needed(line_id=line.pk, **by).counts
    assert stock_of(screws) == 8


def test_an_assigned_user_books_and_others_do_not(ticket, by):
    assigned, other = UserFactory(role=Role.STANDARD_USER), UserFactory(role=Role.STANDARD_USER)
    assign_ticket(ticket_id=ticket.pk, user_id=assigned.pk, **by)

    assert book(ticket, {"actor": assigned, "now": NOW}, article="Leim", quantity=1).counts
    with pytest.raises(TicketNotFound):
        book(ticket, {"actor": other, "now": NOW}, article="Leim", quantity=1)


def test_what_is_needed_is_replaced_as_a_whole(ticket, by):
    for article in ("Leim", "Dübel"):
        need = Material(1, article)
        materials.need_material(ticket_id=ticket.pk, material=need, **by)

    lines = materials.replace_needed(
        ticket_id=ticket.pk, materials=[Material(1, "Dübel"), Material(2, "Lack")], **by
    )

    assert [line.article for line in lines] == ["Dübel", "Lack"]
    assert events()[2:] == ["tickets.material_struck", "tickets.material_needed"]


def test_twenty_who_book_at_once_never_take_more_than_there_is(screws, by):
    tickets = [TicketFactory() for _number in range(4)]
    bookings = [
        partial(book, tickets[number % 4], by, consumable_id=screws.pk, quantity=1)
        for number in range(20)
    ]

    outcomes = at_once(*(partial(attempt, booking) for booking in bookings))

    assert sum(isinstance(outcome, WorkOrderMaterial) for outcome in outcomes) == 10
    assert (stock_of(screws), WorkOrderMaterial.objects.count()) == (0, 10)
    assert list(contradictions()) == []


def test_booking_and_closing_at_once_leave_no_open_question(screws, by):
    ticket = TicketFactory()
    closing = partial(close_ticket, ticket_id=ticket.pk, reason="Erledigt", **by)

    outcomes = at_once(
        partial(attempt, closing),
        *[
            partial(attempt, partial(book, ticket, by, consumable_id=screws.pk, quantity=1))
            for _number in range(5)
        ],
    )

    booked = sum(isinstance(outcome, WorkOrderMaterial) for outcome in outcomes)
    assert (Ticket.objects.get().status, stock_of(screws)) == ("geschlossen", 10 - booked)
    assert list(contradictions()) == []
