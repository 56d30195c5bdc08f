"""The API of the tools."""

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.api import ListView
from apps.core.http import envelope
from apps.core.lists import Listing
from apps.tools.filters import COLUMNS, ToolFilter
from apps.tools.models import Tool
from apps.tools.queries import hidden_fields, tool_by_barcode


class ToolSerializer(serializers.Serializer):
    """A tool as everybody outside sees it: references by name, dates in ISO 8601."""

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
    purchase_price = serializers.DecimalField(
        max_digits=10, decimal_places=2, coerce_to_string=False
    )
    maintenance_due = serializers.DateField()
    custom_fields = serializers.JSONField()
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


class ToolListView(ListView):
    """All tools that are not deleted."""

    required_permissions = {"GET": "tools.view_tool"}
    serializer_class = ToolSerializer

    def get_listing(self, request: Request) -> Listing:
        return Listing(
            request.query_params,
            Tool.objects.alive().select_related("category", "location"),
            columns=COLUMNS,
            filterset=ToolFilter,
            default_sort="name",
            strict=True,
        )


class ToolDetailView(APIView):
    """One tool."""

    required_permissions = {"GET": "tools.view_tool"}
    serializer_class = ToolSerializer

    def get(self, request: Request, barcode: str) -> Response:
        data: dict[str, Any] = ToolSerializer(tool_by_barcode(barcode)).data
        return Response(envelope(data))


urlpatterns = [
    path("tools", ToolListView.as_view(), name="tools"),
    path("tools/<barcode:barcode>", ToolDetailView.as_view(), name="tool"),
]
