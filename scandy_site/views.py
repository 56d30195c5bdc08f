"""The start page: what needs this person today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.accounts.models import User
from apps.audit.recent import recent_events
from apps.core import clock
from apps.core.dashboard import tiles_of
from apps.core.insights import rankings_of, trends_of
from apps.core.registry import registry
from apps.lending.queries import add_open_lendings, longest_overdue
from apps.notifications.queries import current_notices
from apps.setup.queries import hint_for
from apps.tickets.rows import my_tickets
from apps.workers.queries import worker_of

SHOWN = 8


@require_safe
@mitarbeiter_required
def insights(request: HttpRequest) -> HttpResponse:
    """How the weeks went and what happened last: a part of the start page, which does not wait for it."""
    user, now = request.user, clock.now()
    context = {
        "trends": trends_of(user, now),
        "rankings": rankings_of(user, now),
        "events": recent_events(with_accounts=user.has_perm("accounts.view_user")),
    }
    is_part = "HX-Request" in request.headers
    return render(request, f"dashboard/insights{'' if is_part else '_page'}.html", context)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "notices": current_notices(clock.now()),
        "setup_hint": hint_for(request.user),
        "tile_groups": tiles_of(request.user, clock.now()),
    }
    if not request.user.is_employee and registry.is_on("tickets"):
        context["my_tickets"] = my_tickets(request.user, clock.now())
    if not request.user.is_participant:
        context |= _counter_context(request.user)
    if request.user.is_employee:
        context |= _store_context()
    return render(request, "home.html", context)


def _counter_context(user: User) -> dict[str, Any]:
    """For those who stand at the counter: what they hold themselves."""
    worker, now = worker_of(user), clock.now()
    if worker is None:
        return {"my_lendings": []}
    add_open_lendings([worker], now)
    return {"my_lendings": worker.open_lendings}


def _store_context() -> dict[str, Any]:
    """For those who run the store: what is late, with whom to call."""
    return {"overdue": longest_overdue(SHOWN, clock.now())}
