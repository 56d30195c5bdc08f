"""How a ticket leaves the lists, and how it comes back."""

from datetime import datetime
from typing import Any

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import NotPermitted
from apps.core.registry import registry
from apps.tickets import shares
from apps.tickets.models import Ticket, TicketMessage, UnreadMark
from apps.tickets.queries import TicketNotFound, may, ticket_for
from apps.tickets.services.tickets import save_ticket

DELETE, ERASE = "tickets.delete_ticket", "tickets.erase_ticket"


@atomic
def move_to_trash(*, ticket_id: Any, actor: Any, now: datetime) -> Ticket:
    """Delete a ticket without losing it; its number stays its own.

    :raises TicketNotFound: it was deleted already.
    """
    ticket = ticket_for(actor, ticket_id, DELETE)
    ticket.deleted, ticket.deleted_at, ticket.deleted_by = True, now, actor
    save_ticket(ticket, now)
    UnreadMark.objects.filter(ticket=ticket).delete()
    record("tickets.deleted", ticket, actor=actor, at=now, ticket=ticket)
    return ticket


@atomic
def restore_ticket(*, ticket_id: Any, actor: Any, now: datetime) -> Ticket:
    """Take a ticket out of the trash.

    :raises TicketNotFound: it does not lie there.
    :raises NotPermitted: the person may not do that.
    """
    ticket = _in_trash(ticket_id, actor, DELETE)
    ticket.deleted, ticket.deleted_at, ticket.deleted_by = False, None, None
    save_ticket(ticket, now)
    record("tickets.restored", ticket, actor=actor, at=now, ticket=ticket)
    return ticket


@atomic
def erase_ticket(*, ticket_id: Any, actor: Any, now: datetime) -> None:
    """Delete a ticket and its conversation for good. Only its events stay.

    :raises TicketNotFound: it does not lie in the trash.
    :raises NotPermitted: the person may not do that.
    """
    ticket = _in_trash(ticket_id, actor, ERASE)
    record("tickets.erased", ticket, actor=actor, at=now, ticket=ticket)
    TicketMessage.objects.filter(ticket=ticket).delete()
    shares.forget(ticket)
    registry.erased(ticket, now=now)
    ticket.delete()


def _in_trash(ticket_id: Any, actor: Any, permission: str) -> Ticket:
    ticket = Ticket.objects.filter(pk=ticket_id, deleted=True).first()
    if ticket is None:
        raise TicketNotFound
    if not may(actor, permission, ticket):
        raise NotPermitted
    return ticket
