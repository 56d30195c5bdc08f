"""A tool as everybody outside sees it: references by name, dates in ISO 8601."""

from typing import Any

from rest_framework import serializers

from apps.media.columns import FileFields
from apps.tools.models import Tool, ToolField
from apps.tools.queries import hidden_fields


class MaintenanceSerializer(serializers.Serializer):
    """One record of the maintenance log."""

    date = serializers.DateField()
    description = serializers.CharField()
    cost = serializers.FloatField()
    performed_by = serializers.CharField()
    struck_at = serializers.DateTimeField()
    struck_reason = serializers.CharField()


class ToolSerializer(serializers.Serializer):
    """A tool without its log."""

    id = serializers.CharField(source="pk")
    barcode = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    category = serializers.SerializerMethodField()
    location = serializers.SerializerMethodField()
    status = serializers.CharField()
    condition = serializers.CharField()
    serial_number = serializers.CharField()
    invoice_number = serializers.CharField()
    mac_address = serializers.CharField()
    mac_address_wlan = serializers.CharField()
    purchase_date = serializers.DateField()
    purchase_price = serializers.FloatField()
    maintenance_due = serializers.DateField()
    maintenance_months = serializers.IntegerField()
    custom_fields = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted = serializers.BooleanField()

    def get_fields(self) -> dict[str, serializers.Field]:
        """Without the fields that the house does not use."""
        hidden = hidden_fields()
        return {name: each for name, each in super().get_fields().items() if name not in hidden}

    def get_category(self, tool: Tool) -> str | None:
        return tool.category.name if tool.category else None

    def get_location(self, tool: Tool) -> str | None:
        return tool.location.name if tool.location else None

    def get_custom_fields(self, tool: Tool) -> dict[str, Any]:
        """Those that the house has now; what stands in deleted ones stays unseen."""
        return {
            field.key: tool.custom_fields.get(field.key) for field in ToolField.objects.in_use()
        }


class ToolRowSerializer(FileFields, ToolSerializer):
    """A row of a list."""


class ToolDetailSerializer(ToolSerializer):
    """One tool, with its maintenance log."""

    maintenance_history = MaintenanceSerializer(many=True)


def represent(tool: Tool) -> dict[str, Any]:
    """The tool as JSON."""
    return dict(ToolDetailSerializer(tool).data)
