"""The list of workers: its columns and filters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Department
from apps.workers.enums import ACTIVE, BLOCKED, INACTIVE
from apps.workers.models import Worker

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("department", _("Department")),
    Column("state", _("Status")),
    Column("open_lendings", _("Tools")),
)
STATES = (("active", ACTIVE.label), ("inactive", INACTIVE.label), ("blocked", BLOCKED.label))


class WorkerFilter(ListFilter):
    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATES, method="filter_state", empty_label=_("all")
    )

    class Meta:
        model = Worker
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "blocked":
            return queryset.filter(is_blocked=True)
        return queryset.filter(is_blocked=False, is_active=value == "active")
