"""The lists of master data: their columns and filters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Department, Location

COLUMNS = (Column("name", _("Name"), ("sort_name",)), Column("description", _("Description")))
PLACE_COLUMNS = (Column("name", _("Name"), ("sort_path",)), Column("description", _("Description")))


class NamedFilter(ListFilter):
    class Meta:
        model = Department
        fields: list[str] = []


class PlaceFilter(ListFilter):
    parent = django_filters.ModelChoiceFilter(
        label=_("Lies in"),
        queryset=Location.objects.order_by("sort_path"),
        empty_label=_("all"),
        method="filter_parent",
    )

    class Meta:
        model = Location
        fields: list[str] = []

    def filter_parent(self, queryset: QuerySet, name: str, value: Location) -> QuerySet:
        return queryset.filter(parent=value)
