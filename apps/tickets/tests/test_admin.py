"""The back office of the tickets: it lists, saves and moves them through the services."""

from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.clock import local_date
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket, TicketMessage, WorkArea
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:tickets_ticket_changelist")
FORM = {
    "title": "Lampe flackert",
    "description": "Im Flur.",
    "category": "allgemein",
    "priority": "hoch",
    "tags": "Licht, Flur, licht",
    "due_date": "2026-12-01",
}


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


def page(ticket):
    return reverse("admin:tickets_ticket_change", args=[ticket.pk])


def test_new_ticket_is_handed_in_by_the_employee(client):
    client.post(reverse("admin:tickets_ticket_add"), FORM)

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.tags, ticket.status) == (
        "Lampe flackert",
        ["Licht", "Flur"],
        TicketStatus.OPEN,
    )
    assert local_date(ticket.due_date) == date(2026, 12, 1)


def test_saving_what_nobody_changed_changes_nothing(client):
    client.post(reverse("admin:tickets_ticket_add"), FORM)
    ticket = Ticket.objects.get()

    shown = client.get(page(ticket)).context["adminform"].form
    same = {**FORM, "tags": shown["tags"].value(), "due_date": shown["due_date"].value()}
    client.post(page(ticket), same)

    assert Ticket.objects.get().updated_at == ticket.updated_at


def test_conversation_stands_on_the_form(client):
    ticket = TicketFactory()
    TicketMessage.objects.create(
        ticket=ticket,
        text="<b>Nur intern</b>",
        author=ticket.created_by,
        author_name="Anna",
        at=ticket.created_at,
        is_internal=True,
    )

    html = client.get(page(ticket)).content.decode()

    assert "&lt;b&gt;Nur intern&lt;/b&gt;" in html


def test_list_costs_the_same_with_many_tickets(client, count_commands):
    client.get(LIST)
    costs = []
    for amount in (1, 12):
        for _each in range(amount):
            TicketFactory(created_by=UserFactory())
        with count_commands() as commands:
            client.get(LIST)
        costs.append(commands.total)

    assert costs[0] == costs[1]
    assert costs[1] <= 10


def test_search_finds_by_title_and_by_text(client):
    found = TicketFactory(title="Lampe flackert", description="Im Heizungskeller.")
    TicketFactory()

    answers = [
        client.get(f"{LIST}?q={word}").context["cl"].result_list
        for word in ("lampe", "Heizungskeller")
    ]

    assert answers == [[found], [found]]


def test_members_of_a_work_area_are_kept_by_name(client):
    member = UserFactory(role=Role.STANDARD_USER)
    area = WorkAreaFactory()

    client.post(
        reverse("admin:tickets_workarea_change", args=[area.pk]),
        {"name": area.name, "description": "", "members": [str(member.pk)]},
    )

    assert WorkArea.objects.get().members == [member.pk]


def test_tickets_are_closed_from_their_page_with_a_reason(client):
    ticket = TicketFactory()
    address = reverse("admin:tickets_ticket_action", args=[ticket.pk, "close"])

    refused = client.post(address, {"reason": "", "confirmed": "1"})
    client.post(address, {"reason": "Doppelt gemeldet", "confirmed": "1"})

    assert "reason" in refused.context["form"].errors
    assert Ticket.objects.get().status == TicketStatus.CLOSED
