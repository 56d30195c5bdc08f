"""People and a ticket, for the tests of its pages."""

import pytest
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.models import Ticket
from apps.tickets.tests.factories import TicketFactory
from apps.tickets.tests.pages.browsers import browser_of


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def participant():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def client(employee) -> Client:
    """The employee's browser."""
    return browser_of(employee)


@pytest.fixture
def ticket(participant) -> Ticket:
    """What the participant handed in."""
    return TicketFactory(created_by=participant, now=MADE_AT)
