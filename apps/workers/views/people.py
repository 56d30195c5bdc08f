"""Pages of the people, for those who look after them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.audit.queries import history_of
from apps.core import clock
from apps.core.form_routes import body_of, form_data, submit
from apps.core.http import failure, success, wants_json
from apps.core.lists import Listing
from apps.core.registry import registry
from apps.media.gallery import gallery_of
from apps.workers import services
from apps.workers.accounts import account_for
from apps.workers.enums import WorkerStatus
from apps.workers.filters import COLUMNS, WorkerFilter
from apps.workers.forms import StatusForm, WorkerForm
from apps.workers.models import Worker
from apps.workers.queries import worker_by_barcode, worker_data

FORM = require_http_methods(["GET", "HEAD", "POST"])


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
    return render(request, "workers/worker_list.html", {"listing": listing})


@require_safe
@mitarbeiter_required
def worker_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    worker = worker_by_barcode(barcode)
    if wants_json(request):
        return success(worker_data(worker))
    registry.add_to_detail(worker, clock.now())
    context = {
        "worker": worker,
        "account": account_for(worker, request.user, clock.now()),
        "gallery": gallery_of(worker, request),
        "history": history_of(worker),
    }
    return render(request, "workers/worker_detail.html", context)


@FORM
@mitarbeiter_required
def worker_add(request: HttpRequest) -> HttpResponse:
    def build() -> WorkerForm:
        return WorkerForm(form_data(request, WorkerForm, Worker()), initial=_prefilled(request))

    def save(form: WorkerForm) -> Worker:
        return services.create_worker(form.instance, **by(request))

    form, worker = submit(request, build, save)
    if worker:
        return _done(request, worker, _("%(worker)s is added."), status=201)
    return render(request, "workers/worker_form.html", {"form": form})


@FORM
@mitarbeiter_required
def worker_edit(request: HttpRequest, barcode: str) -> HttpResponse:
    def build() -> WorkerForm:
        worker = worker_by_barcode(barcode)
        return WorkerForm(form_data(request, WorkerForm, worker), instance=worker)

    def save(form: WorkerForm) -> Worker:
        return services.change_worker(form.instance.pk, form.values, **by(request))

    form, changed = submit(request, build, save)
    if changed:
        return _done(request, changed, _("%(worker)s is saved."))
    context = {"form": form, "worker": worker_by_barcode(barcode)}
    return render(request, "workers/worker_form.html", context)


@FORM
@mitarbeiter_required
def worker_status(request: HttpRequest, barcode: str) -> HttpResponse:
    """Block with a reason, pause, or let a person borrow again."""
    worker = worker_by_barcode(barcode)

    def build() -> StatusForm:
        shown = {"status": request.GET.get("status", worker.state.value)}
        return StatusForm(body_of(request) if request.method == "POST" else None, initial=shown)

    def save(form: StatusForm) -> Worker:
        return _set_status(worker, form.cleaned_data, by(request))

    form, changed = submit(request, build, save)
    if changed:
        return _after_status(request, changed)
    return render(request, "workers/worker_status.html", {"form": form, "worker": worker})


@require_http_methods(["POST", "DELETE"])
@mitarbeiter_required
def worker_delete(request: HttpRequest, barcode: str) -> HttpResponse:
    worker = worker_by_barcode(barcode)
    is_program = wants_json(request) or request.method == "DELETE"
    try:
        services.delete_worker(worker.pk, **by(request))
    except services.WorkerInUse as refusal:
        if is_program:
            return failure(refusal)
        messages.error(request, str(refusal))
        return redirect("workers:detail", worker.barcode)
    message = _("%(worker)s is in the trash.") % {"worker": worker.full_name}
    if is_program:
        return success(message=message)
    messages.success(request, message)
    return redirect("workers:list")


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when."""
    return {"actor": request.user, "now": clock.now()}


def _prefilled(request: HttpRequest) -> dict[str, str]:
    """A code that was scanned and is nobody's comes along in the address."""
    return {"barcode": request.GET.get("barcode", "")[:50]}


def _set_status(worker: Worker, wanted: dict[str, str], who: dict[str, Any]) -> Worker:
    if wanted["status"] == WorkerStatus.BLOCKED:
        return services.block_worker(worker.pk, wanted["blocked_reason"], **who)
    if wanted["status"] == WorkerStatus.INACTIVE:
        return services.deactivate_worker(worker.pk, **who)
    services.unblock_worker(worker.pk, **who)
    return services.reactivate_worker(worker.pk, **who)


def _after_status(request: HttpRequest, worker: Worker) -> HttpResponse:
    """To the exit checklist when somebody leaves who still has things."""
    left = registry.exit_items_of(worker, clock.now()) if not worker.is_active else []
    if not left or wants_json(request):
        return _done(request, worker, _("%(worker)s is %(status)s now."))
    text = _("%(worker)s is inactive now, but not everything is back yet. Here is the checklist.")
    messages.warning(request, text % {"worker": worker.full_name})
    return redirect("workers:exit", worker.barcode)


def _done(request: HttpRequest, worker: Worker, text: str, *, status: int = 200) -> HttpResponse:
    message = text % {"worker": worker.full_name, "status": worker.state.label}
    if wants_json(request):
        return success(worker_data(worker), message, status=status)
    messages.success(request, message)
    return redirect("workers:detail", worker.barcode)
