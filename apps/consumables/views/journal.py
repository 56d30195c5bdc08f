"""The journal of the stock: looking at it, taking it home, and taking a booking back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.consumables.exports import JOURNAL
from apps.consumables.filters import journal_listing_of
from apps.consumables.forms import ReasonForm
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.queries import movement_with, with_reversals
from apps.consumables.rules import may_reverse
from apps.consumables.services.stock import reverse_movement
from apps.consumables.views.steps import by
from apps.consumables.wire import represent, words
from apps.core.exports.downloads import export_response
from apps.core.form_routes import body_of, submit
from apps.core.http import success, wants_json
from apps.core.scans import resolve


@require_safe
@not_teilnehmer_required
def journal(request: HttpRequest) -> HttpResponse:
    """All bookings, or with ``?consumable_barcode=`` those of one consumable."""
    listing = journal_listing_of(request.GET)
    with_reversals(listing.page)
    code = request.GET.get("consumable_barcode", "")
    scanned = resolve(code, kind=Consumable.barcode_kind) if code else None
    consumable = Consumable.objects.filter(pk=scanned.object_id).first() if scanned else None
    context = {"listing": listing, "consumable": consumable}
    return render(request, "consumables/journal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The journal as a file."""
    return export_response(request, JOURNAL.code)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def reverse(request: HttpRequest, movement_id: str) -> HttpResponse:
    """Take a booking back, and say why: each one's own, and for those who run the store all."""
    movement = movement_with(movement_id)
    if not may_reverse(movement, request.user):
        raise PermissionDenied
    data = body_of(request) if request.method == "POST" else None
    form, reversal = submit(
        request, lambda: ReasonForm(data), lambda form: _reverse(request, movement, form)
    )
    if reversal is None:
        context = {"form": form, "movement": movement}
        return render(request, "consumables/reverse.html", context)
    message = _("Reversed: %(stock)s %(unit)s %(consumable)s there now.") % words(reversal)
    if wants_json(request):
        return success(represent(reversal), message)
    messages.success(request, message)
    return redirect("consumables:detail", reversal.consumable_barcode)


def _reverse(request: HttpRequest, movement: StockMovement, form: Any) -> StockMovement:
    return reverse_movement(
        movement_id=movement.pk, reason=form.cleaned_data["reason"], **by(request)
    )
