"""Pages of tickets by requests: who gets what, forms for people and the same as JSON for programs."""

import pytest
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.models import Ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NASTY = "<script>alert(1)</script><b onclick=x>"


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def participant():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def client(employee) -> Client:
    return browser_of(employee)


@pytest.fixture
def ticket(participant) -> Ticket:
    return TicketFactory(created_by=participant, now=MADE_AT)


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/",
        "/tickets/?list=open",
        "/tickets/?list=mine",
        "/tickets/?list=all",
        "/tickets/?list=all&view=board",
        "/tickets/?list=all&status=active&priority=normal&category=allgemein&mark=late",
        "/tickets/?list=all&mark=unread&assigned_to=nobody&tag=x&q=klemmt&sort=-title",
        "/tickets/create",
        "/tickets/trash/",
        "/tickets/{}",
        "/tickets/{}/edit",
        "/tickets/{}/edit?field=due_date",
        "/tickets/{}/assign",
        "/tickets/{}/history",
        "/tickets/{}/close",
        "/tickets/{}/reopen",
        "/tickets/{}/take",
        "/tickets/{}/share",
        "/tickets/{}/delete",
        "/tickets/people?q=a",
    ],
)
def test_page_opens(path, client, ticket):
    response = client.get(path.format(ticket.ticket_number))

    assert response.status_code == 200, response.content
