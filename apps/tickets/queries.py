"""Questions about tickets. ``visible_to`` is the one place that says which tickets a person sees."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError, ErrorCode, NotPermitted
from apps.core.logs import scope_cache
from apps.masterdata.models import Department
from apps.tickets import rules
from apps.tickets.enums import ACTIVE_STATUSES
from apps.tickets.models import Ticket, TicketEvent, TicketMessage, UnreadMark, WorkArea
from apps.tickets.models.tickets import TicketQuerySet
from apps.tickets.shares import is_shared
from apps.tickets.texts import Reader

VIEW, CHANGE, WORK = "tickets.view_ticket", "tickets.change_ticket", "tickets.work_on_ticket"
INTERNAL_EVENTS = ("tickets.note_added",)


class TicketNotFound(DomainError):
    """No ticket has this number, or it is none of the person's business."""

    code = ErrorCode.TICKET_NOT_FOUND
    status = 404
    message = _("There is no ticket with this number.")


def visible_to(user: Any) -> TicketQuerySet:
    """The tickets that the person sees in lists, without those in the trash."""
    tickets = Ticket.objects.alive()
    if rules.is_employee(user):
        return tickets.read_by(Reader())
    words = rules.audience_of(user, areas_of(user))
    if not rules.is_worker(user):
        tickets = tickets.filter(created_by=user)
    reader = Reader(tuple(words))
    return tickets.filter(audience__overlap=words).read_by(reader)


def taking_part(user: Any) -> TicketQuerySet:
    """The tickets that the person made, works on, watches or was shown, without those in the trash."""
    return visible_to(user).filter(audience__contains=[str(user.pk)])


def on_offer(user: Any) -> TicketQuerySet:
    """The open tickets that nobody has taken yet, as far as the person sees them."""
    offers = [word for word in rules.audience_of(user, areas_of(user)) if word != str(user.pk)]
    return visible_to(user).filter(audience__overlap=offers)


def unassigned_tickets() -> QuerySet[Ticket]:
    """The open tickets that nobody has taken yet, of all work areas."""
    return Ticket.objects.alive().filter(audience__contains=[rules.ON_OFFER])


def overdue_tickets(now: datetime) -> QuerySet[Ticket]:
    """Tickets that should be done by now and are not."""
    late = Ticket.objects.alive().filter(due_date__lt=now)
    return late.filter(status__in=list(ACTIVE_STATUSES))


def all_areas() -> list[WorkArea]:
    """The work areas by name, some dozens at most; read once per request or task."""
    cache = scope_cache()
    if "tickets.areas" not in cache:
        cache["tickets.areas"] = list(WorkArea.objects.order_by("sort_name"))
    return cache["tickets.areas"]


def areas_of(user: Any) -> frozenset[ObjectId]:
    """The work areas of the person."""
    if not rules.is_worker(user):
        return frozenset()
    return frozenset(area.pk for area in all_areas() if user.pk in area.members)


def allows(user: Any, permission: str, ticket: Ticket) -> bool:
    """What ``user.has_perm(permission, ticket)`` answers; guardian is asked when role and participation say no."""
    if permission == VIEW:
        is_visible = rules.can_edit(user, ticket) or rules.can_view(
            user, ticket, areas=areas_of(user)
        )
        return is_visible or is_shared(user, ticket, "view_ticket", "change_ticket")
    if rules.can_edit(user, ticket):
        return True
    return permission in {CHANGE, WORK} and is_shared(user, ticket, "change_ticket")


def may(user: Any, permission: str, ticket: Ticket) -> bool:
    """The same for services, whose actor is None when Scandy itself acts."""
    return user is None or user.has_perm(permission, ticket)


def visible_ticket(user: Any, number: str) -> Ticket:
    """The ticket with the number.

    :raises TicketNotFound: there is none, it lies in the trash, or the person must not know of it.
    """
    tickets = Ticket.objects.alive().select_related("work_area")
    ticket = tickets.filter(ticket_number=str(number)[:20]).first()
    if ticket is None or not may(user, VIEW, ticket):
        raise TicketNotFound
    return ticket


def living_ticket(ticket_id: Any) -> Ticket:
    """The ticket, unless it lies in the trash.

    :raises TicketNotFound: it does, or it never existed.
    """
    ticket = Ticket.objects.alive().filter(pk=ticket_id).first()
    if ticket is None:
        raise TicketNotFound
    return ticket


def ticket_for(actor: Any, ticket_id: Any, permission: str = CHANGE) -> Ticket:
    """The ticket, for services that do something with it.

    :raises TicketNotFound: there is none, it lies in the trash, or the person must not know of it.
    :raises NotPermitted: the person may see it, but not do that.
    """
    ticket = living_ticket(ticket_id)
    if not may(actor, permission, ticket):
        raise NotPermitted if may(actor, VIEW, ticket) else TicketNotFound
    return ticket


def visible_messages(user: Any, ticket: Ticket) -> QuerySet[TicketMessage]:
    """The conversation, oldest first; internal notes for employees alone."""
    messages = TicketMessage.objects.filter(ticket=ticket)
    if not rules.is_employee(user):
        messages = messages.filter(is_internal=False)
    return messages.order_by("at", "pk")


def history_for(user: Any, ticket: Ticket, *, limit: int = 50) -> list[TicketEvent]:
    """What happened to the ticket, newest first; that there are notes is told to employees alone."""
    events = TicketEvent.objects.about(ticket)
    if not rules.is_employee(user):
        events = events.exclude(event_type__in=INTERNAL_EVENTS)
    return list(events[:limit])


def with_people(tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Give each ticket its people, department and work area: three commands however many tickets."""
    people = _by_id(
        get_user_model(), [person for ticket in tickets for person in ticket.participants]
    )
    departments = _by_id(Department, [ticket.department_id for ticket in tickets])
    areas = {area.pk: area for area in all_areas()}
    found = {
        "created_by": people,
        "assigned_to": people,
        "department": departments,
        "work_area": areas,
    }
    for ticket in tickets:
        for name, things in found.items():
            if thing := things.get(getattr(ticket, f"{name}_id")):
                setattr(ticket, name, thing)
        ticket.co_assigned_people = [people[pk] for pk in ticket.co_assignees if pk in people]
        ticket.watching_people = [people[pk] for pk in ticket.watchers if pk in people]
    return tickets


def with_unread(user: Any, tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Give each ticket the number of messages that the person has not seen: one command."""
    marks = UnreadMark.objects.filter(user=user, ticket__in=[ticket.pk for ticket in tickets])
    counts = dict(marks.values_list("ticket_id", "count"))
    for ticket in tickets:
        ticket.unread = counts.get(ticket.pk, 0)
    return tickets


def unread_tickets(user: Any) -> int:
    """How many tickets have messages that the person has not seen."""
    return UnreadMark.objects.filter(user=user, count__gt=0).count()


def tickets_in_words(count: int) -> str:
    return ngettext("%(count)d ticket", "%(count)d tickets", count) % {"count": count}


def order_lines_in_words(count: int) -> str:
    return ngettext("%(count)d order of a ticket", "%(count)d orders of tickets", count) % {
        "count": count
    }


def url_of(ticket: Ticket) -> str:
    return reverse("tickets:detail", args=[ticket.ticket_number])


def _by_id(model: Any, ids: Iterable[Any]) -> dict[Any, Any]:
    wanted = {pk for pk in ids if pk is not None}
    return {each.pk: each for each in model.objects.filter(pk__in=wanted)}


def trashed_ticket(number: str) -> Ticket:
    """The ticket with the number, out of the trash.

    :raises TicketNotFound: it does not lie there.
    """
    ticket = Ticket.objects.filter(ticket_number=str(number)[:20], deleted=True).first()
    if ticket is None:
        raise TicketNotFound
    return ticket


def ids_of(user: Any, numbers: Iterable[str]) -> list[Any]:
    """The ids of tickets that the person sees, in the order of their numbers."""
    found = visible_to(user).filter(ticket_number__in=list(numbers)[:1000])
    return list(found.order_by("ticket_number").values_list("pk", flat=True))


def unread_of(user: Any, ticket: Ticket) -> int:
    """How many messages of the ticket the person has not seen."""
    marks = UnreadMark.objects.filter(user=user, ticket=ticket)
    return marks.values_list("count", flat=True).first() or 0
