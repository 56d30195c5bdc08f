"""The trash of the people: who lies there, back from it, or gone for good."""

from bson import ObjectId
from bson.errors import InvalidId
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.core.form_routes import body_of, submit
from apps.core.http import success, wants_json
from apps.core.lists import Listing
from apps.core.references import uses_of
from apps.workers import services
from apps.workers.filters import TRASH_COLUMNS, TrashFilter
from apps.workers.forms import RestoreForm
from apps.workers.models import Worker
from apps.workers.queries import worker_data
from apps.workers.views.people import by


@require_safe
@mitarbeiter_required
def trash_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        Worker.objects.filter(deleted=True).select_related("department", "deleted_by"),
        columns=TRASH_COLUMNS,
        filterset=TrashFilter,
        default_sort="name",
    )
    return render(request, "workers/trash_list.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def trash_item(request: HttpRequest, worker_id: str) -> HttpResponse:
    """One person in the trash; posting brings the person back, with another barcode if need be."""
    worker = _in_trash(worker_id)

    def build() -> RestoreForm:
        data = body_of(request) if request.method == "POST" else None
        return RestoreForm(data, initial={"barcode": worker.barcode})

    def save(form: RestoreForm) -> Worker:
        return services.restore_worker(worker.pk, **form.cleaned_data, **by(request))

    form, restored = submit(request, build, save)
    if restored:
        return _back(request, restored)
    context = {"form": form, "worker": worker, "uses": uses_of(worker)}
    return render(request, "workers/trash_item.html", context)


@require_POST
@mitarbeiter_required
def erase(request: HttpRequest, worker_id: str) -> HttpResponse:
    worker = _in_trash(worker_id)
    try:
        services.erase_worker(worker.pk, **by(request))
    except services.WorkerInUse as refusal:
        if wants_json(request):
            raise
        messages.error(request, str(refusal))
        return redirect("workers:trash_item", worker_id)
    message = _("%(worker)s is deleted for good.") % {"worker": worker.full_name}
    if wants_json(request):
        return success(message=message)
    messages.success(request, message)
    return redirect("workers:trash")


def _back(request: HttpRequest, worker: Worker) -> HttpResponse:
    message = _("%(worker)s is back from the trash.") % {"worker": worker.full_name}
    if wants_json(request):
        return success(worker_data(worker), message)
    messages.success(request, message)
    return redirect("workers:detail", worker.barcode)


def _in_trash(worker_id: str) -> Worker:
    """
    :raises Http404: nobody with this id lies in the trash.
    """
    try:
        return Worker.objects.select_related("department").get(pk=ObjectId(worker_id), deleted=True)
    except (InvalidId, Worker.DoesNotExist) as error:
        raise Http404 from error
