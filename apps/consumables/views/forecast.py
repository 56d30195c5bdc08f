"""What a consumable used, what it will need, and how far that can be trusted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import not_teilnehmer_required
from apps.consumables.outlook import as_json, outlook_of, usage_chart
from apps.consumables.queries import consumable_by_barcode
from apps.consumables.services.forecasts import forecast_one
from apps.consumables.usage import monthly_usage
from apps.core import clock
from apps.core.http import success, wants_json


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def forecast(request: HttpRequest, barcode: str) -> HttpResponse:
    """The forecast of a consumable; POST computes it anew."""
    consumable, now = consumable_by_barcode(barcode), clock.now()
    if request.method == "POST":
        consumable = forecast_one(consumable_id=consumable.pk, now=now)
    is_program = wants_json(request)
    if request.method == "POST" and not is_program:
        messages.success(request, _("The forecast is computed anew."))
        return redirect("consumables:forecast", consumable.barcode)
    outlook, usage = outlook_of(consumable, now), monthly_usage([consumable], now)[consumable.pk]
    if is_program:
        return success(as_json(consumable, outlook, usage))
    context = {
        "consumable": consumable,
        "outlook": outlook,
        "chart": usage_chart(usage, outlook),
    }
    return render(request, "consumables/forecast.html", context)
