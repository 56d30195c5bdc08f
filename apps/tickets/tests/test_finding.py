"""Tickets in the search over everything: who finds which, and which first."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.registry import SearchQuery
from apps.core.tests.moments import MADE_AT
from apps.tickets.finding import find_tickets
from apps.tickets.services.messages import add_message, add_note
from apps.tickets.services.workflow import take_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def titles(user, text):
    found = find_tickets(user, SearchQuery(text, code=text.upper()), 5)
    return [hit.title for hit in found]


@pytest.fixture
def people():
    """A participant with his ticket, on which employees wrote a message and a note; and others."""
    requester, employee = UserFactory(role=Role.PARTICIPANT), UserFactory(role=Role.EMPLOYEE)
    ticket = TicketFactory(created_by=requester, title="Türschloss")
    take_ticket(ticket_id=ticket.pk, actor=employee, now=MADE_AT)
    add_message(ticket_id=ticket.pk, text="Zylinder bestellt.", actor=employee, now=MADE_AT)
    add_note(ticket_id=ticket.pk, text="Kunde ist schwierig.", actor=employee, now=MADE_AT)
    return {
        "requester": requester,
        "employee": employee,
        "participant": UserFactory(role=Role.PARTICIPANT),
        "worker": UserFactory(role=Role.STANDARD_USER),
    }


@pytest.mark.parametrize(
    ("text", "finders"),
    [
        ("tuerschloss", {"requester", "employee"}),
        ("Zylindern", {"requester", "employee"}),
        ("schwierig", {"employee"}),
    ],
)
def test_people_find_what_they_may_read(people, text, finders):
    assert {name for name, user in people.items() if titles(user, text)} == finders


def test_the_number_comes_first(people):
    named = TicketFactory(title="Anfrage")
    TicketFactory(title=f"Wie {named.ticket_number}")

    found = find_tickets(
        people["employee"],
        SearchQuery(named.ticket_number, code=named.ticket_number),
        5,
    )

    assert [(hit.title, hit.is_exact) for hit in found] == [
        ("Anfrage", True),
        (f"Wie {named.ticket_number}", False),
    ]
