"""Whether tickets and what belongs to them agree: nothing joins the two databases, so nothing else would tell.

Each finding is a sentence for those who look after the instance.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from apps.audit.services import label_of
from apps.core.db import last_number
from apps.masterdata.models import Department
from apps.tickets import rules, shares
from apps.tickets.models import Ticket, TicketMessage, UnreadMark, WorkArea

PORTION = 500


def contradictions() -> Iterator[str]:
    """A sentence for each thing that contradicts another; none when all is well."""
    newest: dict[str, int] = {}
    for tickets in _portions(Ticket.objects.order_by("pk").iterator()):
        yield from _dangling(tickets)
        yield from _outdated(tickets)
        for ticket in tickets:
            month, _sign, number = ticket.ticket_number.partition("-")
            newest[month] = max(newest.get(month, 0), int(number))
    yield from _low_counters(newest)
    yield from _orphans(TicketMessage)
    yield from _orphans(UnreadMark)


def _dangling(tickets: list[Ticket]) -> Iterator[str]:
    """References whose target is gone."""
    people = {pk for ticket in tickets for pk in ticket.participants | set(ticket.shared_with)}
    known = {
        **dict.fromkeys(["created_by", "assigned_to"], _known(get_user_model(), people)),
        "department": _known(Department, {ticket.department_id for ticket in tickets}),
        "work_area": _known(WorkArea, {ticket.work_area_id for ticket in tickets}),
    }
    for ticket in tickets:
        lost = {name for name, ids in known.items() if getattr(ticket, f"{name}_id") not in ids}
        if (ticket.participants | set(ticket.shared_with)) - known["created_by"]:
            lost.add("people")
        for name in sorted(lost):
            yield _("Ticket %(number)s: what stands as %(field)s no longer exists.") % {
                "number": ticket.ticket_number,
                "field": label_of(ticket, name) if name != "people" else _("people"),
            }


def _known(model: Any, ids: set[Any]) -> set[Any]:
    found = model.objects.filter(pk__in=ids - {None})
    return {None, *found.values_list("pk", flat=True)}


def _outdated(tickets: list[Ticket]) -> Iterator[str]:
    """Lists filter and sort by what follows from the other fields."""
    for ticket in tickets:
        words = {"number": ticket.ticket_number}
        if sorted(ticket.audience) != rules.audience(ticket):
            yield _("Ticket %(number)s: the lists show it to the wrong people.") % words
        ranks = (ticket.priority_rank, ticket.status_rank)
        if ranks != (ticket.urgency.rank, ticket.state.rank):
            yield _("Ticket %(number)s: the lists sort it wrongly.") % words
        if ticket.shared_with and set(shares.shares_of(ticket)) != set(ticket.shared_with):
            yield _("Ticket %(number)s: it is shared with others than it says.") % words


def _low_counters(newest: dict[str, int]) -> Iterator[str]:
    for month, number in newest.items():
        counted = last_number(f"tickets:{month}")
        if counted < number:
            yield _(
                "Tickets of %(month)s are counted up to %(counted)d, but number %(number)d exists."
            ) % {"month": month, "counted": counted, "number": number}


def _orphans(model: Any) -> Iterator[str]:
    for rows in _portions(model.objects.values_list("pk", "ticket_id").iterator()):
        there = _known(Ticket, {ticket_id for _pk, ticket_id in rows})
        for pk, ticket_id in rows:
            if ticket_id not in there:
                yield _("%(thing)s %(id)s belongs to a ticket that no longer exists.") % {
                    "thing": model._meta.verbose_name,
                    "id": pk,
                }


def _portions(things: Iterator[Any]) -> Iterator[list[Any]]:
    while portion := list(islice(things, PORTION)):
        yield portion
