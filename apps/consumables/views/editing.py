"""Adding, changing, deleting and restoring consumables, by people and by programs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import (
    admin_required,
    mitarbeiter_required,
    not_teilnehmer_required,
)
from apps.consumables.forms import (
    ConsumableForm,
    NewConsumableForm,
    RestoreForm,
    add_from,
    change_from,
)
from apps.consumables.models import Consumable
from apps.consumables.queries import (
    consumable_by_barcode,
    living_consumable,
    next_barcode,
    trashed_consumable,
)
from apps.consumables.services import consumables
from apps.consumables.services.trash import erase_consumable, restore_consumable
from apps.consumables.views.steps import by, run_step, said
from apps.consumables.wire import represent_consumable
from apps.core.errors import DomainError
from apps.core.form_routes import submit
from apps.core.http import input_of, success, wants_json

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@not_teilnehmer_required
def add_consumable(request: HttpRequest) -> HttpResponse:
    """A new consumable; a code that was scanned and is nobody's comes along in ``?barcode=``."""
    text = _("%(consumable)s %(barcode)s added.")
    if wants_json(request) and request.method == "POST":
        added = add_from(input_of(request), **by(request))
        return success(represent_consumable(added), said(text, added), status=201)
    data = request.POST if request.method == "POST" else None
    form, added = submit(
        request,
        lambda: NewConsumableForm(data, initial=_proposal(request)),
        lambda form: form.create(**by(request)),
    )
    if added is None:
        return render(request, "consumables/consumable_form.html", {"form": form})
    messages.success(request, said(text, added))
    return redirect("consumables:detail", added.barcode)


@FORM
@not_teilnehmer_required
def edit_consumable(request: HttpRequest, barcode: str) -> HttpResponse:
    """Change a consumable; a new barcode keeps the journal, and the old one is free."""
    consumable, text = consumable_by_barcode(barcode), _("%(consumable)s %(barcode)s saved.")
    if wants_json(request) and request.method == "POST":
        saved = change_from(consumable.pk, input_of(request), **by(request))
        return success(represent_consumable(saved), said(text, saved))
    data = request.POST if request.method == "POST" else None
    form, saved = submit(
        request,
        lambda: ConsumableForm(data, instance=living_consumable(consumable.pk)),
        lambda form: consumables.change_consumable(consumable.pk, form.changes, **by(request)),
    )
    if saved is None:
        context = {"form": form, "consumable": consumable}
        return render(request, "consumables/consumable_form.html", context)
    messages.success(request, said(text, saved))
    return redirect("consumables:detail", saved.barcode)


@require_http_methods(["POST", "DELETE"])
@mitarbeiter_required
def delete_consumable(request: HttpRequest, barcode: str) -> HttpResponse:
    """Into the trash, from where it can be taken back."""
    consumable = consumable_by_barcode(barcode)
    is_program = wants_json(request) or request.method == "DELETE"
    try:
        consumables.delete_consumable(consumable.pk, **by(request))
    except DomainError as refusal:
        if is_program:
            raise
        messages.error(request, str(refusal))
        return redirect("consumables:detail", consumable.barcode)
    message = said(_("%(consumable)s %(barcode)s is in the trash now."), consumable)
    if is_program:
        return success(None, message)
    messages.success(request, message)
    return redirect("consumables:trash")


@FORM
@mitarbeiter_required
def restore(request: HttpRequest, consumable_id: str) -> HttpResponse:
    """Take a consumable out of the trash; another barcode helps when its own was given away."""
    consumable = trashed_consumable(consumable_id)
    texts = {
        "title": _("Take out of the trash"),
        "intro": _("The barcode can be changed if something else carries it by now."),
        "submit": _("Restore"),
        "initial": {"barcode": consumable.barcode},
        "done": _("%(consumable)s %(barcode)s is back in the stock."),
    }

    def run(form: Any) -> Consumable:
        code = form.cleaned_data["barcode"]
        return restore_consumable(consumable.pk, barcode=code, **by(request))

    return run_step(request, consumable, RestoreForm, run, texts)


@FORM
@admin_required
def erase(request: HttpRequest, consumable_id: str) -> HttpResponse:
    consumable = trashed_consumable(consumable_id)
    texts = {
        "title": _("Delete for good"),
        "intro": _(
            "This cannot be undone. A consumable that was ever booked cannot be deleted for good."
        ),
        "submit": _("Delete for good"),
        "is_danger": True,
        "done": _("%(consumable)s %(barcode)s was deleted for good."),
    }

    def run(form: Any) -> Consumable:
        erase_consumable(consumable.pk, **by(request))
        return consumable

    return run_step(request, consumable, forms.Form, run, texts, reverse("consumables:trash"))


def _proposal(request: HttpRequest) -> dict[str, Any]:
    return {"barcode": request.GET.get("barcode", "")[:50] or next_barcode()}
