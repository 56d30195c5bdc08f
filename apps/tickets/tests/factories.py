"""Tickets for tests."""

import factory

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import NamedFactory
from apps.tickets.models import Ticket, WorkArea
from apps.tickets.services.tickets import create_ticket


class TicketFactory(factory.Factory):
    """A saved ticket, handed in by ``created_by``."""

    class Meta:
        model = Ticket

    title = factory.Sequence(lambda number: f"Tür klemmt {number}")
    description = "Sie geht nicht zu."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        actor = kwargs.pop("created_by", None) or UserFactory()
        now = kwargs.pop("now", MADE_AT)
        return create_ticket(model_class(*args, **kwargs), actor=actor, now=now)


class WorkAreaFactory(NamedFactory):
    class Meta:
        model = WorkArea

    name = factory.Sequence(lambda number: f"Handlungsfeld {number}")
