"""The lists of consumables and of their journal: columns and filters, the same for page, file and API."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Finding, MovementKind, StockState
from apps.consumables.models import Consumable, CountedItem, StockMovement
from apps.consumables.queries import SHORT_STATES
from apps.core import clock
from apps.core.form_fields import DateInput
from apps.core.lists import Column, ListFilter, Listing
from apps.core.scans import resolve
from apps.masterdata.filters import KeptAtFilter
from apps.masterdata.models import Category, Supplier
from apps.workers.models import Worker

SHORT = "short"
MOST_PEOPLE = 50  # whose bookings a searched name shows

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("category", _("Category")),
    Column("location", _("Location")),
    Column("stock_state", _("Stock level")),
    Column("current_stock", _("Stock"), ("current_stock",)),
)
TRASH_COLUMNS = (
    Column("name", _("Name")),
    Column("barcode", _("Barcode")),
    Column("deleted_at", _("Deleted"), ("deleted_at",)),
    Column("actions", _("Actions")),
)
JOURNAL_COLUMNS = (
    Column("used_at", _("When"), ("used_at",)),
    Column("consumable", _("Consumable")),
    Column("kind", _("Kind")),
    Column("quantity", _("Quantity")),
    Column("stock_after", _("Stock after")),
    Column("worker", _("Person")),
    Column("reason", _("Why")),
    Column("booked_by", _("Booked by")),
)


def by_name(model: type, label: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=label,
        queryset=model.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )


class ConsumableFilter(ListFilter):
    """``stock_state`` knows "short" too: low or empty."""

    stock_state = django_filters.ChoiceFilter(
        label=_("Stock level"),
        choices=[(SHORT, _("below the minimum")), *StockState.choices],
        empty_label=_("all"),
        method="filter_state",
    )
    category = by_name(Category, _("Category"))
    location = KeptAtFilter(label=_("Location"))
    supplier = by_name(Supplier, _("Supplier"))

    class Meta:
        model = Consumable
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == SHORT:
            return queryset.filter(stock_state__in=SHORT_STATES)
        return queryset.filter(stock_state=value)


class SheetFilter(ListFilter):
    """The sheet of a stocktaking, by what counting found."""

    finding = django_filters.ChoiceFilter(
        label=_("Finding"), choices=Finding.choices, empty_label=_("all")
    )

    class Meta:
        model = CountedItem
        fields: list[str] = []


class TrashFilter(ListFilter):
    class Meta:
        model = Consumable
        fields: list[str] = []


class PeriodForm(forms.Form):
    """Refuses a period that ends before it begins."""

    def clean(self) -> None:
        begin, end = (self.cleaned_data.get(name) for name in ("used_from", "used_until"))
        if begin and end and end < begin:
            self.add_error("used_until", _("The period ends before it begins."))


class MovementFilter(ListFilter):
    """One consumable by its barcode; a person by barcode or name."""

    consumable_barcode = django_filters.CharFilter(
        label=_("Consumable"), method="filter_consumable"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=MovementKind.choices, empty_label=_("all")
    )
    worker = django_filters.CharFilter(
        label=_("Person"),
        method="filter_worker",
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    used_from = django_filters.DateFilter(label=_("From"), method="filter_from", widget=DateInput)
    used_until = django_filters.DateFilter(
        label=_("Until"), method="filter_until", widget=DateInput
    )

    class Meta:
        model = StockMovement
        form = PeriodForm
        fields: list[str] = []

    def filter_consumable(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        scanned = resolve(value, kind=Consumable.barcode_kind)
        return queryset.filter(consumable=scanned.object_id) if scanned else queryset.none()

    def filter_worker(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By the ids of the people: a join over the whole journal would take seconds."""
        if scanned := resolve(value, kind=Worker.barcode_kind):
            return queryset.filter(worker=scanned.object_id)
        people = Worker.objects.search(value).values_list("pk", flat=True)[:MOST_PEOPLE]
        return queryset.filter(worker__in=list(people))

    def filter_from(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(used_at__gte=clock.start_of_day(value))

    def filter_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(used_at__lt=clock.start_of_day(value + timedelta(days=1)))


def listing_of(params: QueryDict, *, strict: bool = False) -> Listing:
    """The list of consumables that an address asks for."""
    return Listing(
        params,
        Consumable.objects.alive().select_related("category", "location", "supplier"),
        columns=COLUMNS,
        filterset=ConsumableFilter,
        default_sort="name",
        strict=strict,
    )


def journal_listing_of(params: QueryDict) -> Listing:
    """The bookings that an address asks for, the newest first."""
    return Listing(
        params,
        StockMovement.objects.select_related("booked_by", "location", "consumable"),
        columns=JOURNAL_COLUMNS,
        filterset=MovementFilter,
        default_sort="-used_at",
    )
