"""Pages of the consumables."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.audit.queries import history_of
from apps.consumables.filters import COLUMNS, ConsumableFilter
from apps.consumables.models import Consumable
from apps.consumables.queries import consumable_by_barcode, journal_of
from apps.core import clock
from apps.core.lists import Listing
from apps.core.registry import registry

SHOWN_MOVEMENTS = 20


@require_safe
@not_teilnehmer_required
def consumable_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        Consumable.objects.alive().select_related("category", "location"),
        columns=COLUMNS,
        filterset=ConsumableFilter,
        default_sort="name",
    )
    registry.add_to_rows(list(listing.page), clock.now())
    return render(request, "consumables/consumable_list.html", {"listing": listing})


@require_safe
@not_teilnehmer_required
def consumable_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    consumable = consumable_by_barcode(barcode)
    context = {
        "consumable": consumable,
        "movements": journal_of(consumable, limit=SHOWN_MOVEMENTS),
        "history": history_of(consumable),
    }
    return render(request, "consumables/consumable_detail.html", context)
