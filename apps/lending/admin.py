"""The back office of lending: to look things up. Lending itself happens at the desk."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    QueryFilter,
    ReadOnlyAdminMixin,
    ScandyModelAdmin,
    day,
    minute,
    status_badge,
)
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending, LendingQuerySet


class StateFilter(QueryFilter):
    """Open, overdue or returned; "overdue" is computed, so no field has it."""

    title = _("Status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return LendingStatus.choices

    def queryset(self, request: HttpRequest, queryset: LendingQuerySet) -> QuerySet:
        if self.value() == LendingStatus.OVERDUE:
            return queryset.overdue(clock.now())
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Lending)
class LendingAdmin(ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("tool_label", "worker_label", "lent", "due", "returned", "state")
    list_filter = (StateFilter,)
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
        return _("open, %(count)d overdue") % {
            "count": Lending.objects.overdue(clock.now()).count()
        }
