"""How consumables are counted: what a shelf should hold, and how it is found again."""

from collections.abc import Collection, Iterator
from typing import Any

from apps.consumables.models import Consumable
from apps.core.registry import Shelved
from apps.masterdata.queries import places_within


def shelved(location: Any, category: Any) -> Iterator[Shelved]:
    """What should be there; all consumables when neither is named."""
    found = Consumable.objects.alive()
    if location is not None:
        found = found.filter(location__in=places_within(location))
    if category is not None:
        found = found.filter(category=category)
    for consumable in found.order_by("sort_name", "pk").prefetch_related("location"):
        yield _as_shelved(consumable)


def find(object_ids: Collection[Any]) -> dict[Any, Shelved]:
    """Consumables as they are now, without those that were deleted."""
    found = Consumable.objects.alive().filter(pk__in=object_ids).prefetch_related("location")
    return {consumable.pk: _as_shelved(consumable) for consumable in found}


def _as_shelved(consumable: Consumable) -> Shelved:
    return Shelved(
        object_id=consumable.pk,
        barcode=consumable.barcode,
        name=consumable.name,
        sort_name=consumable.sort_name,
        quantity=consumable.current_stock,
        unit=consumable.unit,
        is_divisible=consumable.unit_in_words.is_divisible,
        place=consumable.location.name if consumable.location else "",
        unit_cost=consumable.cost_per_unit,
    )
