"""What is printed about people: the checklist of who leaves, and badges."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.lists import Listing
from apps.core.pdf import pdf_response, render_pdf
from apps.workers import exports
from apps.workers.filters import COLUMNS, WorkerFilter
from apps.workers.forms import BadgesForm
from apps.workers.models import Worker
from apps.workers.queries import worker_by_barcode


@require_safe
@mitarbeiter_required
def exit_page(request: HttpRequest, barcode: str) -> HttpResponse:
    checklist = exports.exit_checklist(worker_by_barcode(barcode), clock.now())
    return render(
        request, "workers/exit.html", {"checklist": checklist, "worker": checklist.worker}
    )


@require_safe
@mitarbeiter_required
def exit_pdf(request: HttpRequest, barcode: str) -> HttpResponse:
    worker = worker_by_barcode(barcode)
    checklist = exports.exit_checklist(worker, clock.now())
    content = render_pdf("workers/exit_pdf.html", {"checklist": checklist, "worker": worker})
    return pdf_response(content, f"austritt-{slugify(worker.full_name)}-{worker.barcode}.pdf")


@require_safe
@mitarbeiter_required
def badges_page(request: HttpRequest) -> HttpResponse:
    """Choose whose badges to print, out of the list as it was filtered."""
    params = request.GET.copy()
    params["page_size"] = str(exports.MAX_BADGES)
    listing = Listing(
        params,
        Worker.objects.alive().select_related("department"),
        columns=COLUMNS,
        filterset=WorkerFilter,
        default_sort="name",
    )
    return render(request, "workers/badges.html", {"listing": listing})


@require_safe
@mitarbeiter_required
def badges_pdf(request: HttpRequest) -> HttpResponse:
    form = BadgesForm(request.GET)
    chosen: Any = request.GET.getlist("barcode")
    if len(chosen) > exports.MAX_BADGES or not form.is_valid():
        raise InvalidInput({"barcode": exports.choose_people()})
    workers = form.cleaned_data["barcode"].select_related("department").order_by("sort_name", "pk")
    context = {"sheets": exports.badge_sheets(workers)}
    return pdf_response(render_pdf("workers/badges_pdf.html", context), "ausweise.pdf")
