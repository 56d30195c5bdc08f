"""The lists of tools: their columns and filters, the same for page and API."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.clock import local_date, now
from apps.core.lists import Column, ListFilter
from apps.masterdata.filters import ByNameFilter, KeptAtFilter
from apps.masterdata.models import Category
from apps.tools import custom_fields
from apps.tools.enums import FieldKind, MaintenanceState, ToolStatus, TrashState
from apps.tools.models import Tool, ToolField
from apps.tools.rules import SOON

NEVER, LONG_AGO = "never", "long_ago"
YEAR = timedelta(days=365)

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("category", _("Category")),
    Column("location", _("Location")),
    Column("status", _("Status")),
    Column("holder", _("Who has it")),
)
MAINTENANCE_COLUMNS = (
    Column("name", _("Name")),
    Column("barcode", _("Barcode")),
    Column("location", _("Location")),
    Column("maintenance_due", _("Next maintenance"), ("maintenance_due",)),
    Column("status", _("Status")),
)
TRASH_COLUMNS = (
    Column("name", _("Name")),
    Column("barcode", _("Barcode")),
    Column("deleted_at", _("Deleted"), ("deleted_at",)),
    Column("state", _("Why")),
    Column("actions", _("Actions")),
)


class ToolFilter(ListFilter):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=ToolStatus.choices, empty_label=_("all")
    )
    category = ByNameFilter(Category, label=_("Category"))
    location = KeptAtFilter(label=_("Location"))
    lent = django_filters.ChoiceFilter(
        label=_("Lent last"),
        choices=[(NEVER, _("never")), (LONG_AGO, _("more than a year ago"))],
        empty_label=_("all"),
        method="filter_lent",
    )

    class Meta:
        model = Tool
        fields: list[str] = []

    def filter_lent(self, tools: QuerySet, name: str, value: str) -> QuerySet:
        if value == NEVER:
            return tools.never_lent()
        return tools.filter(last_lent_at__lt=now() - YEAR)


class OwnFieldFilter(django_filters.ChoiceFilter):
    """Narrows by a choice or a yes or no in a field of the house; the index of the search answers."""

    def __init__(self, field: ToolField):
        options = [(option, option) for option in field.options]
        if field.kind == FieldKind.YES_NO:
            options = [("true", _("Yes")), ("false", _("No"))]
        super().__init__(label=field.label, choices=options, empty_label=_("all"))
        self.key = field.key

    def filter(self, tools: QuerySet, value: Any) -> QuerySet:
        if not value:
            return tools
        return tools.filter(search_terms__contains=[custom_fields.token(self.key, value)])


class MaintenanceFilter(ListFilter):
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[c for c in MaintenanceState.choices if c[0] != MaintenanceState.LATER],
        empty_label=_("all"),
        method="filter_due",
    )

    class Meta:
        model = Tool
        fields: list[str] = []

    def filter_due(self, tools: QuerySet, name: str, value: str) -> QuerySet:
        today = local_date(now())
        if value == MaintenanceState.OVERDUE:
            return tools.filter(maintenance_due__lt=today)
        if value == MaintenanceState.IN_MAINTENANCE:
            return tools.filter(status=ToolStatus.IN_MAINTENANCE)
        return tools.filter(maintenance_due__gte=today, maintenance_due__lte=today + SOON)


class TrashFilter(ListFilter):
    state = django_filters.ChoiceFilter(
        label=_("Why"), choices=TrashState.choices, empty_label=_("all"), method="filter_state"
    )

    class Meta:
        model = Tool
        fields: list[str] = []

    def filter_state(self, tools: QuerySet, name: str, value: str) -> QuerySet:
        return tools.filter(lost_at__isnull=value != TrashState.LOST)


def tool_filter() -> type[ToolFilter]:
    """The filter of the tools with the fields that the house has now."""
    fields = [field for field in ToolField.objects.in_use() if field.is_filter]
    own = {field.input_name: OwnFieldFilter(field) for field in fields}
    return type("HouseToolFilter", (ToolFilter,), own) if own else ToolFilter
