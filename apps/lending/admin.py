"""The back office of lending: to look things up; what can be done stands in actions."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from bson import ObjectId
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    Condition,
    ConditionFilter,
    QueryFilter,
    ReadOnlyAdminMixin,
    ScandyModelAdmin,
    day,
    minute,
    status_badge,
)
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.masterdata.models import Department
from apps.workers.models import Worker


class StateFilter(ConditionFilter):
    """What became of a lending; "overdue" and "due today" are computed, so no field has them."""

    title = _("Status")
    parameter_name = "state"

    def conditions(self) -> dict[str, Condition]:
        now = clock.now()
        return {
            "active": (_("lent"), lambda lendings: lendings.open()),
            "overdue": (_("overdue"), lambda lendings: lendings.overdue(now)),
            "today": (_("due today"), lambda lendings: lendings.due_on(clock.local_date(now))),
            "returned": (_("returned"), _with_status(LendingStatus.RETURNED)),
            "canceled": (_("undone"), lambda lendings: lendings.canceled()),
            "lost": (_("lost"), _with_status(LendingStatus.LOST)),
        }


class PeriodFilter(ConditionFilter):
    """When the tool was handed out."""

    title = _("Lent")
    parameter_name = "period"

    def conditions(self) -> dict[str, Condition]:
        today = clock.today()
        this_year, last_year = today.replace(month=1, day=1), date(today.year - 1, 1, 1)
        tomorrow = today + timedelta(days=1)
        return {
            "today": (_("today"), _lent(today, tomorrow)),
            "week": (_("in the last 7 days"), _lent(today - timedelta(days=6), tomorrow)),
            "month": (_("in the last 30 days"), _lent(today - timedelta(days=29), tomorrow)),
            "year": (_("this year"), _lent(this_year, tomorrow)),
            "last_year": (_("last year"), _lent(last_year, this_year)),
        }


class DepartmentFilter(QueryFilter):
    """The department that the person belongs to now."""

    title = _("Department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        departments = Department.objects.order_by("sort_name").values_list("pk", "name")
        return [(str(pk), name) for pk, name in departments]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not ObjectId.is_valid(self.value() or ""):
            return queryset
        people = Worker.objects.filter(department=self.value()).values_list("pk", flat=True)
        return queryset.filter(worker__in=list(people))


def _with_status(status: LendingStatus) -> Callable[[QuerySet], QuerySet]:
    return lambda lendings: lendings.filter(status=status)


def _lent(first: date, end: date) -> Callable[[QuerySet], QuerySet]:
    since, until = clock.start_of_day(first), clock.start_of_day(end)
    return lambda lendings: lendings.filter(lent_at__gte=since, lent_at__lt=until)


@admin.register(Lending)
class LendingAdmin(ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("tool_label", "worker_label", "lent", "due", "returned", "state")
    list_filter = (StateFilter, PeriodFilter, DepartmentFilter)
    search_fields = ("search_terms",)
    search_help_text = _("Search tool, person or barcode")
    ordering = ("-lent_at",)
    sortable_by = ("lent", "due")
    list_select_related = ()
    fieldsets = (
        (None, {"fields": ("tool", "tool_barcode", "worker", "worker_barcode", "state")}),
        (_("Handed out"), {"fields": ("lent_at", "handed_out_by", "due_date", "notes")}),
        (_("Taken back"), {"fields": ("returned_at", "taken_back_by", "return_notes")}),
    )

    @admin.display(description=_("Tool"))
    def tool_label(self, lending: Lending) -> str:
        return f"{lending.tool_name} · {lending.tool_barcode}"

    @admin.display(description=_("Worker"))
    def worker_label(self, lending: Lending) -> str:
        return f"{lending.worker_name} · {lending.worker_barcode}"

    @admin.display(description=_("Lent"), ordering="lent_at")
    def lent(self, lending: Lending) -> str | None:
        return minute(lending.lent_at)

    @admin.display(description=_("Due"), ordering="due_date")
    def due(self, lending: Lending) -> str:
        return day(lending.due_date)

    @admin.display(description=_("Returned"))
    def returned(self, lending: Lending) -> str | None:
        return minute(lending.returned_at)

    @admin.display(description=_("handed out by"))
    def handed_out_by(self, lending: Lending) -> str:
        return str(lending.lent_by)  # as text: the account behind a link is for admins alone

    @admin.display(description=_("taken back by"))
    def taken_back_by(self, lending: Lending) -> str | None:
        return str(lending.returned_by) if lending.returned_by else None

    @admin.display(description=_("Status"))
    def state(self, lending: Lending) -> SafeString:
        return status_badge(lending.status_at(clock.now()))

    def index_queryset(self, request: HttpRequest) -> QuerySet:
        return Lending.objects.open()

    def index_note(self, request: HttpRequest) -> str:
        return _("open")
