"""The page of lendings: what is out, what is late, what was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core import clock
from apps.core.lists import Listing
from apps.lending.enums import LendingStatus
from apps.lending.filters import COLUMNS, LendingFilter
from apps.lending.models import Lending
from apps.lending.queries import with_state


@require_safe
@not_teilnehmer_required
def lending_list(request: HttpRequest) -> HttpResponse:
    """Open lendings first to be due; ``?status=`` shows the overdue or the returned ones, without it all."""
    params = request.GET.copy()
    params.setdefault("status", LendingStatus.ACTIVE)
    is_open = params["status"] in {LendingStatus.ACTIVE, LendingStatus.OVERDUE}
    listing = Listing(
        params,
        Lending.objects.select_related("lent_by", "returned_by"),
        columns=COLUMNS,
        filterset=LendingFilter,
        default_sort="due_date" if is_open else "-lent_at",
    )
    now = clock.now()
    with_state(listing.page, now)
    context = {
        "listing": listing,
        "view": params["status"],
        "overdue_count": Lending.objects.overdue(now).count(),
    }
    return render(request, "lending/lending_list.html", context)
