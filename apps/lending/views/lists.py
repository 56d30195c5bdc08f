"""What is out, what is late, what was."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core import clock
from apps.core.exports.downloads import export_response
from apps.core.lists import Column, Listing
from apps.lending.exports import HISTORY
from apps.lending.filters import OVERDUE_COLUMNS, LendingFilter, listing_of
from apps.lending.forms import ExtendForm
from apps.lending.models import Lending
from apps.lending.queries import with_state


@require_safe
@not_teilnehmer_required
def lending_list(request: HttpRequest) -> HttpResponse:
    """Open lendings first to be due; ``?status=`` shows the overdue or the returned ones, without it all."""
    listing, now = listing_of(request.GET), clock.now()
    with_state(listing.page, now)
    context = {
        "listing": listing,
        "view": listing.params["status"],
        "overdue_count": Lending.objects.overdue(now).count(),
    }
    return render(request, "lending/lending_list.html", context)


@require_safe
@not_teilnehmer_required
def overdue_list(request: HttpRequest) -> HttpResponse:
    """What should be back, longest overdue first, with what can be done about it."""
    now = clock.now()
    listing = Listing(
        request.GET,
        Lending.objects.overdue(now).select_related("lent_by", "worker"),
        columns=_columns(request.user),
        filterset=LendingFilter,
        default_sort="due_date",
    )
    with_state(listing.page, now)
    context = {
        "listing": listing,
        "view": "overdue",
        "overdue_count": Lending.objects.overdue(now).count(),
        "form": ExtendForm(),
    }
    return render(request, "lending/overdue_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return export_response(request, HISTORY.code)


def _columns(user: Any) -> tuple[Column, ...]:
    """How to reach somebody is for those who look after people."""
    may_see = user.has_perm("workers.view_worker")
    return tuple(c for c in OVERDUE_COLUMNS if c.key != "contact" or may_see)
