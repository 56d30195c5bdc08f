"""The start page: what needs this person today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core import clock
from apps.core.dashboard import tiles_of
from apps.lending.models import Lending
from apps.lending.queries import add_open_lendings, with_state
from apps.notifications.queries import current_notices
from apps.setup.queries import hint_for
from apps.workers.queries import worker_of

SHOWN = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "notices": current_notices(clock.now()),
        "setup_hint": hint_for(request.user),
        "tile_groups": tiles_of(request.user, clock.now()),
    }
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
    now = clock.now()
    overdue = Lending.objects.overdue(now).select_related("worker").order_by("due_date", "pk")
    return {"overdue": with_state(overdue[:SHOWN], now)}
