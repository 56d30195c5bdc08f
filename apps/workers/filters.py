"""The list of workers: its columns and filters."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.lists import Column, ListFilter
from apps.masterdata.models import Department
from apps.workers.models import Worker

COLUMNS = (
    Column("name", _("Name"), ("sort_name",)),
    Column("barcode", _("Barcode"), ("barcode",)),
    Column("department", _("Department")),
    Column("state", _("Status")),
    Column("open_lendings", _("Tools")),
)


class WorkerFilter(ListFilter):
    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.order_by("sort_name"),
        to_field_name="name",
        empty_label=_("all"),
    )
    is_active = django_filters.BooleanFilter(label=_("active"))
    is_blocked = django_filters.BooleanFilter(label=_("blocked"))

    class Meta:
        model = Worker
        fields: list[str] = []
