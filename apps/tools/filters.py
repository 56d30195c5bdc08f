"""The list of tools: its columns and filters, the same for page and API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Category, Location
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
        queryset=Location.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )

    class Meta:
        model = Tool
        fields: list[str] = []
