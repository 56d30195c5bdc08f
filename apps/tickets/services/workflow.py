"""The way of a ticket: who is responsible for it, and from which state it goes into which.

Every move goes through ``_move``: the table of the rules decides, and of two people who move the same ticket at once
one is refused by the database, runs again, and meets the state that the other one left.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.tickets import rules
from apps.tickets.enums import DONE_STATUSES, TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.news import tell_of_assignment, tell_of_state
from apps.tickets.queries import VIEW, WORK, ticket_for
from apps.tickets.services.tickets import refuse_stale, save_ticket
from apps.tickets.services.work_orders import settle_order, unsettle_order

MOVED = ("status", "assigned_to")
LONGEST_REASON = 500


class StatusNotAllowed(DomainError):
    """The ticket cannot go from its state into the wanted one; ``data["allowed"]`` names those it can go into."""

    code = ErrorCode.STATUS_NOT_ALLOWED
    status = 409


@atomic
def assign_ticket(
    *,
    ticket_id: Any,
    user_id: Any,
    actor: Any,
    now: datetime,
    expected: datetime | None = None,
) -> Ticket:
    """Make one person responsible; None takes the responsibility away (``release_ticket``).

    :raises InvalidInput: the person cannot work on tickets; the sentence names him.
    :raises StatusNotAllowed: the work is done already.
    :raises StaleTicket: somebody was faster.
    """
    if user_id is None:
        return release_ticket(ticket_id=ticket_id, actor=actor, now=now, expected=expected)
    ticket = ticket_for(actor, ticket_id, WORK)
    refuse_stale(ticket, {"assigned_to": user_id}, expected)
    person = assignable(user_id, now)
    return _assign(ticket, person, actor=actor, now=now)


@atomic
def take_ticket(*, ticket_id: Any, actor: Any, now: datetime) -> Ticket:
    """Become responsible for a ticket that nobody has taken yet.

    :raises StatusNotAllowed: somebody else has it.
    """
    ticket = _free_ticket(actor, ticket_id)
    if ticket.assigned_to_id is not None or ticket.status != TicketStatus.OPEN:
        raise _refused(ticket, TicketStatus.ASSIGNED)
    return _assign(ticket, actor, actor=actor, now=now)


@atomic
def release_ticket(
    *, ticket_id: Any, actor: Any, now: datetime, expected: datetime | None = None
) -> Ticket:
    """Give a ticket back: it is open, and nobody is responsible.

    :raises StatusNotAllowed: it is open already, or the work is done.
    """
    ticket = ticket_for(actor, ticket_id, WORK)
    refuse_stale(ticket, {"assigned_to": None}, expected)
    if ticket.state not in {TicketStatus.ASSIGNED, TicketStatus.IN_PROGRESS}:
        raise _refused(ticket, TicketStatus.OPEN)
    return _move(ticket, TicketStatus.OPEN, "tickets.released", actor=actor, now=now)


@atomic
def start_work(*, ticket_id: Any, actor: Any, now: datetime) -> Ticket:
    """Begin; a ticket that nobody is responsible for becomes the actor's.

    :raises StatusNotAllowed: the work has begun, or is done.
    """
    ticket = _free_ticket(actor, ticket_id)
    if ticket.state in DONE_STATUSES:
        raise _refused(ticket, TicketStatus.IN_PROGRESS)
    return _move(ticket, TicketStatus.IN_PROGRESS, "tickets.started", actor=actor, now=now)


@atomic
def resolve_ticket(*, ticket_id: Any, actor: Any, now: datetime) -> Ticket:
    """Say that the work is done.

    :raises StatusNotAllowed: it has not begun.
    """
    ticket = ticket_for(actor, ticket_id, WORK)
    return _move(ticket, TicketStatus.RESOLVED, "tickets.resolved", actor=actor, now=now)


@atomic
def close_ticket(*, ticket_id: Any, actor: Any, now: datetime, reason: str = "") -> Ticket:
    """Put a ticket away; without the work being done only with a reason.

    :raises InvalidInput: a reason is needed.
    :raises StatusNotAllowed: it is closed already.
    """
    ticket = ticket_for(actor, ticket_id)
    settle_order(ticket, now)
    is_done = ticket.status == TicketStatus.RESOLVED
    event = "tickets.closed" if is_done else "tickets.dismissed"
    return _move(ticket, TicketStatus.CLOSED, event, reason=reason, actor=actor, now=now)


@atomic
def reopen_ticket(
    *,
    ticket_id: Any,
    reason: str,
    actor: Any,
    now: datetime,
    to: TicketStatus | None = None,
) -> Ticket:
    """Begin again with a ticket whose work was done.

    :param to: in progress or open; default: in progress, if somebody is responsible.
    :raises InvalidInput: there is no reason.
    :raises StatusNotAllowed: the work is not done yet.
    """
    ticket = ticket_for(actor, ticket_id)
    default = TicketStatus.IN_PROGRESS if ticket.assigned_to_id else TicketStatus.OPEN
    wanted = TicketStatus(to or default)
    if ticket.state not in DONE_STATUSES:
        raise _refused(ticket, wanted)
    unsettle_order(ticket)
    return _move(ticket, wanted, "tickets.reopened", reason=reason, actor=actor, now=now)


@atomic
def move_ticket(
    *, ticket_id: Any, to: TicketStatus, actor: Any, now: datetime, reason: str = ""
) -> Ticket:
    """Bring a ticket into a state by the step that leads there, for who names the state and not the step.

    :raises InvalidInput: a reason is needed.
    :raises StatusNotAllowed: no step leads there from where it is.
    """
    ticket = ticket_for(actor, ticket_id, VIEW)
    by: dict[str, Any] = {"ticket_id": ticket_id, "actor": actor, "now": now}
    if to == TicketStatus.CLOSED:
        return close_ticket(**by, reason=reason)
    if to == TicketStatus.RESOLVED:
        return resolve_ticket(**by)
    if to == TicketStatus.ASSIGNED:
        return take_ticket(**by)
    if ticket.state in DONE_STATUSES:
        return reopen_ticket(**by, to=to, reason=reason)
    return start_work(**by) if to == TicketStatus.IN_PROGRESS else release_ticket(**by)


def assignable(user_id: Any, now: datetime) -> Any:
    """The account, if it can be responsible for a ticket.

    :raises InvalidInput: it cannot; the sentence names the person.
    """
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        raise InvalidInput({"assigned_to": [str(_("There is no such person."))]})
    if problem := _problem_of(person, now):
        raise InvalidInput({"assigned_to": [str(problem % {"name": person})]})
    return person


def _problem_of(person: Any, now: datetime) -> Any:
    if not person.is_usable(now):
        return _("%(name)s cannot be assigned: the account is not active.")
    if not rules.is_worker(person):
        return _("%(name)s cannot be assigned: participants do not work on tickets.")
    return None


def _free_ticket(actor: Any, ticket_id: Any) -> Ticket:
    """A ticket that the person may work on, or that is on offer to him.

    :raises TicketNotFound: it is gone, or none of the person's business.
    :raises NotPermitted: somebody else works on it, or the person may only read.
    """
    ticket = ticket_for(actor, ticket_id, VIEW)
    is_offered = rules.is_worker(actor) and rules.is_on_offer(ticket, frozenset())
    return ticket if is_offered else ticket_for(actor, ticket_id, WORK)


def _assign(ticket: Ticket, person: Any, *, actor: Any, now: datetime) -> Ticket:
    if ticket.state in DONE_STATUSES:
        raise _refused(ticket, TicketStatus.ASSIGNED)
    if ticket.assigned_to_id == person.pk:
        return ticket
    before = snapshot(ticket, MOVED)
    ticket.assigned_to = person
    ticket.co_assignees = [pk for pk in ticket.co_assignees if pk != person.pk]
    if ticket.status == TicketStatus.OPEN:
        ticket.status = TicketStatus.ASSIGNED
    _save(ticket, before, "tickets.assigned", actor=actor, now=now, person=person)
    tell_of_assignment(ticket, [person], actor=actor, now=now)
    if before["status"] != str(ticket.state.label):
        tell_of_state(ticket, actor=actor, now=now, apart=[person])
    return ticket


def _move(
    ticket: Ticket,
    wanted: TicketStatus,
    event: str,
    *,
    actor: Any,
    now: datetime,
    reason: str = "",
) -> Ticket:
    """Bring a ticket into another state, if the table allows it."""
    if not rules.can_move(ticket.status, wanted):
        raise _refused(ticket, wanted)
    words = {"reason": _checked(reason)} if rules.needs_reason(ticket.status, wanted) else {}
    before = snapshot(ticket, MOVED)
    ticket.status = wanted
    if wanted == TicketStatus.OPEN:
        ticket.assigned_to = None
    elif wanted == TicketStatus.IN_PROGRESS and ticket.assigned_to_id is None:
        ticket.assigned_to = actor
    ticket.resolved_at = _moment(ticket.resolved_at, wanted, TicketStatus.RESOLVED, now)
    ticket.closed_at = _moment(ticket.closed_at, wanted, TicketStatus.CLOSED, now)
    _save(ticket, before, event, actor=actor, now=now, **words)
    tell_of_state(ticket, actor=actor, now=now, **words)
    return ticket


def _moment(
    known: datetime | None, wanted: TicketStatus, reached: TicketStatus, now: datetime
) -> datetime | None:
    """When the state was reached; a ticket that is worked on again has not reached it."""
    if wanted == reached:
        return now
    return known if wanted in DONE_STATUSES else None


def _save(
    ticket: Ticket, before: dict[str, str], event: str, *, actor: Any, now: datetime, **words: Any
) -> None:
    save_ticket(ticket, now)
    changes = changes_between(before, ticket)
    record(event, ticket, actor=actor, at=now, changes=changes, ticket=ticket, **words)


def _checked(reason: str) -> str:
    tidy = " ".join(str(reason or "").replace("\0", "").split())
    if not tidy or len(tidy) > LONGEST_REASON:
        text = _("Please say why, in at most %(count)d characters.") % {"count": LONGEST_REASON}
        raise InvalidInput({"reason": [str(text)]}, message=text)
    return tidy.rstrip(".")


def _refused(ticket: Ticket, wanted: TicketStatus) -> StatusNotAllowed:
    message = _("Ticket %(number)s is %(status)s and cannot become %(wanted)s.") % {
        "number": ticket.ticket_number,
        "status": ticket.state.label,
        "wanted": wanted.label,
    }
    allowed = [status.value for status in rules.next_states(ticket.status)]
    return StatusNotAllowed(message, data={"status": ticket.status, "allowed": allowed})
