"""Tickets as programs read and write them, for the API and for pages that are asked for JSON.

The keys are the specification's. What belongs to the order behind a ticket (customer, project, material) is answered
from its records; names stand for people, departments and work areas.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.form_fields import as_sent
from apps.core.form_input import refuse_errors
from apps.tickets import people
from apps.tickets.enums import TicketStatus
from apps.tickets.forms import NewTicketForm, TicketForm
from apps.tickets.models import Ticket, TicketMessage
from apps.tickets.order_wire import represent_order, save_order
from apps.tickets.orders import orders_of
from apps.tickets.queries import living_ticket, with_people
from apps.tickets.serializers import represent
from apps.tickets.services import sharing, workflow
from apps.tickets.services.tickets import change_ticket, create_ticket, refuse_stale

OTHERS = {"co_assignees": sharing.set_co_assignees, "watchers": sharing.set_watchers}


def tickets_as_json(tickets: Sequence[Ticket], user: Any) -> list[dict[str, Any]]:
    """What the person may read of the tickets; the same number of commands however many."""
    with_people(tickets)
    orders = orders_of(tickets)
    return [represent(each) | represent_order(orders[each.pk], user) for each in tickets]


def ticket_as_json(ticket: Ticket, user: Any) -> dict[str, Any]:
    """The same for one ticket."""
    return tickets_as_json([ticket], user)[0]


def message_as_json(message: TicketMessage) -> dict[str, Any]:
    return {
        "id": str(message.pk),
        "text": message.text,
        "author": message.author_name,
        "at": message.at.isoformat(),
        "is_internal": message.is_internal,
    }


@atomic
def create_from(body: dict[str, Any], *, actor: Any, now: datetime) -> Ticket:
    """Hand in the ticket that a program describes.

    :raises InvalidInput: a field is not what it should be.
    """
    form = NewTicketForm(_flat(NewTicketForm(user=actor), body), user=actor)
    refuse_errors(form)
    ticket = create_ticket(form.new_ticket(), actor=actor, now=now)
    if body.get("assigned_to"):
        assign_from(ticket, body["assigned_to"], actor=actor, now=now)
    return _complete(ticket, body, actor=actor, now=now)


@atomic
def change_from(ticket_id: Any, body: dict[str, Any], *, actor: Any, now: datetime) -> Ticket:
    """Change what a program names and leave the rest; with ``updated_at`` only if nobody was faster.

    :raises InvalidInput: a field is not what it should be.
    :raises StaleTicket: the ticket is newer than ``updated_at``; ``data`` has both versions.
    :raises StatusNotAllowed: the ticket cannot go into the state that is named.
    """
    ticket = with_people([living_ticket(ticket_id)])[0]
    form = TicketForm(instance=ticket, user=actor)
    form = TicketForm(_flat(form, body), instance=living_ticket(ticket_id), user=actor)
    named = {name: body[name] for name in form.fields if name in body}
    refuse_stale(ticket, named, _moment(body.get("updated_at")))
    refuse_errors(form)
    if values := form.changes:
        change_ticket(ticket_id=ticket_id, values=values, actor=actor, now=now)
    if "assigned_to" in body:
        assign_from(ticket, body["assigned_to"], actor=actor, now=now)
    return _complete(ticket, body, actor=actor, now=now)


def assign_from(ticket: Ticket, username: Any, *, actor: Any, now: datetime) -> Ticket:
    """Make the person with that name responsible; None: nobody.

    :raises InvalidInput: there is no such person, or none that can work on tickets.
    """
    person = _person("assigned_to", username) if username else None
    if ticket.assigned_to_id == person:
        return ticket
    return workflow.assign_ticket(ticket_id=ticket.pk, user_id=person, actor=actor, now=now)


def _complete(ticket: Ticket, body: dict[str, Any], *, actor: Any, now: datetime) -> Ticket:
    """What has services of its own: further people, the order, the state."""
    for name, service in OTHERS.items():
        if name in body and isinstance(body[name], list):
            ids = [_person(name, username) for username in body[name]]
            if ids != list(getattr(ticket, name)):
                service(ticket_id=ticket.pk, user_ids=ids, actor=actor, now=now)
    save_order(ticket, body, actor=actor, now=now)
    wanted = _status(body.get("status"))
    if wanted and wanted != living_ticket(ticket.pk).status:
        reason = str(body.get("reason") or "")
        workflow.move_ticket(ticket_id=ticket.pk, to=wanted, reason=reason, actor=actor, now=now)
    return living_ticket(ticket.pk)


def _flat(form: Any, body: dict[str, Any]) -> Any:
    """What a browser would send: several people or tags stand in one text."""
    flat = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in body.items()
    }
    return as_sent(form, flat)


def _person(field: str, username: Any) -> Any:
    person = people.person_named(username) if isinstance(username, str) else None
    if person is None:
        text = _("There is no account named %(names)s.") % {"names": str(username)[:150]}
        raise InvalidInput({field: [text]})
    return person


def _status(value: Any) -> TicketStatus | None:
    """
    :raises InvalidInput: there is no such state.
    """
    try:
        return TicketStatus(value) if value is not None else None
    except ValueError as error:
        known = ", ".join(TicketStatus.values)
        text = _("Please give one of these: %(values)s.") % {"values": known}
        raise InvalidInput({"status": [text]}) from error


def _moment(seen: Any) -> datetime | None:
    """
    :raises InvalidInput: ``updated_at`` is no moment.
    """
    if seen is None:
        return None
    try:
        moment = parse_datetime(str(seen))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput({"updated_at": [_("Please give a date with time and offset.")]})
    return moment
