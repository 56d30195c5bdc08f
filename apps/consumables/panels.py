"""What the back office shows of a consumable's journal, and at a person what she took."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from apps.consumables.models import Consumable, StockMovement
from apps.consumables.queries import with_reversals
from apps.core.menu import is_back_office
from apps.core.registry import Panel
from apps.workers.models import Worker

SHOWN = 5
TEMPLATE = "panels/movements.html"
PERMISSION = "consumables.view_stockmovement"


def journal(consumable: Consumable, request: HttpRequest) -> Panel | None:
    """The newest bookings; the consumable's own page shows more of them by itself."""
    if not is_back_office(request):
        return None
    movements = StockMovement.objects.filter(consumable=consumable)
    return _panel(_("Journal"), movements, {"consumable_barcode": consumable.barcode}, "")


def taken_by(worker: Worker, request: HttpRequest) -> Panel | None:
    """What the person got out of the stores, newest first; a reversal stands there as a line of its own."""
    movements = StockMovement.objects.filter(worker=worker)
    return _panel(_("Consumables taken"), movements, {"worker": worker.barcode}, "consumable")


def _panel(title: Any, movements: QuerySet, query: dict[str, str], other: str) -> Panel | None:
    rows = list(movements.select_related("consumable").order_by("-used_at", "-pk")[: SHOWN + 1])
    if not rows:
        return None
    newest = rows[:SHOWN]
    context = {"movements": newest if other else with_reversals(newest), "other": other}
    url = f"{reverse('consumables:journal')}?{urlencode(query)}"
    return Panel(title, TEMPLATE, context, PERMISSION, None if len(rows) > SHOWN else 0, url)
