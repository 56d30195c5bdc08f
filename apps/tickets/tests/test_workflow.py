"""The way of a ticket through its states, and who gets it when two want it."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.services import workflow
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


def by(actor):
    return {"actor": actor, "now": MADE_AT}


def stored(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_taking_an_open_ticket_assigns_it(employee):
    ticket = TicketFactory()

    workflow.take_ticket(ticket_id=ticket.pk, **by(employee))

    assert stored(ticket).status == TicketStatus.ASSIGNED
    assert stored(ticket).assigned_to_id == employee.pk
