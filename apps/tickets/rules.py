"""What is allowed with a ticket: the table of its states, and who may see, edit and work on it.

Everything here is pure: a ticket, a person, an answer. What guardian's object permissions add is asked by
``apps.tickets.queries``, and only when the answer here is no.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import EMPLOYEE_ROLES, Role
from apps.core.clock import BERLIN, end_of_day
from apps.tickets.enums import TicketStatus

# The one table: from a state to those it can go into, and whether that needs a reason.
TRANSITIONS: dict[TicketStatus, dict[TicketStatus, bool]] = {
    TicketStatus.OPEN: {
        TicketStatus.ASSIGNED: False,
        TicketStatus.IN_PROGRESS: False,
        TicketStatus.CLOSED: True,
    },
    TicketStatus.ASSIGNED: {
        TicketStatus.OPEN: False,
        TicketStatus.IN_PROGRESS: False,
        TicketStatus.CLOSED: True,
    },
    TicketStatus.IN_PROGRESS: {
        TicketStatus.OPEN: False,
        TicketStatus.RESOLVED: False,
        TicketStatus.CLOSED: True,
    },
    TicketStatus.RESOLVED: {
        TicketStatus.OPEN: True,
        TicketStatus.IN_PROGRESS: True,
        TicketStatus.CLOSED: False,
    },
    TicketStatus.CLOSED: {TicketStatus.OPEN: True, TicketStatus.IN_PROGRESS: True},
}

EDITABLE = (
    "title",
    "description",
    "category",
    "priority",
    "department",
    "work_area",
    "due_date",
    "tags",
)
WORKED_OUT = ("estimated_hours", "actual_hours")  # what those who work on it fill in
MAX_TAGS = 20
LONGEST_TAG = 40
MOST_PEOPLE = 50  # co-assignees or watchers of one ticket
MOST_HOURS = Decimal("9999.99")


def next_states(current: str) -> list[TicketStatus]:
    """Where a ticket may go from a state, in the order of the states."""
    allowed = TRANSITIONS[TicketStatus(current)]
    return [status for status in TicketStatus if status in allowed]


def can_move(current: str, wanted: str) -> bool:
    return TicketStatus(wanted) in TRANSITIONS[TicketStatus(current)]


def needs_reason(current: str, wanted: str) -> bool:
    """Whether somebody has to say why; of a move that the table allows."""
    return TRANSITIONS[TicketStatus(current)][TicketStatus(wanted)]


def is_employee(user: Any) -> bool:
    """Who reads internal notes; nobody (Scandy itself) may do everything."""
    return user is None or user.role in EMPLOYEE_ROLES


def is_worker(user: Any) -> bool:
    """Who works on tickets: everybody but participants."""
    return user is None or user.role != Role.PARTICIPANT


def takes_part(user: Any, ticket: Any) -> bool:
    """Whether the person made the ticket, works on it or watches it."""
    return user.pk in {
        ticket.created_by_id,
        ticket.assigned_to_id,
        *ticket.co_assignees,
        *ticket.watchers,
    }


def can_view(user: Any, ticket: Any, *, areas: frozenset[Any] = frozenset()) -> bool:
    """Whether role and participation let the person see the ticket.

    :param areas: the person's work areas; they narrow which open tickets of others are shown.
    """
    return can_edit(user, ticket) or (is_worker(user) and is_on_offer(ticket, areas))


def can_edit(user: Any, ticket: Any) -> bool:
    """Whether role and participation let the person change the ticket."""
    if is_employee(user):
        return True
    if not is_worker(user):
        return bool(ticket.created_by_id == user.pk)
    return takes_part(user, ticket)


def is_on_offer(ticket: Any, areas: frozenset[Any]) -> bool:
    """Whether the ticket waits for somebody to take it, and is nothing that others alone look after."""
    if ticket.status != TicketStatus.OPEN or ticket.assigned_to_id is not None:
        return False
    return not areas or ticket.work_area_id is None or ticket.work_area_id in areas


def editable_fields(user: Any) -> tuple[str, ...]:
    """What the person may change of a ticket that he may edit."""
    return (*EDITABLE, *WORKED_OUT) if is_worker(user) else EDITABLE


def audience(ticket: Any) -> list[str]:
    """Who sees the ticket, as words that one index answers: people by id, and to whom it is on offer."""
    people = {ticket.created_by_id, ticket.assigned_to_id, *ticket.co_assignees, *ticket.watchers}
    words = {str(person) for person in people | set(ticket.shared_with) if person is not None}
    if is_on_offer(ticket, frozenset()):
        words |= {ON_OFFER, area_word(ticket.work_area_id)}
    return sorted(words)


ON_OFFER = "offer"


def area_word(area_id: Any) -> str:
    """How the audience names those who look after a work area; None: tickets of no area."""
    return f"{ON_OFFER}:{area_id or ''}"


def audience_of(user: Any, areas: frozenset[Any]) -> list[str]:
    """The words of which a ticket must have one for the person to see it."""
    if not is_worker(user):
        return [str(user.pk)]
    offers = [area_word(area) for area in sorted({None, *areas}, key=str)] if areas else [ON_OFFER]
    return [str(user.pk), *offers]


def due_moment(value: date | datetime | None) -> datetime | None:
    """When a ticket is due: the end of a day in Berlin, unless a time is given."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BERLIN)
    return end_of_day(value) if isinstance(value, date) else value


def is_overdue(ticket: Any, now: datetime) -> bool:
    """Whether it should be done by now and is not."""
    is_done = ticket.status in {TicketStatus.RESOLVED, TicketStatus.CLOSED}
    return ticket.due_date is not None and ticket.due_date < now and not is_done


def tidy_tags(tags: Any) -> list[str]:
    """The tags without surplus blanks, each once whatever the case, in their order."""
    tidied = (" ".join(str(tag).replace("\0", "").split()) for tag in tags or ())
    once: dict[str, str] = {}
    for tag in tidied:
        once.setdefault(tag.casefold(), tag)
    return [tag for tag in once.values() if tag]


def tag_problem(tags: list[str]) -> Any:
    """What is wrong with tags, as a sentence; None: nothing."""
    if len(tags) > MAX_TAGS:
        return _("A ticket has at most %(count)d tags.") % {"count": MAX_TAGS}
    if any(len(tag) > LONGEST_TAG for tag in tags):
        return _("A tag has at most %(count)d characters.") % {"count": LONGEST_TAG}
    return None


def can_book(user: Any, ticket: Any) -> bool:
    """Whether the person books work and material on the ticket: employees, and those who are assigned."""
    if is_employee(user):
        return True
    return is_worker(user) and user.pk in {ticket.assigned_to_id, *ticket.co_assignees}


def sees_prices(user: Any) -> bool:
    """Whether the person reads and sets what things cost; everybody else sees quantities and hours."""
    return is_employee(user)
