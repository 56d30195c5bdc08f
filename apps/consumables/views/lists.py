"""Looking at consumables: the list, one of them, its barcode, the trash."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import mitarbeiter_required, not_teilnehmer_required
from apps.audit.queries import history_of
from apps.consumables.exports import LIST
from apps.consumables.filters import TRASH_COLUMNS, TrashFilter, listing_of
from apps.consumables.models import Consumable
from apps.consumables.outlook import outlook_of, usage_chart
from apps.consumables.queries import consumable_by_barcode, journal_of
from apps.consumables.usage import monthly_usage
from apps.consumables.wire import represent_consumable
from apps.core import clock
from apps.core.exports.downloads import export_response
from apps.core.http import success, wants_json
from apps.core.lists import Listing
from apps.core.menu import back_office_url
from apps.core.registry import registry
from apps.core.symbols import code_128, qr_code
from apps.media.gallery import gallery_of

SHOWN_MOVEMENTS = 20
SHOWN_EVENTS = 8  # the journal tells of the bookings already


@require_safe
@not_teilnehmer_required
def consumable_list(request: HttpRequest) -> HttpResponse:
    listing = listing_of(request.GET)
    registry.add_to_rows(list(listing.page), clock.now())
    return render(request, "consumables/consumable_list.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return export_response(request, LIST.code)


@require_safe
@not_teilnehmer_required
def consumable_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    consumable, now = consumable_by_barcode(barcode), clock.now()
    if wants_json(request):
        return success(represent_consumable(consumable))
    outlook = outlook_of(consumable, now)
    usage = monthly_usage([consumable], now)[consumable.pk]
    context = {
        "consumable": consumable,
        "outlook": outlook,
        "chart": usage_chart(usage, outlook),
        "movements": journal_of(consumable, limit=SHOWN_MOVEMENTS),
        "panels": registry.panels_of(consumable, request),
        "gallery": gallery_of(consumable, request),
        "history": history_of(consumable, limit=SHOWN_EVENTS),
        "back_office_url": back_office_url(request, "consumables_consumable_change", consumable.pk),
    }
    return render(request, "consumables/consumable_detail.html", context)


@require_safe
@not_teilnehmer_required
def consumable_code(request: HttpRequest, barcode: str) -> HttpResponse:
    """The barcode so large that another device can scan it from the screen."""
    consumable = consumable_by_barcode(barcode)
    codes: dict[str, Any] = {
        "qr": qr_code(consumable.barcode),
        "bars": code_128(consumable.barcode),
    }
    context = {"consumable": consumable, **codes}
    return render(request, "consumables/consumable_code.html", context)


@require_safe
@mitarbeiter_required
def trash(request: HttpRequest) -> HttpResponse:
    """What was deleted, the newest first."""
    listing = Listing(
        request.GET,
        Consumable.objects.filter(deleted=True).select_related("deleted_by"),
        columns=TRASH_COLUMNS,
        filterset=TrashFilter,
        default_sort="-deleted_at",
    )
    return render(request, "consumables/trash.html", {"listing": listing})
