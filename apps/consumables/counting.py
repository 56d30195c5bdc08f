"""How consumables are counted: what a shelf should hold, and how a difference is booked."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.consumables.models import Consumable
from apps.consumables.services.stock import book_count
from apps.core.registry import Shelved


def shelved(location: Any, category: Any) -> Iterator[Shelved]:
    """What should be there; all consumables when neither is named."""
    scope = {"location": location, "category": category}
    named = {name: value for name, value in scope.items() if value is not None}
    for consumable in Consumable.objects.alive().filter(**named).order_by("sort_name", "pk"):
        yield _as_shelved(consumable)


def find(object_id: Any) -> Shelved | None:
    """A consumable as it is now; None when it was deleted."""
    consumable = Consumable.objects.alive().filter(pk=object_id).first()
    return _as_shelved(consumable) if consumable else None


def book(
    object_id: Any, *, counted: Decimal, expected: Decimal, reason: str, actor: Any, now: datetime
) -> None:
    """Book the difference."""
    book_count(
        consumable_id=object_id,
        counted=counted,
        expected=expected,
        reason=reason,
        actor=actor,
        now=now,
    )


def _as_shelved(consumable: Consumable) -> Shelved:
    return Shelved(
        object_id=consumable.pk,
        barcode=consumable.barcode,
        name=consumable.name,
        sort_name=consumable.sort_name,
        quantity=consumable.current_stock,
        unit=consumable.unit,
        is_divisible=consumable.unit_in_words.is_divisible,
    )
