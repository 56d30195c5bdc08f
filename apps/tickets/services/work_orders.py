"""The order behind a ticket: what was agreed, and the hours of work on it; material is in ``materials``.

What somebody books changes the ticket too, so that booking and closing at the same moment meet: one runs again and
finds what the other one did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.consumables.rules import in_words
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, NotPermitted
from apps.core.validation import refuse_invalid
from apps.sitesettings.queries import current
from apps.tickets import rules
from apps.tickets.models import Ticket, WorkOrderDetails, WorkOrderLabor, WorkOrderMaterial
from apps.tickets.orders import booked_hours, labor_line
from apps.tickets.queries import VIEW, ticket_for
from apps.tickets.services.tickets import editable_ticket, refuse_closed, save_ticket

ORDERED = (
    "customer_kind",
    "customer_name",
    "customer_contact",
    "area",
    "order_description",
)
DONE = ("done_work", "completion_date")  # what those who do the work fill in
LABOR = ("work", "hours", "category", "hourly_rate")


class LineSettled(DomainError):
    """The line was struck or booked already, or is none that this can be done with."""

    code = ErrorCode.STATUS_NOT_ALLOWED
    status = 409
    message = _("This line has changed meanwhile.")


@dataclass(frozen=True)
class Labor:
    """A piece of work; without a rate it costs what an hour costs in this house."""

    work: str
    hours: Any
    category: str = ""
    hourly_rate: Any = None


@atomic
def save_details(
    *, ticket_id: Any, values: dict[str, Any], actor: Any, now: datetime
) -> WorkOrderDetails:
    """Say for whom the work is and what was ordered; those who book also say what was done.

    :raises InvalidInput: a field is not what it should be.
    :raises TicketClosed: it has to be opened again first.
    :raises NotPermitted: the person may not edit the ticket, or not that field.
    """
    ticket = editable_ticket(actor, ticket_id)
    if set(values) - set(editable_details(actor, ticket)):
        raise NotPermitted
    details = _details_of(ticket)
    before = snapshot(details, (*ORDERED, *DONE))
    for name, value in values.items():
        setattr(details, name, value)
    refuse_invalid(details, only=values)
    if changes := changes_between(before, details):
        save_ticket(ticket, now)
        details.stamp(now)
        details.save()
        record("tickets.order_changed", ticket, actor=actor, at=now, changes=changes, ticket=ticket)
    return details


@atomic
def book_labor(*, ticket_id: Any, labor: Labor, actor: Any, now: datetime) -> WorkOrderLabor:
    """Book work on an order; the ticket's actual hours are the sum of what is booked.

    :raises InvalidInput: a field is not what it should be.
    :raises TicketClosed: it has to be opened again first.
    :raises NotPermitted: the person is neither employed here nor assigned.
    """
    ticket = bookable_ticket(actor, ticket_id)
    rate = labor.hourly_rate if rules.sees_prices(actor) else None
    line = WorkOrderLabor(
        ticket=ticket,
        work=labor.work,
        hours=labor.hours,
        category=labor.category,
        hourly_rate=current().hourly_rate if rate is None else rate,
        added_at=now,
    )
    line.book(actor, now)
    refuse_invalid(line, only=LABOR)
    line.save()
    _recount(ticket, "tickets.labor_booked", line, actor, now)
    return line


@atomic
def strike_labor(*, line_id: Any, actor: Any, now: datetime) -> WorkOrderLabor:
    """Take work out of the order; it stays there to be read.

    :raises LineSettled: somebody did that already.
    """
    line = labor_line(line_id)
    ticket = bookable_ticket(actor, line.ticket_id)
    if line.struck_at is not None:
        raise LineSettled
    line.strike(actor, now)
    line.save()
    _recount(ticket, "tickets.labor_struck", line, actor, now)
    return line


@atomic
def restore_labor(*, line_id: Any, actor: Any, now: datetime) -> WorkOrderLabor:
    """Take struck work back in.

    :raises LineSettled: it is not struck.
    """
    line = labor_line(line_id)
    ticket = bookable_ticket(actor, line.ticket_id)
    if line.struck_at is None:
        raise LineSettled
    line.take_back_in()
    line.save()
    _recount(ticket, "tickets.labor_restored", line, actor, now)
    return line


def settle_order(ticket: Ticket, now: datetime) -> None:
    """Keep the rate of VAT with the order of a ticket that is being closed, so that the order stays what it was."""
    lines = (WorkOrderMaterial, WorkOrderLabor)
    details = _details_of(ticket)
    if details.pk or any(model.objects.filter(ticket=ticket).exists() for model in lines):
        details.vat_percent = current().vat_percent
        details.stamp(now)
        details.save()


def unsettle_order(ticket: Ticket) -> None:
    """Let the house's rate of VAT count again, for a ticket that is opened again."""
    WorkOrderDetails.objects.filter(ticket=ticket).update(vat_percent=None)


def editable_details(user: Any, ticket: Ticket) -> tuple[str, ...]:
    """What the person may change about an order whose ticket he may edit."""
    return (*ORDERED, *DONE) if rules.can_book(user, ticket) else ORDERED


def bookable_ticket(actor: Any, ticket_id: Any) -> Ticket:
    """The ticket, if the person may book on it.

    :raises TicketNotFound: it is gone, or none of the person's business.
    :raises NotPermitted: the person is neither employed here nor assigned.
    :raises TicketClosed: it has to be opened again first.
    """
    ticket = ticket_for(actor, ticket_id, VIEW)
    if not rules.can_book(actor, ticket):
        raise NotPermitted
    refuse_closed(ticket)
    return ticket


def _details_of(ticket: Ticket) -> WorkOrderDetails:
    stored = WorkOrderDetails.objects.filter(ticket=ticket).first()
    return stored or WorkOrderDetails(ticket=ticket)


def _recount(ticket: Ticket, event: str, line: WorkOrderLabor, actor: Any, now: datetime) -> None:
    """Bring the ticket's hours up to date, and write down what happened."""
    before = snapshot(ticket, ["actual_hours"])
    ticket.actual_hours = booked_hours(ticket)
    refuse_invalid(ticket, only=["actual_hours"])
    save_ticket(ticket, now)
    words: dict[str, Any] = {"ticket": ticket, "work": line.work, "hours": in_words(line.hours)}
    changes = {"labor": line_change(line, _("work")), **changes_between(before, ticket)}
    record(event, ticket, actor=actor, at=now, changes=changes, **words)


def line_change(line: Any, label: Any) -> dict[str, str]:
    """How the history shows that a line came or went."""
    words = str(line)
    old, new = ("", words) if line.struck_at is None else (words, "")
    return {"label": str(label), "old": old, "new": new}
