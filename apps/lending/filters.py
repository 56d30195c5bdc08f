"""The list of lendings: its columns and filters, the same for page and API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.lists import Column, ListFilter
from apps.core.scans import resolve
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending

COLUMNS = (
    Column("tool", _("Tool")),
    Column("worker", _("Worker")),
    Column("lent_at", _("Lent"), ("lent_at",)),
    Column("due_date", _("Due"), ("due_date",)),
    Column("returned_at", _("Returned")),
    Column("status", _("Status")),
)


class LendingFilter(ListFilter):
    """``status`` knows the computed "overdue" too; tool and worker are named by barcode, as everywhere outside."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=LendingStatus.choices,
        method="filter_status",
        empty_label=_("all"),
    )
    tool_barcode = django_filters.CharFilter(label=_("Tool barcode"), method="filter_code")
    worker_barcode = django_filters.CharFilter(label=_("Worker barcode"), method="filter_code")

    class Meta:
        model = Lending
        fields: list[str] = []

    def filter_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        now = clock.now()
        if value == LendingStatus.OVERDUE:
            return queryset.overdue(now)
        if value == LendingStatus.ACTIVE:
            return queryset.open()
        return queryset.filter(status=value)

    def filter_code(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        kind = name.removesuffix("_barcode")
        scanned = resolve(value, kind=kind)
        return queryset.filter(**{kind: scanned.object_id}) if scanned else queryset.none()
