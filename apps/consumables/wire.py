"""Consumables and their bookings as everybody outside sees them, and how a booked one is undone."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.consumables.enums import MovementKind
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.rules import as_number, in_words
from apps.consumables.services import stock
from apps.core.operations import Answer
from apps.media.columns import FileFields

WITHDRAW, RECEIVE, ADJUST = (
    "consumables.withdraw",
    "consumables.receive",
    "consumables.adjust",
)
RECEIVE_ORDER = "consumables.receive_order"  # several lines: the journal reverses them


MESSAGES = {
    (MovementKind.WITHDRAWAL, ""): _(
        "%(quantity)s %(unit)s %(consumable)s %(barcode)s taken out, %(stock)s left."
    ),
    (MovementKind.WITHDRAWAL, "for"): _(
        "%(worker)s got %(quantity)s %(unit)s %(consumable)s, %(stock)s left."
    ),
    (MovementKind.RECEIPT, ""): _(
        "%(quantity)s %(unit)s %(consumable)s %(barcode)s came in, %(stock)s there now."
    ),
    (MovementKind.CORRECTION, ""): _(
        "%(consumable)s %(barcode)s corrected: %(stock)s %(unit)s there now."
    ),
}


class QuantityField(serializers.Field):
    """A quantity or price as a JSON number: 2, or 2.5."""

    def to_representation(self, value: Decimal) -> int | float:
        return as_number(value)


class ConsumableSerializer(serializers.Serializer):
    """A consumable as everybody outside sees it: references by name, quantities as numbers."""

    id = serializers.CharField(source="pk")
    barcode = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.CharField(source="category.name", default=None)
    location = serializers.CharField(source="location.name", default=None)
    unit = serializers.CharField()
    current_stock = QuantityField()
    min_stock = QuantityField()
    max_stock = QuantityField()
    stock_state = serializers.CharField()
    cost_per_unit = QuantityField()
    supplier = serializers.CharField(source="supplier.name", default=None)
    supplier_article_number = serializers.CharField()
    pack_size = QuantityField()
    last_ordered = serializers.DateField()
    forecast_monthly_usage = QuantityField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted = serializers.BooleanField()


class ConsumableRowSerializer(FileFields, ConsumableSerializer):
    """A row of a list."""


class MovementSerializer(serializers.Serializer):
    """One booking of the journal."""

    id = serializers.CharField(source="pk")
    consumable_barcode = serializers.CharField()
    consumable_name = serializers.CharField()
    unit = serializers.CharField(source="consumable.unit")
    kind = serializers.CharField()
    quantity = QuantityField()
    current_stock = QuantityField(source="stock_after")
    worker_barcode = serializers.CharField()
    worker_name = serializers.CharField()
    location = serializers.CharField(source="location.name", default=None)
    ticket_number = serializers.CharField()
    reason = serializers.CharField()
    booked_by = serializers.CharField(source="booked_by.username", default=None)
    used_at = serializers.DateTimeField()


def answer_with(movement: StockMovement, *, status: int = 201) -> Answer:
    """What a booking answers: the movement, and the stock as it is now."""
    kind = "for" if movement.worker_name and movement.kind == MovementKind.WITHDRAWAL else ""
    message = MESSAGES[MovementKind(movement.kind), kind] % words(movement)
    return Answer.success(represent(movement), message, object_id=movement.pk, status=status)


def undo_movement(
    object_id: str, *, done_at: datetime, actor: Any, now: datetime
) -> tuple[dict, Any]:
    """Undo handler of everything that books one movement: it is reversed."""
    reversal = stock.undo_movement(movement_id=ObjectId(object_id), actor=actor, now=now)
    message = _("Undone: %(quantity)s %(unit)s %(consumable)s, %(stock)s there now.")
    return represent(reversal), message % words(reversal)


def represent_consumable(consumable: Consumable) -> dict[str, Any]:
    """The consumable as JSON."""
    return dict(ConsumableSerializer(consumable).data)


def represent(movement: StockMovement) -> dict[str, Any]:
    """The movement as JSON."""
    return dict(MovementSerializer(movement).data)


def words(movement: StockMovement) -> dict[str, str]:
    """What messages mention."""
    return {
        "consumable": movement.consumable_name,
        "barcode": movement.consumable_barcode,
        "quantity": in_words(abs(movement.quantity)),
        "unit": movement.consumable.unit,
        "stock": in_words(movement.stock_after),
        "worker": movement.worker_name,
    }
