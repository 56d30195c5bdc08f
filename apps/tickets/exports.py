"""Tickets as files for Excel, as the address of the list filters them; what an order costs is for employees."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consumables.rules import as_number
from apps.core.exports.sheets import SheetColumn
from apps.core.registry import Export
from apps.tickets import rules
from apps.tickets.filters import listing_for
from apps.tickets.orders import orders_of
from apps.tickets.queries import with_people


def ticket_rows(params: QueryDict, user: Any, now: datetime) -> QuerySet:
    """What the list shows for the same address, on all its pages."""
    return listing_for(user, params).rows


def complete(tickets: list[Any], now: datetime) -> None:
    """Give each ticket its people and its order."""
    with_people(tickets)
    orders = orders_of(tickets)
    for ticket in tickets:
        ticket.order = orders[ticket.pk]


def ticket_columns(user: Any) -> list[SheetColumn]:
    columns = [
        SheetColumn(_("Ticket number"), lambda ticket: ticket.ticket_number, 14),
        SheetColumn(_("Title"), lambda ticket: ticket.title, 40),
        SheetColumn(_("Type"), lambda ticket: str(ticket.kind.label)),
        SheetColumn(_("Priority"), lambda ticket: str(ticket.urgency.label), 12),
        SheetColumn(_("Status"), lambda ticket: str(ticket.state.label), 16),
        SheetColumn(_("Requester"), lambda ticket: _name(ticket.created_by), 24),
        SheetColumn(_("Assigned to"), lambda ticket: _name(ticket.assigned_to), 24),
        SheetColumn(_("Work area"), lambda ticket: _name(ticket.work_area)),
        SheetColumn(_("Department"), lambda ticket: _name(ticket.department)),
        SheetColumn(_("Due"), lambda ticket: ticket.due_date),
        SheetColumn(_("Estimated hours"), lambda ticket: _number(ticket.estimated_hours), 12),
        SheetColumn(_("Actual hours"), lambda ticket: _number(ticket.actual_hours), 12),
        SheetColumn(_("Tags"), lambda ticket: ", ".join(ticket.tags), 24),
        SheetColumn(_("Handed in"), lambda ticket: ticket.created_at),
        SheetColumn(_("Changed"), lambda ticket: ticket.updated_at),
        SheetColumn(_("Closed"), lambda ticket: ticket.closed_at),
        SheetColumn(_("Customer"), lambda ticket: ticket.order.details.customer_name, 26),
    ]
    if rules.sees_prices(user):
        columns += [
            SheetColumn(_("Net"), lambda ticket: ticket.order.totals.net, 14),
            SheetColumn(_("Total"), lambda ticket: ticket.order.totals.gross, 14),
        ]
    return columns


def _name(thing: Any) -> str:
    return str(thing) if thing else ""


def _number(value: Any) -> int | float | None:
    return None if value is None else as_number(value)


LIST = Export(
    "tickets.list",
    gettext_lazy("Tickets"),
    "tickets.view_ticket",
    columns=ticket_columns,
    rows=ticket_rows,
    complete=complete,
)
