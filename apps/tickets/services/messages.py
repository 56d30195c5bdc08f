"""What people write to each other about a ticket: messages to the requester, notes among employees."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import EMPLOYEE_ROLES
from apps.accounts.models import User
from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.validation import refuse_invalid
from apps.tickets import rules
from apps.tickets.models import Ticket, TicketMessage, UnreadMark
from apps.tickets.news import tell_of_message
from apps.tickets.queries import VIEW, ticket_for
from apps.tickets.services.tickets import editable_ticket, refuse_closed


@atomic
def add_message(*, ticket_id: Any, text: str, actor: Any, now: datetime) -> TicketMessage:
    """Write to everybody who sees the ticket.

    :raises InvalidInput: there is nothing in it, or too much.
    :raises TicketClosed: the ticket has to be opened again first.
    """
    ticket = editable_ticket(actor, ticket_id)
    message = _write(ticket, text, is_internal=False, actor=actor, now=now)
    _mark_unread(ticket, ticket.participants - {actor.pk})
    record("tickets.message_added", ticket, actor=actor, at=now, ticket=ticket)
    tell_of_message(ticket, message, actor=actor, now=now)
    return message


@atomic
def add_note(*, ticket_id: Any, text: str, actor: Any, now: datetime) -> TicketMessage:
    """Write to the employees alone.

    :raises NotPermitted: the actor is none.
    :raises InvalidInput: there is nothing in it, or too much.
    :raises TicketClosed: the ticket has to be opened again first.
    """
    ticket = ticket_for(actor, ticket_id, VIEW)
    if not rules.is_employee(actor):
        raise NotPermitted
    refuse_closed(ticket)
    note = _write(ticket, text, is_internal=True, actor=actor, now=now)
    readers = User.objects.filter(
        pk__in=ticket.participants - {actor.pk}, role__in=list(EMPLOYEE_ROLES)
    )
    _mark_unread(ticket, set(readers.values_list("pk", flat=True)))
    record("tickets.note_added", ticket, actor=actor, at=now, ticket=ticket)
    return note


@atomic
def mark_read(*, ticket_id: Any, actor: Any, now: datetime) -> None:
    """Remember that the person has seen the conversation."""
    UnreadMark.objects.filter(ticket=ticket_id, user=actor, count__gt=0).update(count=0)


def _write(
    ticket: Ticket, text: str, *, is_internal: bool, actor: Any, now: datetime
) -> TicketMessage:
    message = TicketMessage(
        ticket=ticket,
        text=str(text or "").strip(),
        author=actor,
        author_name=str(actor),
        at=now,
        is_internal=is_internal,
    )
    if not message.text:
        raise InvalidInput({"text": [str(_("Please write something."))]})
    refuse_invalid(message, only=["text"])
    message.save()
    return message


def _mark_unread(ticket: Ticket, people: set[Any]) -> None:
    known = UnreadMark.objects.filter(ticket=ticket, user__in=people)
    has_mark = set(known.values_list("user_id", flat=True))
    known.update(count=F("count") + 1)
    UnreadMark.objects.bulk_create(
        UnreadMark(ticket=ticket, user_id=person, count=1) for person in people - has_mark
    )
