"""The start page: what needs this person today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core import clock
from apps.core.registry import registry
from apps.lending.models import Lending
from apps.lending.queries import add_open_lendings, due_counts, with_state
from apps.notifications.queries import current_notices
from apps.setup.queries import hint_for
from apps.tools.enums import ToolStatus
from apps.tools.queries import count_by_status
from apps.workers.queries import worker_of

SHOWN = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {
        "notices": current_notices(clock.now()),
        "setup_hint": hint_for(request.user),
        "cards": registry.cards_of(request.user),
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
    """For those who run the store: what is late, and where the tools are."""
    now = clock.now()
    overdue_count, due_today_count = due_counts(now)
    overdue = Lending.objects.overdue(now)
    counts, tools_url = count_by_status(), reverse("tools:list")
    return {
        "overdue_count": overdue_count,
        "overdue": with_state(overdue.order_by("due_date")[:SHOWN], now),
        "due_today_count": due_today_count,
        "tool_counts": [
            (status, counts[status], f"{tools_url}?status={status.value}") for status in ToolStatus
        ],
    }
