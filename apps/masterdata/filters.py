"""The lists of master data: their columns and filters."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Department, Location, Named, Supplier
from apps.masterdata.queries import all_named, all_places

COLUMNS = (Column("name", _("Name"), ("sort_name",)), Column("description", _("Description")))
SUPPLIER_COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("contact_person", _("Contact person")),
    Column("phone", _("Phone")),
    Column("email", _("E-mail")),
    Column("delivery_days", _("Delivery time")),
)
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


def columns_of(model: type[Named]) -> tuple[Column, ...]:
    """What the list of the kind shows."""
    return {Location: PLACE_COLUMNS, Supplier: SUPPLIER_COLUMNS}.get(model, COLUMNS)


class ByNameFilter(django_filters.ChoiceFilter):
    """Narrows to what refers to an entry by its name; all entries are read once."""

    def __init__(self, model: type[Named], **options: Any):
        self.named = model
        super().__init__(
            choices=lambda: [(each.name, str(each)) for each in all_named(model)],
            empty_label=_("all"),
            **options,
        )

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        chosen = [each.pk for each in all_named(self.named) if each.name == value]
        return queryset.filter(**{f"{self.field_name}__in": chosen}) if value else queryset


class KeptAtFilter(django_filters.ChoiceFilter):
    """Narrows to what is kept at a place, or at one that lies in it; all places are read once."""

    def __init__(self, **options: Any):
        super().__init__(choices=_choices, empty_label=_("all"), **options)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        [chosen] = [place for place in all_places() if place.name == value]
        within = [
            place.pk
            for place in all_places()
            if str(chosen.pk) in (str(place.pk), *place.ancestors)
        ]
        return queryset.filter(**{f"{self.field_name}__in": within})


def _choices() -> list[tuple[str, str]]:
    return [(place.name, str(place)) for place in all_places()]
