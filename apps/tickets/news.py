"""Telling people about tickets, in the transaction of what happened: what concerns them, but not their own doing.

Only who may see the ticket is told; internal notes are not told at all.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from apps.accounts.enums import EMPLOYEE_ROLES
from apps.core.registry import NotificationType
from apps.notifications.services import notify
from apps.tickets import rules
from apps.tickets.models import Ticket, TicketMessage, WorkArea
from apps.tickets.notification_types import ASSIGNED, DUE_SOON, MESSAGE, NEW, STATE_CHANGED
from apps.tickets.queries import url_of

QUOTED = 2000  # characters of a text in a mail; the page has all


def tell_of_new(ticket: Ticket, *, actor: Any, now: datetime) -> None:
    """Employees, and those whose work area it is."""
    area = WorkArea.objects.filter(pk=ticket.work_area_id).first() if ticket.work_area_id else None
    concerned = Q(role__in=list(EMPLOYEE_ROLES)) | Q(pk__in=area.members if area else [])
    people = get_user_model().objects.usable(now).filter(concerned)
    text = _quoted(ticket.description)
    _tell(NEW, ticket, people, key="new", actor=actor, now=now, mail={"text": text})


def tell_of_assignment(ticket: Ticket, people: Iterable[Any], *, actor: Any, now: datetime) -> None:
    """Those who work on it from now on."""
    text = _quoted(ticket.description)
    key = f"assigned:{now.isoformat()}"
    _tell(ASSIGNED, ticket, people, key=key, actor=actor, now=now, mail={"text": text})


def tell_of_message(ticket: Ticket, message: TicketMessage, *, actor: Any, now: datetime) -> None:
    """Who made the ticket, works on it or watches it."""
    mail, key = {"text": _quoted(message.text)}, f"message:{message.pk}"
    _tell(MESSAGE, ticket, _participants(ticket, now), key=key, actor=actor, now=now, mail=mail)


def tell_of_state(
    ticket: Ticket, *, actor: Any, now: datetime, reason: str = "", apart: Iterable[Any] = ()
) -> None:
    """Who made the ticket, works on it or watches it.

    :param apart: people who hear of it in another way.
    """
    known = {person.pk for person in apart}
    people = [person for person in _participants(ticket, now) if person.pk not in known]
    words = {"status": ticket.state.label}
    key = f"state:{now.isoformat()}"
    _tell(
        STATE_CHANGED,
        ticket,
        people,
        key=key,
        actor=actor,
        now=now,
        mail={"reason": reason},
        **words,
    )


def tell_of_due_date(ticket: Ticket, due: datetime, *, now: datetime) -> None:
    """Those who work on it; once for each due date."""
    working = {ticket.assigned_to_id, *ticket.co_assignees}
    people = [person for person in _participants(ticket, now) if person.pk in working]
    words = {"due": date_format(localtime(due), "D j.n.Y")}
    _tell(DUE_SOON, ticket, people, key=f"due:{due.isoformat()}", actor=None, now=now, **words)


def _participants(ticket: Ticket, now: datetime) -> list[Any]:
    """The accounts of those who take part and may see the ticket."""
    people = get_user_model().objects.usable(now).filter(pk__in=ticket.participants)
    return [person for person in people if rules.can_edit(person, ticket)]


def _tell(
    kind: NotificationType,
    ticket: Ticket,
    people: Iterable[Any],
    *,
    key: str,
    actor: Any,
    now: datetime,
    mail: dict[str, Any] | None = None,
    **words: Any,
) -> None:
    notify(
        kind.code,
        ticket,
        key=f"tickets:{ticket.pk}:{key}",
        actor=actor,
        now=now,
        url=url_of(ticket),
        mail={**_facts(ticket), **(mail or {})},
        to=people,
        actor_name=str(actor or ""),
        **{"ticket": str(ticket), **words},
    )


def _facts(ticket: Ticket) -> dict[str, str]:
    due = date_format(localtime(ticket.due_date), "D j.n.Y") if ticket.due_date else ""
    return {
        "number": ticket.ticket_number,
        "title": ticket.title,
        "priority": str(ticket.urgency.label),
        "state": str(ticket.state.label),
        "due_date": due,
    }


def _quoted(text: str) -> str:
    return Truncator(text).chars(QUOTED)
