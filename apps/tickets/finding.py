"""Tickets as the search over everything finds them: of those that the person sees, the number first."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.mongodb.turns import in_turn
from apps.core.registry import SearchHit, SearchQuery, SearchSource
from apps.tickets.models import Ticket
from apps.tickets.queries import url_of, visible_to


def find_tickets(user: Any, query: SearchQuery, limit: int) -> list[SearchHit]:
    """By number, title, tag or text; the newest first."""
    visible = visible_to(user)
    numbered = visible.filter(ticket_number=query.code)
    others = visible.exclude(ticket_number=query.code).search(query.text)
    found = in_turn(numbered.order_by("pk"), others.order_by("-created_at", "-pk"), limit=limit)
    return [_hit(ticket, query.code) for ticket in found]


def _hit(ticket: Ticket, code: str) -> SearchHit:
    is_exact = ticket.ticket_number == code
    number = ticket.ticket_number
    return SearchHit(ticket.title, number, url_of(ticket), is_exact, ticket.state, ticket.pk)


SOURCE = SearchSource(
    kind="ticket",
    label=_("Tickets"),
    icon="ticket",
    find=find_tickets,
    list_url=lambda: f"{reverse('tickets:list')}?list=all",
    feature="tickets",
    admin_page="tickets_ticket_change",
    position=40,
)
