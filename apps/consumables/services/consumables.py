"""What can be done with consumables themselves; their stock has services of its own."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.consumables.enums import Unit
from apps.consumables.models import Consumable
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.rules import as_quantity, stock_state
from apps.consumables.services.low_stock import tell_if_short
from apps.consumables.services.stock import adjust_stock
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.registry import registry
from apps.core.scans import move_to_trash, save_with_barcode
from apps.core.validation import refuse_invalid

AUDITED_FIELDS = (
    "barcode",
    "name",
    "description",
    "category",
    "location",
    "unit",
    "min_stock",
    "max_stock",
    "cost_per_unit",
    "supplier",
    "supplier_article_number",
    "pack_size",
    "last_ordered",
)


class ConsumableInUse(DomainError):
    """Something still needs it; ``data["uses"]`` says what."""

    code = ErrorCode.IN_USE
    status = 409


@atomic
def create_consumable(
    consumable: Consumable, *, actor: Any, now: datetime, stock: Any = 0
) -> Consumable:
    """Save a new consumable; what is there already becomes the first movement of its journal.

    :param consumable: not saved yet.
    :param stock: how much is there, in its unit.
    :raises BarcodeTaken: something else carries the barcode.
    :raises InvalidInput: stock, minimum and maximum do not go together.
    """
    consumable.pk = None
    _check(consumable)
    consumable.current_stock = Decimal(0)
    consumable.stock_state = stock_state(consumable.current_stock, consumable.min_stock)
    save_with_barcode(consumable, now)
    record("consumables.created", consumable, actor=actor, at=now, consumable=consumable.name)
    if as_quantity(stock) != 0:
        _book_first_stock(consumable, stock, actor, now)
    return Consumable.objects.get(pk=consumable.pk)


@atomic
def change_consumable(
    consumable_id: Any, values: dict[str, Any], *, actor: Any, now: datetime
) -> Consumable:
    """Change fields of a consumable; a new name or barcode reaches its journal too.

    :raises BarcodeTaken: something else carries the barcode.
    :raises ConsumableNotFound: it was deleted.
    :raises InvalidInput: the unit changes while there is stock, or minimum and maximum do not go together.
    """
    consumable = _alive(consumable_id)
    before, state_before = snapshot(consumable, AUDITED_FIELDS), consumable.state
    for name, value in values.items():
        setattr(consumable, name, value)
    _check(consumable, only=values)
    changes = changes_between(before, consumable)
    if "unit" in changes and consumable.current_stock:
        raise InvalidInput({"unit": [str(_("The unit can only change while the stock is zero."))]})
    consumable.stock_state = stock_state(consumable.current_stock, consumable.min_stock)
    save_with_barcode(consumable, now)
    tell_if_short(consumable, state_before, now)
    if {"barcode", "name"} & changes.keys():
        registry.renamed(consumable)
    if changes:
        record(
            "consumables.changed",
            consumable,
            actor=actor,
            at=now,
            changes=changes,
            consumable=consumable.name,
        )
    return consumable


@atomic
def delete_consumable(consumable_id: Any, *, actor: Any, now: datetime) -> None:
    """Move a consumable to the trash; its barcode becomes free.

    :raises ConsumableInUse: something still needs it.
    :raises ConsumableNotFound: it was deleted already.
    """
    consumable = _alive(consumable_id)
    if uses := registry.uses_of(consumable):
        message = _("%(consumable)s cannot be deleted: %(uses)s") % {
            "consumable": f"{consumable.name} {consumable.barcode}",
            "uses": " ".join(uses),
        }
        raise ConsumableInUse(message, data={"uses": uses})
    move_to_trash(consumable, actor=actor, now=now)
    record("consumables.deleted", consumable, actor=actor, at=now, consumable=consumable.name)


def _check(consumable: Consumable, only: Collection[str] = AUDITED_FIELDS) -> None:
    """:raises InvalidInput: a field is not what it should be, or the numbers do not go together."""
    refuse_invalid(consumable, only=only)
    errors: dict[str, list[str]] = {}
    if not Unit(consumable.unit).is_divisible:
        whole = _("%(unit)s can only be counted in whole numbers.") % {
            "unit": consumable.get_unit_display()
        }
        numbers = {name: getattr(consumable, name) for name in ("min_stock", "max_stock")}
        errors = {n: [str(whole)] for n, value in numbers.items() if value and value % 1}
    if consumable.max_stock is not None and consumable.max_stock < consumable.min_stock:
        errors["max_stock"] = [str(_("The maximum is below the minimum."))]
    if errors:
        raise InvalidInput(errors)


def _book_first_stock(consumable: Consumable, stock: Any, actor: Any, now: datetime) -> None:
    try:
        adjust_stock(
            consumable_id=consumable.pk,
            quantity=stock,
            reason=str(_("Opening stock")),
            actor=actor,
            now=now,
        )
    except InvalidInput as error:
        sentences = [each for field in (error.data or {})["fields"].values() for each in field]
        raise InvalidInput({"current_stock": sentences}) from error


def _alive(consumable_id: Any) -> Consumable:
    consumable = Consumable.objects.alive().filter(pk=consumable_id).first()
    if consumable is None:
        raise ConsumableNotFound
    return consumable
