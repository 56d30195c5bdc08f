"""Tickets as rows, cards and on the start page: with all that these show, by a fixed number of commands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from apps.tickets import people, queries, rules
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket

SHOWN_AT_HOME = 6


def complete(user: Any, tickets: Sequence[Ticket], now: datetime) -> None:
    """Give tickets their people, what is unread, and whether they are late: two commands."""
    people.with_names(tickets)
    _mark(user, tickets, now)


def my_tickets(user: Any, now: datetime) -> list[Ticket]:
    """The person's tickets that are not closed, the newest change first: two commands."""
    going = [status for status in TicketStatus if status != TicketStatus.CLOSED]
    mine = queries.taking_part(user).filter(status__in=going)
    tickets = list(mine.order_by("-updated_at", "-pk")[:SHOWN_AT_HOME])
    _mark(user, tickets, now)
    return tickets


def _mark(user: Any, tickets: Sequence[Ticket], now: datetime) -> None:
    queries.with_unread(user, tickets)
    for ticket in tickets:
        ticket.is_late = rules.is_overdue(ticket, now)
