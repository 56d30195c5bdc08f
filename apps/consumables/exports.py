"""Consumables and their journal as files for Excel."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consumables.filters import journal_listing_of, listing_of
from apps.consumables.rules import as_number
from apps.core.exports.sheets import SheetColumn
from apps.core.registry import Export


def consumable_rows(params: QueryDict, user: Any, now: datetime) -> QuerySet:
    """What the list shows for the same address, on all its pages."""
    return listing_of(params).rows


def consumable_columns(user: Any) -> list[SheetColumn]:
    return [
        SheetColumn(_("Name"), lambda item: item.name, 34),
        SheetColumn(_("Barcode"), lambda item: item.barcode),
        SheetColumn(_("Category"), lambda item: _name(item.category)),
        SheetColumn(_("Location"), lambda item: _name(item.location)),
        SheetColumn(_("Stock"), lambda item: as_number(item.current_stock), 12),
        SheetColumn(_("Unit"), lambda item: str(item.get_unit_display()), 10),
        SheetColumn(_("Stock level"), lambda item: str(item.state.label), 14),
        SheetColumn(_("Minimum stock"), lambda item: as_number(item.min_stock), 14),
        SheetColumn(_("Maximum stock"), lambda item: _number(item.max_stock), 14),
        SheetColumn(_("Cost per unit"), lambda item: _number(item.cost_per_unit), 14),
        SheetColumn(_("Supplier"), lambda item: _name(item.supplier), 26),
        SheetColumn(_("Article number"), lambda item: item.supplier_article_number),
        SheetColumn(_("Pack size"), lambda item: as_number(item.pack_size), 12),
        SheetColumn(_("Last ordered"), lambda item: item.last_ordered, 14),
        SheetColumn(_("Monthly usage"), lambda item: _number(item.forecast_monthly_usage), 14),
    ]


def journal_rows(params: QueryDict, user: Any, now: datetime) -> QuerySet:
    return journal_listing_of(params).rows


def journal_columns(user: Any) -> list[SheetColumn]:
    return [
        SheetColumn(_("When"), lambda booked: booked.used_at),
        SheetColumn(_("Consumable"), lambda booked: booked.consumable_name, 34),
        SheetColumn(_("Barcode"), lambda booked: booked.consumable_barcode),
        SheetColumn(_("Kind"), lambda booked: str(booked.kind_in_words.label)),
        SheetColumn(_("Quantity"), lambda booked: as_number(booked.quantity), 12),
        SheetColumn(_("Unit"), lambda booked: booked.consumable.unit, 10),
        SheetColumn(_("Stock after"), lambda booked: as_number(booked.stock_after), 12),
        SheetColumn(_("Person"), lambda booked: booked.worker_name, 26),
        SheetColumn(_("Person's barcode"), lambda booked: booked.worker_barcode),
        SheetColumn(_("Used at"), lambda booked: _name(booked.location)),
        SheetColumn(_("Ticket number"), lambda booked: booked.ticket_number),
        SheetColumn(_("Why"), lambda booked: booked.reason, 32),
        SheetColumn(_("Cost per unit"), lambda booked: _number(booked.unit_cost), 14),
        SheetColumn(_("Booked by"), lambda booked: str(booked.booked_by or ""), 22),
    ]


def _name(item: Any) -> str:
    return str(item) if item else ""


def _number(value: Any) -> int | float | None:
    return None if value is None else as_number(value)


LIST = Export(
    "consumables.list",
    gettext_lazy("Consumables"),
    "consumables.view_consumable",
    columns=consumable_columns,
    rows=consumable_rows,
)
JOURNAL = Export(
    "consumables.journal",
    gettext_lazy("Stock movements"),
    "consumables.view_stockmovement",
    columns=journal_columns,
    rows=journal_rows,
)
