"""Handing in a ticket and changing what it says; its way through the states is in ``workflow``."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.clock import BERLIN
from apps.core.db import atomic, next_number
from apps.core.errors import DomainError, ErrorCode, InvalidInput, NotPermitted
from apps.core.references import hold
from apps.core.validation import refuse_invalid
from apps.tickets import rules
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.news import tell_of_new
from apps.tickets.orders import booked_hours
from apps.tickets.queries import ticket_for

FIELDS = (*rules.EDITABLE, *rules.WORKED_OUT)


class TicketClosed(DomainError):
    """A closed ticket stays as it is until somebody opens it again."""

    code = ErrorCode.STATUS_NOT_ALLOWED
    status = 409


class StaleTicket(DomainError):
    """Somebody saved the ticket while another one had it open; ``data`` has both versions."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Somebody else changed this ticket meanwhile.")


@atomic
def create_ticket(ticket: Ticket, *, actor: Any, now: datetime) -> Ticket:
    """Save a new ticket, open and without anybody responsible.

    :param actor: who hands it in; it is his ticket.
    :raises InvalidInput: a field is not what it should be.
    """
    ticket.pk = None
    _drop_what_only_workers_fill_in(ticket, actor)
    ticket.created_by = actor
    ticket.status, ticket.assigned_to = TicketStatus.OPEN, None
    ticket.co_assignees, ticket.watchers, ticket.shared_with = [], [], []
    check_ticket(ticket)
    ticket.ticket_number = _free_number(now)
    save_ticket(ticket, now)
    record("tickets.created", ticket, actor=actor, at=now, ticket=ticket)
    tell_of_new(ticket, actor=actor, now=now)
    return ticket


@atomic
def change_ticket(
    *,
    ticket_id: Any,
    values: dict[str, Any],
    actor: Any,
    now: datetime,
    expected: datetime | None = None,
) -> Ticket:
    """Change what a ticket says.

    :param values: by field; only those of ``rules.editable_fields``.
    :param expected: ``updated_at`` of the version that the person had before him.
    :raises InvalidInput: a field is not what it should be.
    :raises TicketClosed: it has to be opened again first.
    :raises StaleTicket: somebody was faster.
    :raises TicketNotFound: it is gone, or none of the person's business.
    :raises NotPermitted: the person may not edit it, or not that field.
    """
    ticket = editable_ticket(actor, ticket_id)
    refuse_stale(ticket, values, expected)
    if set(values) - set(rules.editable_fields(actor)):
        raise NotPermitted
    refuse_booked_hours(ticket, values)
    before = snapshot(ticket, FIELDS)
    for name, value in values.items():
        setattr(ticket, name, value)
    check_ticket(ticket, only=values)
    if changes := changes_between(before, ticket):
        save_ticket(ticket, now)
        record("tickets.changed", ticket, actor=actor, at=now, changes=changes, ticket=ticket)
    return ticket


def editable_ticket(actor: Any, ticket_id: Any) -> Ticket:
    """The ticket, if it can be changed and the person may do it.

    :raises TicketClosed: it has to be opened again first.
    :raises TicketNotFound: it is gone, or none of the person's business.
    :raises NotPermitted: the person may not edit it.
    """
    ticket = ticket_for(actor, ticket_id)
    refuse_closed(ticket)
    return ticket


def refuse_booked_hours(ticket: Ticket, values: dict[str, Any]) -> None:
    """
    :raises InvalidInput: the actual hours are to differ from the sum of those that were booked.
    """
    if "actual_hours" not in values or values["actual_hours"] == ticket.actual_hours:
        return
    if booked_hours(ticket) is not None:
        text = _("The actual hours are the sum of those that are booked on the order.")
        raise InvalidInput({"actual_hours": [str(text)]})


def refuse_closed(ticket: Ticket) -> None:
    """
    :raises TicketClosed: it has to be opened again first.
    """
    if ticket.status == TicketStatus.CLOSED:
        text = _("Ticket %(number)s is closed. Please reopen it first.")
        allowed = [status.value for status in rules.next_states(ticket.status)]
        raise TicketClosed(
            text % {"number": ticket.ticket_number},
            data={"status": ticket.status, "allowed": allowed},
        )


def refuse_stale(ticket: Ticket, values: dict[str, Any], expected: datetime | None) -> None:
    """
    :raises StaleTicket: the ticket is not the version that the person had before him.
    """
    if expected is None or expected == ticket.updated_at:
        return
    stored = snapshot(ticket, values)
    yours = {name: "" if value is None else str(value) for name, value in values.items()}
    updated_at = ticket.updated_at.isoformat()
    raise StaleTicket(data={"stored": stored, "yours": yours, "updated_at": updated_at})


def check_ticket(ticket: Ticket, *, only: Collection[str] = FIELDS) -> None:
    """Refuse what cannot be saved, before it is.

    :raises InvalidInput: a field is not what it should be.
    """
    ticket.due_date = rules.due_moment(ticket.due_date)
    refuse_invalid(ticket, only=only)
    if problem := rules.tag_problem(ticket.tags):
        raise InvalidInput({"tags": [str(problem)]})


def save_ticket(ticket: Ticket, now: datetime) -> None:
    """Store the ticket, together with how it is found and who sees it; part of every change.

    :raises InvalidInput: its department or work area was deleted meanwhile.
    """
    hold(ticket)
    ticket.complete()
    ticket.stamp(now)
    ticket.save()


def month_of(now: datetime) -> str:
    """How the numbers of tickets begin that are handed in now: year and month in Berlin."""
    return now.astimezone(BERLIN).strftime("%y%m")


def take_numbers(month: str, count: int) -> list[str]:
    """The next ticket numbers of a month."""
    last = next_number(f"tickets:{month}", count=count)
    return [f"{month}-{number:03d}" for number in range(last - count + 1, last + 1)]


def _drop_what_only_workers_fill_in(ticket: Ticket, actor: Any) -> None:
    if not rules.is_worker(actor):
        ticket.estimated_hours = ticket.actual_hours = None


def _free_number(now: datetime) -> str:
    """The next number of the month; a backup that was restored may have counted less than there are."""
    while True:
        [number] = take_numbers(month_of(now), 1)
        if not Ticket.objects.filter(ticket_number=number).exists():
            return number
