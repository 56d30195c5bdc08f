"""The files of tickets: who sees a ticket sees them, who edits it adds some, and everybody removes his own."""

from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.core.registry import AttachmentOwner
from apps.sitesettings.enums import Feature
from apps.tickets import rules
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.queries import CHANGE, VIEW


def find(key: str) -> Ticket | None:
    """The ticket with the number or id, unless it lies in the trash."""
    tickets = Ticket.objects.alive()
    if ObjectId.is_valid(key):
        return tickets.filter(pk=ObjectId(key)).first()
    return tickets.filter(ticket_number=key[:20]).first()


def may_see(user: Any, ticket: Ticket) -> bool:
    return bool(user.has_perm(VIEW, ticket))


def may_add(user: Any, ticket: Ticket) -> bool:
    return ticket.status != TicketStatus.CLOSED and bool(user.has_perm(CHANGE, ticket))


def may_remove(user: Any, ticket: Ticket, attachment: Any) -> bool:
    is_own = attachment.uploaded_by_id == user.pk
    return may_add(user, ticket) and (is_own or rules.is_employee(user))


OWNER = AttachmentOwner(
    kind="tickets",
    model="tickets.ticket",
    label=_("Tickets"),
    find=find,
    key_of=lambda ticket: ticket.ticket_number,
    may_see=may_see,
    may_add=may_add,
    may_remove=may_remove,
    feature=Feature.TICKETS,
)
