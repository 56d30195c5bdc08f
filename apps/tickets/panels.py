"""What pages of a ticket show of its order."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Panel
from apps.tickets import rules
from apps.tickets.models import Ticket
from apps.tickets.orders import order_of

SHOWN = 5


def work_order(ticket: Ticket, request: HttpRequest) -> Panel | None:
    """The newest lines, the hours, and for employees what it costs."""
    order = order_of(ticket)
    lines = [line for line in (*order.labor, *order.materials) if line.struck_at is None]
    shown = sorted(lines, key=lambda line: line.added_at, reverse=True)[:SHOWN]
    context: dict[str, Any] = {
        "order": order,
        "lines": shown,
        "more": len(lines) - len(shown),
        "has_prices": rules.sees_prices(request.user),
        "url": reverse("tickets:work_order", args=[ticket.ticket_number]),
    }
    return Panel(_("Work order"), "panels/work_order.html", context)
