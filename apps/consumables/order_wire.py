"""Orders as everybody outside sees them."""

from typing import Any

from rest_framework import serializers

from apps.consumables.models import OrderLine, PurchaseOrder
from apps.consumables.wire import QuantityField


class OrderLineSerializer(serializers.Serializer):
    """One consumable of an order."""

    id = serializers.CharField(source="pk")
    consumable_barcode = serializers.CharField()
    consumable_name = serializers.CharField()
    supplier_article_number = serializers.CharField()
    unit = serializers.CharField()
    packs = serializers.IntegerField()
    pack_size = QuantityField()
    quantity = QuantityField()
    received_quantity = QuantityField()
    missing = QuantityField()
    cost_per_unit = QuantityField()
    cost = QuantityField()
    reason = serializers.JSONField()


class OrderSerializer(serializers.Serializer):
    """An order with its lines."""

    number = serializers.CharField()
    supplier = serializers.CharField(source="supplier.name", default=None)
    state = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    expected_on = serializers.DateField()


def represent_order(order: PurchaseOrder, lines: list[OrderLine]) -> dict[str, Any]:
    """The order as JSON."""
    rows = OrderLineSerializer(lines, many=True).data
    return {**OrderSerializer(order).data, "lines": list(rows)}
