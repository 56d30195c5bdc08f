"""The pages of an order: who books what there, what it shows, and the same for programs."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.tickets.models import Ticket, TicketEvent, WorkOrderMaterial
from apps.tickets.orders import order_of
from apps.tickets.services.materials import Material, book_material, need_material
from apps.tickets.services.work_orders import Labor, book_labor
from apps.tickets.services.workflow import close_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JSON = "application/json"


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def client(employee):
    return signed_in(employee)


@pytest.fixture
def ticket():
    return TicketFactory(title="Regal")


@pytest.fixture
def screws():
    return ConsumableFactory(stock=10, cost_per_unit=Decimal("0.50"))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(ticket, page="work-order") -> str:
    return f"/tickets/{ticket.ticket_number}/{page}"


def stock_of(consumable) -> Decimal:
    return Consumable.objects.get(pk=consumable.pk).current_stock


def test_an_employee_books_material_and_work_and_sees_the_sums(client, ticket, screws):
    client.post(url(ticket, "material"), {"barcode": screws.barcode, "quantity": "4"})
    client.post(url(ticket, "labor"), {"work": "Bohren", "hours": "1,5", "hourly_rate": "40"})

    page = client.get(url(ticket)).content.decode()

    assert all(text in page for text in (screws.name, "Bohren", "62,00 €", "11,78 €", "73,78 €"))
    assert (stock_of(screws), Ticket.objects.get().actual_hours) == (6, Decimal("1.5"))
    assert "73,78" in client.get(url(ticket, "panels")).content.decode()


def test_the_same_booking_sent_twice_is_booked_once(client, ticket, screws):
    booking = {"barcode": screws.barcode, "quantity": "4", "operation_id": str(uuid4())}

    for _time in range(2):
        response = client.post(url(ticket, "material"), booking)

    assert (response.status_code, stock_of(screws)) == (302, 6)
    assert WorkOrderMaterial.objects.count() == 1


def test_programs_book_and_undo(client, ticket, screws):
    booking = {"barcode": screws.barcode, "quantity": 2.0, "operation_id": str(uuid4())}
    answer = client.post(url(ticket, "material"), booking, content_type=JSON)
    assert (answer.status_code, answer.json()["data"]["amount"]) == (201, 1.0)

    undo = {"operation_id": booking["operation_id"]}
    undone = client.post("/api/lending/undo", undo, content_type=JSON)

    assert (undone.status_code, stock_of(screws)) == (200, 10)
    assert order_of(ticket).booked == []


def test_more_than_there_is_keeps_what_was_typed(client, ticket, screws):
    booking = {"barcode": screws.barcode, "quantity": "11"}

    response = client.post(url(ticket, "material"), booking)
    answer = client.post(url(ticket, "material"), booking, content_type=JSON)

    assert response.status_code == 409
    assert response.context["material_form"]["quantity"].value() == "11"
    assert (answer.status_code, answer.json()["code"]) == (409, "STOCK_TOO_LOW")
    assert (answer.json()["data"], StockMovement.objects.count()) == ({"current_stock": 10}, 1)


@pytest.mark.parametrize(
    ("page", "sent", "field"),
    [
        ("material", {"article": "Leim", "quantity": -1}, "quantity"),
        ("material", {"article": "Leim", "quantity": "1.2345"}, "quantity"),
        ("material", {"article": "Leim", "quantity": "zwei"}, "quantity"),
        ("material", {"article": "Leim", "quantity": True}, "quantity"),
        ("material", {"article": "Leim", "quantity": [1]}, "quantity"),
        ("material", {"article": "Leim", "quantity": 1, "unit_price": 1e9}, "unit_price"),
        ("material", {"article": "Leim", "quantity": 1, "unit_price": "x"}, "unit_price"),
        ("material", {"quantity": 1}, "non_field_errors"),
        ("material", {"article": "x", "barcode": "y", "quantity": 1}, "non_field_errors"),
        ("labor", {"work": "Bohren", "hours": "1.255"}, "hours"),
        ("labor", {"work": "Bohren", "hours": -1}, "hours"),
        ("labor", {"hours": 1}, "work"),
        ("labor", {"work": "Bohren", "hours": 1, "hourly_rate": 1e9}, "hourly_rate"),
        ("work-order", {"customer_kind": "quer"}, "customer_kind"),
        ("work-order", {"completion_date": "gestern"}, "completion_date"),
        ("work-order", {"order_description": "x" * 1_000_000}, "order_description"),
    ],
)
def test_programs_are_told_which_field_is_wrong(client, ticket, page, sent, field):
    answer = client.post(url(ticket, page), sent, content_type=JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert list(answer.json()["data"]["fields"]) == [field]


def test_a_line_is_struck_and_taken_back_in(client, ticket, screws):
    client.post(url(ticket, "material"), {"barcode": screws.barcode, "quantity": "4"})
    [line] = order_of(ticket).booked

    assert client.post(url(ticket, f"material/{line.pk}/strike")).status_code == 302
    assert stock_of(screws) == 10
    assert (
        client.post(url(ticket, f"material/{line.pk}/strike"), {}, content_type=JSON).status_code
        == 409
    )
    assert client.post(url(ticket, f"material/{line.pk}/restore")).status_code == 302
    assert stock_of(screws) == 6


@pytest.mark.parametrize("line_id", ["nichts", "65f000000000000000000000"])
def test_a_line_that_is_none_is_not_found(client, ticket, line_id):
    assert client.post(url(ticket, f"material/{line_id}/strike")).status_code == 404


def test_a_line_of_another_ticket_is_not_found(client, ticket, employee):
    other = TicketFactory()
    line = book_material(
        ticket_id=other.pk, material=Material(1, "Leim"), actor=employee, now=clock.now()
    )

    assert client.post(url(ticket, f"material/{line.pk}/strike")).status_code == 404


def test_who_handed_it_in_sees_no_prices_and_asks_for_material(employee):
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket, by = TicketFactory(created_by=participant), {"actor": employee, "now": clock.now()}
    book_labor(ticket_id=ticket.pk, labor=Labor("Bohren", 2, hourly_rate="77.77"), **by)
    client = signed_in(participant)

    response = client.post(url(ticket, "material"), {"article": "Leim", "quantity": "1"})

    page, answer = client.get(url(ticket)), client.get(url(ticket), headers={"accept": JSON})
    assert (response.status_code, [line.article for line in order_of(ticket).needed]) == (
        302,
        ["Leim"],
    )
    assert "€" not in page.content.decode()
    assert "77.77" not in answer.content.decode()
    assert answer.json()["data"]["project_details"]["hours"] == 2
    assert client.post(url(ticket, "labor"), {"work": "x", "hours": "1"}).status_code == 403


def test_html_in_texts_stays_text(client, ticket):
    evil = "<script>alert(1)</script>"
    client.post(url(ticket, "material"), {"article": evil, "quantity": "1"})
    client.post(url(ticket, "labor"), {"work": evil, "hours": "1", "category": evil})
    client.post(url(ticket), {"customer_kind": "extern", "customer_name": evil})

    page = client.get(url(ticket)).content.decode()

    assert evil not in page
    assert page.count("&lt;script&gt;") >= 3


def test_a_second_save_of_an_old_form_shows_both_versions(client, ticket):
    seen = client.get(url(ticket)).context["details_form"].seen_token
    fields = {"customer_kind": "intern", "customer_name": "Krause"}
    client.post(url(ticket), fields)

    response = client.post(url(ticket), {**fields, "customer_name": "Kruse", "seen": seen})

    assert [each.yours for each in response.context["details_form"].conflict] == ["Kruse"]
    assert order_of(ticket).details.customer_name == "Krause"


def test_a_closed_order_is_only_read(client, ticket, employee):
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", actor=employee, now=clock.now())

    page = client.get(url(ticket))
    answer = client.post(url(ticket, "labor"), {"work": "x", "hours": 1}, content_type=JSON)

    main = page.content.partition(b"<main")[2].partition(b"</main>")[0]
    assert b"<form" not in main
    assert (answer.status_code, answer.json()["code"]) == (409, "STATUS_NOT_ALLOWED")


def test_the_page_asks_the_database_the_same_for_one_line_and_for_fifty(
    client, ticket, employee, count_commands
):
    by = {"actor": employee, "now": clock.now()}
    need_material(ticket_id=ticket.pk, material=Material(1, "Leim"), **by)
    client.get(url(ticket))
    with count_commands() as one:
        client.get(url(ticket))
    for number in range(49):
        WorkOrderMaterial(
            ticket=ticket, article=f"Nr. {number}", quantity=1, added_at=by["now"]
        ).save()

    with count_commands() as fifty:
        client.get(url(ticket))

    assert fifty.total == one.total <= 10


def test_each_step_leaves_one_event(client, ticket):
    client.post(url(ticket, "material"), {"article": "Leim", "quantity": "1", "needed": "on"})
    [line] = order_of(ticket).needed
    client.post(url(ticket, f"material/{line.pk}/book"))

    events = TicketEvent.objects.about(ticket).filter(event_type__startswith="tickets.material")
    assert [event.event_type for event in events.order_by("pk")] == [
        "tickets.material_needed",
        "tickets.material_booked",
    ]
