"""The list of lendings: its columns and filters, the same for page and API."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.lists import Column, ListFilter, Listing
from apps.core.scans import resolve
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.masterdata.models import Department
from apps.workers.models import Worker

COLUMNS = (
    Column("tool", _("Tool")),
    Column("worker", _("Worker")),
    Column("lent_at", _("Lent"), ("lent_at",)),
    Column("due_date", _("Due"), ("due_date",)),
    Column("returned_at", _("Returned")),
    Column("status", _("Status")),
)


OVERDUE_COLUMNS = (
    Column("chosen", ""),
    Column("tool", _("Tool")),
    Column("worker", _("Worker")),
    Column("contact", _("Contact")),
    Column("due_date", _("Due"), ("due_date",)),
    Column("late", _("Late")),
)
CANCELED = "canceled"
DUE_TODAY = "due_today"
BOOKED = "booked"
COMPUTED = (
    (DUE_TODAY, _("due today")),
    (BOOKED, _("all but undone")),
    (CANCELED, _("undone")),
)
DAY_INPUT = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Refuses a period that ends before it begins."""

    def clean(self) -> None:
        begin, end = (self.cleaned_data.get(name) for name in ("lent_from", "lent_until"))
        if begin and end and end < begin:
            self.add_error("lent_until", _("The period ends before it begins."))


class LendingFilter(ListFilter):
    """``status`` knows the computed "overdue" and the undone too; tool and worker are named by barcode, as everywhere
    outside; the period is about when something was lent."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*LendingStatus.choices, *COMPUTED],
        method="filter_status",
        empty_label=_("all"),
    )
    tool_barcode = django_filters.CharFilter(label=_("Tool barcode"), method="filter_code")
    worker_barcode = django_filters.CharFilter(label=_("Worker barcode"), method="filter_code")

    department = django_filters.ModelChoiceFilter(
        label=_("Department"),
        queryset=Department.objects.order_by("sort_name"),
        to_field_name="name",
        method="filter_department",
        empty_label=_("all"),
    )
    lent_from = django_filters.DateFilter(
        label=_("Lent from"), method="filter_from", widget=DAY_INPUT
    )
    lent_until = django_filters.DateFilter(
        label=_("Lent until"), method="filter_until", widget=DAY_INPUT
    )

    class Meta:
        model = Lending
        form = PeriodForm
        fields: list[str] = []

    def filter_status(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        computed = {
            LendingStatus.OVERDUE: lambda: queryset.overdue(clock.now()),
            LendingStatus.ACTIVE: queryset.open,
            DUE_TODAY: lambda: queryset.due_on(clock.today()),
            CANCELED: queryset.canceled,
            BOOKED: queryset.booked,
        }
        return computed[value]() if value in computed else queryset.filter(status=value)

    def filter_department(self, queryset: QuerySet, name: str, value: Department) -> QuerySet:
        """By the ids of its people: a join over all lendings would take seconds."""
        people = Worker.objects.filter(department=value).values_list("pk", flat=True)
        return queryset.filter(worker__in=list(people))

    def filter_from(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(lent_at__gte=clock.start_of_day(value))

    def filter_until(self, queryset: QuerySet, name: str, value: date) -> QuerySet:
        return queryset.filter(lent_at__lt=clock.start_of_day(value + timedelta(days=1)))

    def filter_code(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        kind = name.removesuffix("_barcode")
        scanned = resolve(value, kind=kind)
        return queryset.filter(**{kind: scanned.object_id}) if scanned else queryset.none()


def listing_of(params: QueryDict) -> Listing:
    """The list that an address asks for: what is out, unless it names a state; "" means all."""
    params = params.copy()
    params.setdefault("status", LendingStatus.ACTIVE)
    is_open = params["status"] in {LendingStatus.ACTIVE, LendingStatus.OVERDUE, DUE_TODAY}
    return Listing(
        params,
        Lending.objects.select_related("lent_by", "returned_by"),
        columns=COLUMNS,
        filterset=LendingFilter,
        default_sort="due_date" if is_open else "-lent_at",
    )
