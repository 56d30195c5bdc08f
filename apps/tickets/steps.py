"""The steps that pages offer with a ticket: which state each leads to, and who is offered it when.

The services decide; this only keeps buttons away that would be refused.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.tickets import rules
from apps.tickets.enums import ACTIVE_STATUSES, DONE_STATUSES, TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.queries import CHANGE, WORK


@dataclass(frozen=True)
class Step:
    """One button: the verb in the address, its word, an icon, the state after it."""

    code: str
    label: Any
    icon: str
    to: TicketStatus
    done: Any


TAKE = Step(
    "take",
    _("Take"),
    "hand",
    TicketStatus.ASSIGNED,
    _("Ticket %(number)s is yours now."),
)
START = Step(
    "start",
    _("Start work"),
    "play",
    TicketStatus.IN_PROGRESS,
    _("Ticket %(number)s is in progress."),
)
RESOLVE = Step(
    "resolve",
    _("Mark as resolved"),
    "circle-check",
    TicketStatus.RESOLVED,
    _("Ticket %(number)s is resolved."),
)
CLOSE = Step(
    "close",
    _("Close"),
    "lock",
    TicketStatus.CLOSED,
    _("Ticket %(number)s is closed."),
)
REOPEN = Step(
    "reopen",
    _("Reopen"),
    "lock-open",
    TicketStatus.IN_PROGRESS,
    _("Ticket %(number)s is open again."),
)
RELEASE = Step(
    "release",
    _("Release"),
    "undo-2",
    TicketStatus.OPEN,
    _("Ticket %(number)s is free for others."),
)
STEPS = {step.code: step for step in (TAKE, START, RESOLVE, CLOSE, REOPEN, RELEASE)}


@dataclass(frozen=True)
class Offer:
    """A step as a page offers it; with ``asks`` it needs a reason, and its own page asks for it."""

    step: Step
    asks: bool = False
    is_primary: bool = False


def steps_for(user: Any, ticket: Ticket, *, may_edit: bool, may_work: bool) -> list[Offer]:
    """What the person can do next, the most likely first."""
    state = ticket.state
    is_free = ticket.assigned_to_id is None and state == TicketStatus.OPEN
    may_begin = may_work or (is_free and rules.is_worker(user))
    possible = [
        (TAKE, may_begin and is_free),
        (START, may_begin and state in {TicketStatus.OPEN, TicketStatus.ASSIGNED}),
        (RESOLVE, may_work and state == TicketStatus.IN_PROGRESS),
        (CLOSE, may_edit and state != TicketStatus.CLOSED),
        (REOPEN, may_edit and state in DONE_STATUSES),
        (RELEASE, may_work and state in ACTIVE_STATUSES - {TicketStatus.OPEN}),
    ]
    offers = [Offer(step, _asks(ticket, step)) for step, is_possible in possible if is_possible]
    return [replace(each, is_primary=each is offers[0] and not each.asks) for each in offers]


def rights_on(user: Any, ticket: Ticket) -> dict[str, bool]:
    """What the person may do with the ticket, as ``steps_for`` takes it."""
    may_edit = user.has_perm(CHANGE, ticket)
    return {"may_edit": may_edit, "may_work": may_edit and user.has_perm(WORK, ticket)}


def card_steps(user: Any, ticket: Ticket) -> list[Offer]:
    """The same for the cards of a board, by role and participation alone: no command for each card."""
    may_edit = rules.can_edit(user, ticket)
    return steps_for(user, ticket, may_edit=may_edit, may_work=may_edit and rules.is_worker(user))


def _asks(ticket: Ticket, step: Step) -> bool:
    return rules.can_move(ticket.status, step.to) and rules.needs_reason(ticket.status, step.to)
