"""The list of consumables: its columns and filters, the same for page and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Finding, StockState
from apps.consumables.models import Consumable, CountedItem
from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Category, Location, Supplier

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("category", _("Category")),
    Column("location", _("Location")),
    Column("stock_state", _("Stock level")),
    Column("current_stock", _("Stock"), ("current_stock",)),
)


def by_name(model: type, label: object) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=label,
        queryset=model.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )


class ConsumableFilter(ListFilter):
    stock_state = django_filters.ChoiceFilter(
        label=_("Stock level"), choices=StockState.choices, empty_label=_("all")
    )
    category = by_name(Category, _("Category"))
    location = by_name(Location, _("Location"))
    supplier = by_name(Supplier, _("Supplier"))

    class Meta:
        model = Consumable
        fields: list[str] = []


class SheetFilter(ListFilter):
    """The sheet of a stocktaking, by what counting found."""

    finding = django_filters.ChoiceFilter(
        label=_("Finding"), choices=Finding.choices, empty_label=_("all")
    )

    class Meta:
        model = CountedItem
        fields: list[str] = []
