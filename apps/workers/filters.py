"""The list of workers: its columns and filters."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.lists import Column, ListFilter
from apps.core.registry import registry
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
TRASH_COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("department", _("Department")),
    Column("deleted_at", _("Deleted")),
)
LENDINGS = (("open", _("has tools")), ("overdue", _("has overdue tools")))
STATES = (("active", ACTIVE.label), ("inactive", INACTIVE.label), ("blocked", BLOCKED.label))


class TrashFilter(ListFilter):
    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )

    class Meta:
        model = Worker
        fields: list[str] = []


class WorkerFilter(TrashFilter):
    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=STATES, method="filter_state", empty_label=_("all")
    )

    lendings = django_filters.ChoiceFilter(
        label=_("Tools"), choices=LENDINGS, method="filter_lendings", empty_label=_("all")
    )

    class Meta:
        model = Worker
        fields: list[str] = []

    def filter_lendings(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Lending knows who has what; without it nobody has anything."""
        find = registry.row_filters.get("workers.worker:lendings")
        return queryset.filter(pk__in=find(value, clock.now())) if find else queryset.none()

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "blocked":
            return queryset.filter(is_blocked=True)
        return queryset.filter(is_blocked=False, is_active=value == "active")
