"""The list of orders: its columns and filters."""

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.filters import by_name
from apps.consumables.models import PurchaseOrder
from apps.core.lists import Column, ListFilter, Listing
from apps.masterdata.models import Supplier

AWAITED_VIEW = "unterwegs"
COLUMNS = (
    Column("number", _("Order number"), ("number",)),
    Column("supplier", _("Supplier")),
    Column("lines", _("Lines")),
    Column("cost", _("Sum")),
    Column("expected_on", _("Expected on"), ("expected_on",)),
    Column("state", _("State")),
    Column("created_at", _("Created"), ("created_at",)),
)


class OrderFilter(ListFilter):
    """``state`` also knows what is on its way, ordered or partly received."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(AWAITED_VIEW, _("on the way")), *OrderState.choices],
        method="filter_state",
        empty_label=_("all"),
    )
    supplier = by_name(Supplier, _("Supplier"))

    class Meta:
        model = PurchaseOrder
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        states = AWAITED if value == AWAITED_VIEW else (value,)
        return queryset.filter(state__in=states)


def listing_of(params: QueryDict) -> Listing:
    """What an address asks for: what is on its way, latest first, unless it names a state; "" means all."""
    params = params.copy()
    if not params.get("q"):
        params.setdefault("state", AWAITED_VIEW)
    return Listing(
        params,
        PurchaseOrder.objects.select_related("supplier"),
        columns=COLUMNS,
        filterset=OrderFilter,
        default_sort="expected_on" if params.get("state") == AWAITED_VIEW else "-created_at",
    )
