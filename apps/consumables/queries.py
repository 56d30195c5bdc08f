"""Questions about consumables."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bson import ObjectId
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.consumables.enums import StockState
from apps.consumables.models import Consumable, OrderLine, StockMovement
from apps.consumables.rules import as_number
from apps.core.errors import DomainError, ErrorCode
from apps.core.finder import find_things
from apps.core.registry import SearchHit, SearchQuery
from apps.core.scans import free_barcode_after, resolve
from apps.workers.models import Worker


class ConsumableNotFound(DomainError):
    """No consumable has this barcode."""

    code = ErrorCode.CONSUMABLE_NOT_FOUND
    status = 404
    message = _("There is no consumable with this barcode.")


class MovementNotFound(DomainError):
    """No movement has this id."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such booking.")


FIRST_BARCODE = "C000001"
SHORT_STATES = (StockState.LOW, StockState.EMPTY)


def consumable_by_barcode(barcode: str) -> Consumable:
    """The consumable with the barcode.

    :raises ConsumableNotFound: it is malformed, unknown, of something else, or of a deleted consumable.
    """
    try:
        return living_consumable(consumable_id_by_barcode(barcode))
    except ConsumableNotFound as error:
        raise _not_found(barcode) from error


def consumable_id_by_barcode(barcode: str) -> ObjectId:
    """The id of the consumable with the barcode: all that a service needs, with one indexed read.

    :raises ConsumableNotFound: it is malformed, unknown, or of something else.
    """
    scanned = resolve(barcode, kind=Consumable.barcode_kind)
    if scanned is None:
        raise _not_found(barcode)
    return scanned.object_id


def living_consumable(consumable_id: Any) -> Consumable:
    """The consumable, unless it lies in the trash.

    :raises ConsumableNotFound: it does, or it never existed.
    """
    consumables = Consumable.objects.alive().select_related("category", "location", "supplier")
    consumable = consumables.filter(pk=consumable_id).first()
    if consumable is None:
        raise ConsumableNotFound
    return consumable


def trashed_consumable(consumable_id: str) -> Consumable:
    """The consumable in the trash.

    :raises ConsumableNotFound: it does not lie there.
    """
    is_id = ObjectId.is_valid(consumable_id)
    trash = Consumable.objects.filter(deleted=True)
    consumable = trash.filter(pk=ObjectId(consumable_id)).first() if is_id else None
    if consumable is None:
        raise ConsumableNotFound(_("This consumable does not lie in the trash."))
    return consumable


def next_barcode() -> str:
    """A free barcode after that of the newest consumable; only a proposal, the service decides."""
    return free_barcode_after(Consumable, FIRST_BARCODE)


def movement_with(movement_id: str) -> StockMovement:
    """The movement of the journal.

    :raises MovementNotFound: there is none.
    """
    movements = StockMovement.objects.select_related("consumable", "booked_by")
    is_id = ObjectId.is_valid(movement_id)
    movement = movements.filter(pk=ObjectId(movement_id)).first() if is_id else None
    if movement is None:
        raise MovementNotFound
    return movement


def below_minimum() -> QuerySet:
    """Consumables of which there is less than their minimum, or nothing."""
    return Consumable.objects.alive().filter(stock_state__in=SHORT_STATES)


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
    newest = movements.select_related("booked_by", "location", "consumable").order_by(
        "-used_at", "-pk"
    )
    return with_reversals(newest[:limit])


def carry_over_consumable(consumable: Consumable) -> None:
    """Write a changed name or barcode into the journal and the orders."""
    for model in (StockMovement, OrderLine):
        model.objects.filter(consumable=consumable).update(
            consumable_barcode=consumable.barcode, consumable_name=consumable.name
        )


def carry_over_worker(worker: Worker) -> None:
    """Write a person's changed name or barcode into the journal."""
    StockMovement.objects.filter(worker=worker).update(
        worker_barcode=worker.barcode, worker_name=worker.full_name
    )


def open_orders_of(consumable: Consumable) -> list[str]:
    """Why a consumable cannot be deleted."""
    if not OrderLine.objects.filter(consumable=consumable, is_open=True).exists():
        return []
    return [str(_("It is ordered and has not come yet."))]


def consumables_in_words(count: int) -> str:
    return ngettext("%(count)d consumable", "%(count)d consumables", count) % {"count": count}


def movements_in_words(count: int) -> str:
    return ngettext("%(count)d stock movement", "%(count)d stock movements", count) % {
        "count": count
    }


def order_lines_in_words(count: int) -> str:
    return ngettext("%(count)d order line", "%(count)d order lines", count) % {"count": count}


def orders_in_words(count: int) -> str:
    return ngettext("%(count)d order", "%(count)d orders", count) % {"count": count}


def stocktakings_in_words(count: int) -> str:
    return ngettext("%(count)d stocktaking", "%(count)d stocktakings", count) % {"count": count}


def list_of_consumables_with(field: str) -> Callable[[Any], str]:
    """The address of the list of the consumables that refer to an entry of the master data."""
    return lambda item: f"{reverse('consumables:list')}?{urlencode({field: item.name})}"


def _not_found(barcode: str) -> ConsumableNotFound:
    message = _("There is no consumable with barcode %(barcode)s.") % {"barcode": barcode[:50]}
    return ConsumableNotFound(message)


def find_consumables(user: Any, query: SearchQuery, limit: int) -> list[SearchHit]:
    """Consumables that the search over everything finds."""
    return find_things(Consumable.objects.alive(), query, limit, hit=_hit)


def _hit(consumable: Consumable, is_exact: bool) -> SearchHit:
    url = reverse("consumables:detail", args=[consumable.barcode])
    return SearchHit(
        consumable.name, consumable.barcode, url, is_exact, consumable.state, consumable.pk
    )
