"""The numbers of tickets on the start page of those who run the house."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Figure
from apps.tickets import queries
from apps.tickets.enums import TicketStatus
from apps.tickets.filters import ALL, LATE, NOBODY

UNASSIGNED = Figure(
    code="tickets.unassigned",
    label=_("unassigned tickets"),
    icon="ticket",
    tone="warning",
    permission="tickets.delete_ticket",
    rows=lambda now: queries.unassigned_tickets(),
    url=lambda: _list_url(status=TicketStatus.OPEN.value, assigned_to=NOBODY),
    feature="tickets",
)
OVERDUE = Figure(
    code="tickets.overdue",
    label=_("overdue tickets"),
    icon="clock-alert",
    tone="error",
    permission="tickets.delete_ticket",
    rows=queries.overdue_tickets,
    url=lambda: _list_url(mark=LATE),
    feature="tickets",
)


def _list_url(**filters: str) -> str:
    words = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('tickets:list')}?list={ALL}&{words}"
