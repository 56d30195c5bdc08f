"""The inventory list: every tool of the house, where it is and what it cost."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.charts import Value
from apps.core.registry import Report
from apps.core.reporting import (
    Answer,
    Chart,
    Figure,
    Kind,
    OneOf,
    QueriedRows,
    ReportColumn,
    ReportForm,
    Row,
)
from apps.masterdata.models import Category, Location
from apps.masterdata.queries import places_within
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool


class InventoryForm(ReportForm):
    """Which tools; a place stands for those that lie in it too."""

    category = OneOf(Category, gettext_lazy("Category"))
    location = OneOf(Location, gettext_lazy("Location"))
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[("", gettext_lazy("all")), *ToolStatus.choices],
        required=False,
    )


def inventory(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    kept = _kept(values)

    @cache
    def by_status() -> list[dict[str, Any]]:
        sums = {
            "count": Count("pk"),
            "price": Sum("purchase_price"),
            "known": Count("purchase_price"),
        }
        return list(kept.order_by().values("status").annotate(**sums))

    return Answer(
        rows=QueriedRows(
            kept.select_related("category", "location"),
            {
                "tool": ("sort_name",),
                "barcode": ("barcode",),
                "price": ("purchase_price",),
                "bought": ("purchase_date",),
            },
            lambda tools: [_cells(tool) for tool in tools],
            lambda: _totals(by_status()),
        ),
        figures=lambda totals: [
            Figure(_("Tools"), totals["count"]),
            Figure(_("Purchase prices"), totals["price"], Kind.MONEY),
            Figure(_("Of them without a price"), totals["count"] - totals["known"]),
        ],
        chart=lambda totals: _chart(by_status()),
    )


def _kept(values: dict[str, Any]) -> Any:
    found = Tool.objects.alive()
    if place := values.get("location"):
        found = found.filter(location__in=places_within(Location(pk=place)))
    chosen = {name: values[name] for name in ("category", "status") if values.get(name)}
    return found.filter(**chosen)


def _cells(tool: Tool) -> Row:
    return {
        "tool": tool.name,
        "barcode": tool.barcode,
        "category": str(tool.category or ""),
        "location": str(tool.location or ""),
        "status": str(tool.state.label),
        "condition": str(tool.get_condition_display()),
        "serial": tool.serial_number,
        "bought": tool.purchase_date,
        "price": tool.purchase_price,
        "url": reverse("tools:detail", args=[tool.barcode]),
    }


def _totals(by_status: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {
        "count": sum(row["count"] for row in by_status),
        "known": sum(row["known"] for row in by_status),
        "price": sum((row["price"] or Decimal(0) for row in by_status), Decimal(0)),
    }


def _chart(by_status: list[dict[str, Any]]) -> Chart:
    counts = {row["status"]: row["count"] for row in by_status}
    values = [
        Value(float(count), label, f"{label}: {Kind.COUNT.in_words(count)}")
        for status in ToolStatus
        for label, count in [(str(status.label), counts.get(status.value, 0))]
    ]
    return Chart(_("Tools by status"), values)


INVENTORY = Report(
    "inventory",
    gettext_lazy("Inventory list"),
    gettext_lazy("Every tool with its place, its state and what it cost."),
    permission="tools.view_tool",
    form=InventoryForm,
    run=inventory,
    columns=(
        ReportColumn("tool", gettext_lazy("Tool")),
        ReportColumn("barcode", gettext_lazy("Barcode")),
        ReportColumn("category", gettext_lazy("Category"), is_sortable=False),
        ReportColumn("location", gettext_lazy("Location"), is_sortable=False),
        ReportColumn("status", gettext_lazy("Status"), is_sortable=False),
        ReportColumn("condition", gettext_lazy("Condition"), is_sortable=False),
        ReportColumn("serial", gettext_lazy("Serial number"), is_sortable=False),
        ReportColumn("bought", gettext_lazy("Purchase date"), Kind.DAY),
        ReportColumn("price", gettext_lazy("Purchase price"), Kind.MONEY, is_sum=True),
    ),
    sort="tool",
    notes=(gettext_lazy("The tools of this moment. Deleted and lost ones are left out."),),
    group=gettext_lazy("Tools"),
    icon="clipboard-list",
)
