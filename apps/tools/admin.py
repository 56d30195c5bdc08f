"""The back office of the tools."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    By,
    ChoiceFilter,
    Condition,
    ConditionFilter,
    RelatedFilter,
    ServiceAdminMixin,
    SoftDeleteAdminMixin,
    day,
    status_badge,
)
from apps.media.columns import FilesColumnMixin
from apps.tools import services
from apps.tools.field_admin import own_fields_form
from apps.tools.models import Tool, ToolField
from apps.tools.queries import hidden_fields

SOON = timedelta(days=30)
MASTER_FIELDS = (
    (None, {"fields": ("barcode", "name", "category", "location", "condition", "description")}),
    (
        _("Purchase and maintenance"),
        {
            "fields": (
                "purchase_date",
                "purchase_price",
                "invoice_number",
                "maintenance_due",
                "maintenance_months",
            )
        },
    ),
    (_("Technical data"), {"fields": ("serial_number", "mac_address", "mac_address_wlan")}),
)


class MaintenanceFilter(ConditionFilter):
    """When the next maintenance is due."""

    title = _("Maintenance")
    parameter_name = "maintenance"

    def conditions(self) -> dict[str, Condition]:
        today = clock.today()
        end = today + SOON
        return {
            "overdue": (_("overdue"), lambda tools: tools.filter(maintenance_due__lt=today)),
            "soon": (
                _("within 30 days"),
                lambda tools: tools.filter(maintenance_due__gte=today, maintenance_due__lte=end),
            ),
            "none": (_("none planned"), lambda tools: tools.filter(maintenance_due=None)),
        }


@admin.register(Tool)
class ToolAdmin(FilesColumnMixin, ServiceAdminMixin, SoftDeleteAdminMixin):
    list_display = ("name", "barcode", "category", "location", "status_badge", "holder", "files")
    list_filter = (
        ("status", ChoiceFilter),
        ("condition", ChoiceFilter),
        ("category", RelatedFilter),
        ("location", RelatedFilter),
        MaintenanceFilter,
    )
    search_fields = ("search_terms",)
    search_help_text = _("Search name, barcode or serial number")
    ordering = ("sort_name",)
    sortable_by = ("name", "barcode")
    list_select_related = ("category", "location")
    autocomplete_fields = ("category", "location")
    readonly_fields = ("status_badge", "holder")
    fieldsets = ((None, {"fields": ("status_badge", "holder")}), *MASTER_FIELDS)
    add_fieldsets = MASTER_FIELDS

    def get_fieldsets(self, request: HttpRequest, obj: Tool | None = None) -> list[tuple]:
        """Without the fields that the house does not use, with those that it added."""
        hidden = hidden_fields()
        fieldsets = [
            (title, {**options, "fields": [f for f in options["fields"] if f not in hidden]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        own = [field.input_name for field in ToolField.objects.in_use()]
        return [*fieldsets, (_("Own fields"), {"fields": own})] if own else fieldsets

    def get_form(
        self, request: HttpRequest, obj: Tool | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        return super().get_form(request, obj, form=own_fields_form(), **kwargs)

    @admin.display(description=_("Status"))
    def status_badge(self, tool: Tool) -> SafeString:
        if tool.deleted:
            return status_badge(tool.trash_state)
        lending = tool.open_lending
        return status_badge(lending.state if lending and lending.is_overdue else tool.state)

    trash_badge = status_badge

    @admin.display(description=_("Lent to"))
    def holder(self, tool: Any) -> str | None:
        lending = tool.open_lending  # added to the rows of a list by lending
        if lending is None:
            return None
        words = {"name": lending.worker_name, "date": day(lending.due_date)}
        return _("%(name)s, until %(date)s") % words

    def view_on_site(self, tool: Tool) -> str:
        return reverse("tools:detail", args=[tool.barcode])

    def create_object(self, tool: Tool, form: ModelForm, by: By) -> None:
        tool.custom_fields = form.custom_values
        services.create_tool(tool, **by)

    def change_object(self, tool: Tool, form: ModelForm, by: By) -> None:
        services.change_tool(tool.pk, form.changes, **by)

    def delete_object(self, tool: Tool, by: By) -> None:
        services.delete_tool(tool.pk, **by)
