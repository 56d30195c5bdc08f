"""The lists of tickets, as rows and as a board by state; and the trash."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import login_required, mitarbeiter_required
from apps.core import clock
from apps.core.http import success
from apps.core.lists import Listing
from apps.tickets import people, rules
from apps.tickets.enums import TicketStatus
from apps.tickets.filters import (
    SHELVES,
    TRASH_COLUMNS,
    TicketListing,
    TrashFilter,
    listing_for,
    shelves_of,
)
from apps.tickets.forms import BulkForm, SavedViewForm
from apps.tickets.models import SavedView, Ticket
from apps.tickets.rows import complete
from apps.tickets.steps import card_steps
from apps.tickets.waiting import waiting_count

CARDS = 20  # of a state on the board


@require_safe
@login_required
def ticket_list(request: HttpRequest) -> HttpResponse:
    """The person's tickets; an address without anything opens the view that he keeps for that."""
    views = list(SavedView.objects.filter(user=request.user).order_by("sort_name"))
    if not request.GET:
        default = next((view for view in views if view.is_default), None)
        if default:
            return redirect(f"{request.path}?{default.query}")
    listing, now = listing_for(request.user, request.GET), clock.now()
    context = {
        "listing": listing,
        "shelves": [shelf for shelf in SHELVES if shelf[0] in shelves_of(request.user)],
        "views": views,
        "view_form": SavedViewForm(),
        "waiting": waiting_count(request.user),
        "now": now,
    }
    if listing.is_board:
        columns = board_columns(request.user, listing)
        return render(request, "tickets/board.html", {**context, "columns": columns})
    complete(request.user, list(listing.page), now)
    return render(
        request, "tickets/ticket_list.html", {**context, "bulk_form": BulkForm(auto_id="chosen_%s")}
    )


@require_safe
@mitarbeiter_required
def trash(request: HttpRequest) -> HttpResponse:
    """What was deleted, the newest first."""
    listing = Listing(
        request.GET,
        Ticket.objects.filter(deleted=True),
        columns=TRASH_COLUMNS,
        filterset=TrashFilter,
        default_sort="-deleted_at",
    )
    people.with_deleters(list(listing.page))
    return render(request, "tickets/trash.html", {"listing": listing})


@require_safe
@login_required
def find_people(request: HttpRequest) -> HttpResponse:
    """Suggestions for fields that name people; participants choose nobody."""
    query = request.GET.get("q", "").replace("\0", "")[:200]
    found = people.suggest(query, clock.now()) if rules.is_worker(request.user) else []
    return success({"results": found})


def board_columns(user: Any, listing: TicketListing) -> list[dict[str, Any]]:
    """The newest tickets of each state, as far as the filters let them through: one command for all columns."""
    asked = listing.params.get("status")
    states = [state for state in TicketStatus if asked not in TicketStatus.values or asked == state]
    first, *others = (
        listing.rows.filter(status_rank=state.rank).order_by("-pk")[: CARDS + 1] for state in states
    )
    found = list(first.union(*others, all=True)) if others else list(first)
    complete(user, found, clock.now())
    for ticket in found:
        ticket.steps = card_steps(user, ticket)
    return [_column(state, found, listing) for state in states]


def _column(state: TicketStatus, found: list[Ticket], listing: TicketListing) -> dict[str, Any]:
    cards = [ticket for ticket in found if ticket.status == state]
    url = listing.url(view=None, status=state.value)
    return {"state": state, "tickets": cards[:CARDS], "url": url, "more": len(cards) > CARDS}
