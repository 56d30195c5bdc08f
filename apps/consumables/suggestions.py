"""Which consumables should be ordered now, with the numbers that say why."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId

from apps.consumables.models import Consumable, OrderLine
from apps.consumables.ordering import Situation, Suggestion, suggest
from apps.core import clock

UNKNOWN_DELIVERY_DAYS = 7
NEEDED = ("consumable", "packs", "pack_size", "received_quantity")


@dataclass(frozen=True)
class Proposed:
    """A consumable to order: how many packs, and the numbers behind it (JSON-ready)."""

    consumable: Consumable
    packs: int
    reason: dict[str, Any]


def proposals(now: datetime) -> dict[ObjectId | None, list[Proposed]]:
    """What is needed now, by supplier (None: nobody is known)."""
    on_order = quantities_on_order()
    found: dict[ObjectId | None, list[Proposed]] = {}
    today = clock.local_date(now)
    alive = Consumable.objects.alive().select_related("supplier").order_by("sort_name", "pk")
    for consumable in alive:
        situation = situation_of(consumable, on_order.get(consumable.pk, Decimal(0)))
        if suggestion := suggest(situation, today):
            proposed = Proposed(consumable, suggestion.packs, _reason(situation, suggestion))
            found.setdefault(consumable.supplier_id, []).append(proposed)
    return found


def quantities_on_order() -> dict[ObjectId, Decimal]:
    """How much of each consumable is ordered and has not come."""
    missing: dict[ObjectId, Decimal] = {}
    for line in OrderLine.objects.filter(is_open=True).only(*NEEDED):
        missing[line.consumable_id] = missing.get(line.consumable_id, Decimal(0)) + line.missing
    return missing


def situation_of(consumable: Consumable, on_order: Decimal) -> Situation:
    """What counts for ordering of a consumable."""
    supplier = consumable.supplier
    return Situation(
        stock=float(consumable.current_stock),
        on_order=float(on_order),
        minimum=float(consumable.min_stock),
        maximum=None if consumable.max_stock is None else float(consumable.max_stock),
        monthly_usage=float(consumable.forecast_monthly_usage or 0),
        delivery_days=supplier.delivery_days if supplier else UNKNOWN_DELIVERY_DAYS,
        pack_size=float(consumable.pack_size),
    )


def _reason(situation: Situation, suggestion: Suggestion) -> dict[str, Any]:
    return {
        "stock": situation.stock,
        "on_order": situation.on_order,
        "minimum": situation.minimum,
        "maximum": situation.maximum,
        "monthly_usage": round(situation.monthly_usage, 1),
        "delivery_days": situation.delivery_days,
        "reach_days": suggestion.reach_days,
        "order_by": suggestion.order_by.isoformat(),
        "target": round(situation.target, 3),
    }
