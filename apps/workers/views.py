"""Pages of the people, for those who look after them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.audit.queries import history_of
from apps.core import clock
from apps.core.lists import Listing
from apps.core.menu import back_office_url
from apps.core.registry import registry
from apps.workers.accounts import account_for
from apps.workers.filters import COLUMNS, WorkerFilter
from apps.workers.models import Worker
from apps.workers.queries import worker_by_barcode


@require_safe
@mitarbeiter_required
def worker_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        Worker.objects.alive().select_related("department"),
        columns=COLUMNS,
        filterset=WorkerFilter,
        default_sort="name",
    )
    registry.add_to_rows(list(listing.page), clock.now())
    context = {"listing": listing, "add_url": back_office_url(request, "workers_worker_add")}
    return render(request, "workers/worker_list.html", context)


@require_safe
@mitarbeiter_required
def worker_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    worker = worker_by_barcode(barcode)
    registry.add_to_rows([worker], clock.now())
    context = {
        "worker": worker,
        "account": account_for(worker, request.user, clock.now()),
        "open_lendings": worker.open_lendings,
        "history": history_of(worker),
        "edit_url": back_office_url(request, "workers_worker_change", worker.pk),
    }
    return render(request, "workers/worker_detail.html", context)
