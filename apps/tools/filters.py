"""The list of tools: its columns and filters, the same for page and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Category, Location
from apps.masterdata.queries import places_within
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("category", _("Category")),
    Column("location", _("Location")),
    Column("status", _("Status")),
    Column("holder", _("Who has it")),
)


class ToolFilter(ListFilter):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=ToolStatus.choices, empty_label=_("all")
    )
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=Category.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )
    location = django_filters.ModelChoiceFilter(
        label=_("Location"),
        queryset=Location.objects.order_by("sort_path"),
        to_field_name="name",
        empty_label=_("all"),
        method="filter_location",
    )

    class Meta:
        model = Tool
        fields: list[str] = []

    def filter_location(self, queryset: QuerySet, name: str, value: Location) -> QuerySet:
        """What is kept there or in a place that lies in it."""
        return queryset.filter(location__in=places_within(value))
