"""Questions about consumables."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.consumables.models import Consumable, StockMovement
from apps.consumables.rules import as_number
from apps.core.errors import DomainError, ErrorCode
from apps.core.scans import resolve
from apps.workers.models import Worker

COPIED_FIELDS = ("consumable_barcode", "consumable_name")
COPIED_OF_WORKER = ("worker_barcode", "worker_name")


class ConsumableNotFound(DomainError):
    """No consumable has this barcode."""

    code = ErrorCode.CONSUMABLE_NOT_FOUND
    status = 404
    message = _("There is no consumable with this barcode.")


def consumable_by_barcode(barcode: str) -> Consumable:
    """The consumable with the barcode.

    :raises ConsumableNotFound: it is malformed, unknown, of something else, or of a deleted consumable.
    """
    found = (
        Consumable.objects.alive()
        .select_related("category", "location", "supplier")
        .filter(pk=consumable_id_by_barcode(barcode))
        .first()
    )
    if found is None:
        raise _not_found(barcode)
    return found


def consumable_id_by_barcode(barcode: str) -> ObjectId:
    """The id of the consumable with the barcode: all that a service needs, with one indexed read.

    :raises ConsumableNotFound: it is malformed, unknown, or of something else.
    """
    scanned = resolve(barcode, kind=Consumable.barcode_kind)
    if scanned is None:
        raise _not_found(barcode)
    return scanned.object_id


def describe_consumable(object_id: Any, now: datetime) -> dict[str, Any] | None:
    """What a scan shows of a consumable."""
    consumable = Consumable.objects.alive().filter(pk=object_id).first()
    if consumable is None:
        return None
    return {
        "kind": Consumable.barcode_kind,
        "id": str(consumable.pk),
        "barcode": consumable.barcode,
        "name": consumable.name,
        "unit": consumable.unit,
        "unit_label": str(consumable.get_unit_display()),
        "is_divisible": consumable.unit_in_words.is_divisible,
        "current_stock": as_number(consumable.current_stock),
        "min_stock": as_number(consumable.min_stock),
        "stock_state": consumable.stock_state,
        "stock_state_label": str(consumable.state.label),
        "url": reverse("consumables:detail", args=[consumable.barcode]),
    }


def with_reversals(movements: Iterable[StockMovement]) -> list[StockMovement]:
    """The movements of one page, each with ``is_reversed``; one query for all."""
    rows = list(movements)
    ids = [row.pk for row in rows]
    reversed_ids = set(
        StockMovement.objects.filter(reversal_of__in=ids).values_list("reversal_of", flat=True)
    )
    for row in rows:
        row.is_reversed = row.pk in reversed_ids
    return rows


def journal_of(consumable: Consumable, *, limit: int) -> list[StockMovement]:
    """The newest movements of a consumable."""
    movements = StockMovement.objects.filter(consumable=consumable)
    newest = movements.select_related("booked_by", "location").order_by("-used_at", "-pk")
    return with_reversals(newest[:limit])


def carry_over_consumable(consumable: Consumable) -> None:
    """Write a changed name or barcode into the journal."""
    StockMovement.objects.filter(consumable=consumable).update(
        consumable_barcode=consumable.barcode, consumable_name=consumable.name
    )


def carry_over_worker(worker: Worker) -> None:
    """Write a person's changed name or barcode into the journal."""
    StockMovement.objects.filter(worker=worker).update(
        worker_barcode=worker.barcode, worker_name=worker.full_name
    )


def uses_of_category(category: Any) -> list[str]:
    """Why a category cannot be deleted."""
    return _sentences(Consumable.objects.filter(category=category).count())


def uses_of_location(location: Any) -> list[str]:
    """Why a location cannot be deleted."""
    return _sentences(Consumable.objects.filter(location=location).count())


def uses_of_supplier(supplier: Any) -> list[str]:
    """Why a supplier cannot be deleted."""
    return _sentences(Consumable.objects.filter(supplier=supplier).count())


def _sentences(count: int) -> list[str]:
    if not count:
        return []
    return [ngettext("%(count)d consumable.", "%(count)d consumables.", count) % {"count": count}]


def _not_found(barcode: str) -> ConsumableNotFound:
    message = _("There is no consumable with barcode %(barcode)s.") % {"barcode": barcode[:50]}
    return ConsumableNotFound(message)
