"""The list of tickets as a file, and the order as programs read and write it."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook  # noqa: TID253 the test reads what came out

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.tickets.models import TicketEvent, WorkOrderMaterial
from apps.tickets.order_wire import represent_order, save_order
from apps.tickets.orders import order_of
from apps.tickets.services.materials import book_needed
from apps.tickets.services.messages import add_note
from apps.tickets.services.work_orders import Labor, book_labor
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def participant():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def ticket(participant):
    return TicketFactory(title="=SUMME(A1)", created_by=participant, category="auftrag")


def fetched(user, query: str) -> bytes:
    client = Client()
    client.force_login(user)
    response = client.get(f"/tickets/export?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_list_goes_home_as_it_is_filtered(ticket, employee):
    TicketFactory(category="allgemein")
    book_labor(
        ticket_id=ticket.pk, labor=Labor("x", 2, hourly_rate=10), actor=employee, now=clock.now()
    )

    [row] = rows(fetched(employee, "list=all&category=auftrag&format=csv"))

    values = list(row.values())
    assert (values[0], values[1]) == (ticket.ticket_number, "'=SUMME(A1)")
    assert values[-2:] == ["20,00", "23,80"]


def test_participants_take_their_own_tickets_home_without_prices(ticket, participant, employee):
    other = TicketFactory()
    add_note(ticket_id=ticket.pk, text="GEHEIM", actor=employee, now=clock.now())

    content = fetched(participant, "format=csv")

    [row] = rows(content)
    assert len(row) == len(rows(fetched(employee, "list=all&format=csv"))[0]) - 2
    assert other.ticket_number not in content.decode()
    assert "GEHEIM" not in content.decode()


def test_excel_gets_text_as_text(ticket, employee):
    book = load_workbook(io.BytesIO(fetched(employee, "list=all&format=xlsx")))

    cell = book.active["B2"]
    assert (cell.value, cell.data_type) == ("=SUMME(A1)", "s")


BODY = {
    "customer_name": "Krause",
    "customer_contact": "krause@example.org",
    "project_details": {"customer": "extern", "area": "Holz", "description": "Ein Regal"},
}


def test_what_programs_write_is_what_they_read(ticket, employee):
    screws, by = ConsumableFactory(stock=10), {"actor": employee, "now": clock.now()}
    needed = [
        {"barcode": screws.barcode, "quantity": 4},
        {"article": "Leim", "quantity": 0.5, "unit": "l", "unit_price": 9.9},
    ]
    save_order(ticket, {**BODY, "materials_needed": needed}, **by)

    told = represent_order(order_of(ticket), employee)

    assert (told["customer_name"], told["project_details"]["area"]) == ("Krause", "Holz")
    assert [line["article"] for line in told["materials_needed"]] == [screws.name, "Leim"]
    assert Consumable.objects.get().current_stock == 10
    events = TicketEvent.objects.count()
    save_order(ticket, told, **by)
    assert (TicketEvent.objects.count(), WorkOrderMaterial.objects.count()) == (events, 2)


def test_what_is_booked_stays_when_the_needed_is_written_anew(ticket, employee):
    by = {"actor": employee, "now": clock.now()}
    save_order(ticket, {"materials_needed": [{"article": "Leim", "quantity": 1}]}, **by)
    [line] = order_of(ticket).needed
    book_needed(line_id=line.pk, **by)

    save_order(ticket, {"materials_needed": []}, **by)

    assert [each.pk for each in order_of(ticket).booked] == [line.pk]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"customer_name": 7}, "customer_name"),
        ({"customer_contact": "x" * 201}, "customer_contact"),
        ({"project_details": []}, "project_details"),
        ({"project_details": {"color": "rot"}}, "project_details"),
        ({"project_details": {"customer": "quer"}}, "customer_kind"),
        ({"materials_needed": "Leim"}, "materials_needed"),
        ({"materials_needed": [{}] * 201}, "materials_needed"),
        ({"materials_needed": ["Leim"]}, "materials_needed"),
        ({"materials_needed": [{"article": "Leim"}]}, "materials_needed"),
        ({"materials_needed": [{"article": "Leim", "quantity": True}]}, "materials_needed"),
        ({"materials_needed": [{"article": "Leim", "quantity": -1}]}, "quantity"),
        ({"materials_needed": [{"barcode": "WEG", "quantity": 1}]}, "materials_needed"),
    ],
)
def test_programs_are_told_what_is_wrong_with_the_order(ticket, employee, body, field):
    with pytest.raises(InvalidInput) as refusal:
        save_order(ticket, body, actor=employee, now=clock.now())

    assert list(refusal.value.data["fields"]) == [field]
    assert order_of(ticket).is_empty
