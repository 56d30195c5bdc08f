"""The back office of the tickets: lists to work through, forms, and what belongs to each ticket as rows."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    By,
    ChoiceFilter,
    Condition,
    ConditionFilter,
    RelatedFilter,
    ScandyTabularInline,
    ServiceAdminMixin,
    SoftDeleteAdminMixin,
    changed_values,
    day,
    minute,
    status_badge,
)
from apps.masterdata.services import delete_named, save_named
from apps.tickets.admin_forms import TicketForm, WorkAreaForm
from apps.tickets.enums import DONE_STATUSES, TicketStatus
from apps.tickets.models import (
    Ticket,
    TicketMessage,
    WorkArea,
    WorkOrderDetails,
    WorkOrderLabor,
    WorkOrderMaterial,
)
from apps.tickets.people import assignable
from apps.tickets.queries import url_of
from apps.tickets.services import tickets, trash
from apps.tickets.texts import Reader


class WorkFilter(ConditionFilter):
    """What somebody has to look after."""

    title = _("To do")
    parameter_name = "todo"

    def conditions(self) -> dict[str, Condition]:
        now = clock.now()
        return {
            "free": (
                _("nobody is responsible"),
                lambda found: found.filter(status=TicketStatus.OPEN, assigned_to=None),
            ),
            "active": (_("not done"), lambda found: found.exclude(status__in=list(DONE_STATUSES))),
            "late": (
                _("overdue"),
                lambda found: found.filter(due_date__lt=now).exclude(
                    status__in=list(DONE_STATUSES)
                ),
            ),
        }


class AssigneeFilter(ConditionFilter):
    """Who is responsible; accounts live in the other database, so they are named by id."""

    title = _("Assigned to")
    parameter_name = "assigned"

    def conditions(self) -> dict[str, Condition]:
        people = (
            assignable(clock.now())
            .order_by("sort_name")
            .values_list("pk", "first_name", "last_name")
        )
        return {str(pk): (f"{first} {last}".strip(), _of(pk)) for pk, first, last in people}


def _of(person: Any) -> Any:
    return lambda found: found.filter(assigned_to=person)


class DetailsInline(ScandyTabularInline):
    model = WorkOrderDetails
    verbose_name_plural = _("Work order")
    fields = ("customer_kind", "customer_name", "customer_contact", "area", "completion_date")
    readonly_fields = fields


class MaterialInline(ScandyTabularInline):
    model = WorkOrderMaterial
    verbose_name_plural = _("Material")
    fields = (
        "article",
        "consumable_barcode",
        "amount_used",
        "unit_price",
        "line_state",
        "booked_by_name",
    )
    readonly_fields = fields
    ordering = ("pk",)

    @admin.display(description=_("Quantity"))
    def amount_used(self, line: WorkOrderMaterial) -> str:
        return line.quantity_in_words

    @admin.display(description=_("Status"))
    def line_state(self, line: WorkOrderMaterial) -> SafeString:
        return status_badge(line.state)


class LaborInline(ScandyTabularInline):
    model = WorkOrderLabor
    verbose_name_plural = _("Work")
    fields = ("work", "category", "hours", "hourly_rate", "line_state", "booked_by_name")
    readonly_fields = fields
    ordering = ("pk",)

    @admin.display(description=_("Status"))
    def line_state(self, line: WorkOrderLabor) -> SafeString:
        return status_badge(line.state)


class MessageInline(ScandyTabularInline):
    model = TicketMessage
    verbose_name_plural = _("Messages and internal notes")
    fields = ("written", "author_name", "text", "is_internal")
    readonly_fields = fields
    ordering = ("at", "pk")

    @admin.display(description=_("When"))
    def written(self, message: TicketMessage) -> str | None:
        return minute(message.at)


FIELDS = (
    (None, {"fields": ("title", "description", "category", "priority", "tags")}),
    (_("Where and when"), {"fields": ("department", "work_area", "due_date")}),
    (_("Hours"), {"fields": ("estimated_hours", "actual_hours")}),
)


@admin.register(Ticket)
class TicketAdmin(ServiceAdminMixin, SoftDeleteAdminMixin):
    form = TicketForm
    list_display = ("title", "ticket_number", "status_label", "urgency_label", "responsible", "due")
    list_filter = (
        WorkFilter,
        ("status", ChoiceFilter),
        ("priority", ChoiceFilter),
        ("category", ChoiceFilter),
        ("work_area", RelatedFilter),
        AssigneeFilter,
    )
    search_fields = ("search_terms",)
    search_help_text = _("Search number, title, tag or text")
    ordering = ("-created_at",)
    sortable_by = ("title", "due")
    list_select_related = False
    readonly_fields = ("ticket_number", "status_label", "requester", "responsible", "handed_in")
    inlines = (DetailsInline, MaterialInline, LaborInline, MessageInline)
    fieldsets = ((None, {"fields": readonly_fields}), *FIELDS)
    add_fieldsets = FIELDS

    def get_fieldsets(self, request: HttpRequest, obj: Ticket | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: Ticket | None = None) -> Any:
        return super().get_inlines(request, obj) if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).read_by(Reader())

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return False  # who deleted a ticket lives in the other database

    @admin.display(description=_("Status"))
    def status_label(self, ticket: Ticket) -> SafeString:
        return status_badge(ticket.state)

    @admin.display(description=_("Priority"))
    def urgency_label(self, ticket: Ticket) -> SafeString:
        return status_badge(ticket.urgency)

    @admin.display(description=_("Requester"))
    def requester(self, ticket: Ticket) -> str:
        return str(ticket.created_by)  # as text: the account behind a link is for admins alone

    @admin.display(description=_("Assigned to"))
    def responsible(self, ticket: Ticket) -> str | None:
        return str(ticket.assigned_to) if ticket.assigned_to else None

    @admin.display(description=_("Handed in"))
    def handed_in(self, ticket: Ticket) -> str | None:
        return minute(ticket.created_at)

    @admin.display(description=_("Due"), ordering="due_date")
    def due(self, ticket: Ticket) -> str | None:
        return day(ticket.due_date) if ticket.due_date else None

    def view_on_site(self, ticket: Ticket) -> str:
        return url_of(ticket)

    def create_object(self, ticket: Ticket, form: ModelForm, by: By) -> None:
        tickets.create_ticket(ticket, **by)

    def change_object(self, ticket: Ticket, form: ModelForm, by: By) -> None:
        tickets.change_ticket(ticket_id=ticket.pk, values=changed_values(form), **by)

    def delete_object(self, ticket: Ticket, by: By) -> None:
        trash.move_to_trash(ticket_id=ticket.pk, **by)

    def index_queryset(self, request: HttpRequest) -> QuerySet:
        return Ticket.objects.alive().exclude(status__in=list(DONE_STATUSES))

    def index_note(self, request: HttpRequest) -> str:
        return _("not done")


@admin.register(WorkArea)
class WorkAreaAdmin(ServiceAdminMixin):
    form = WorkAreaForm
    list_display = ("name", "description", "people")
    search_fields = ("name",)
    ordering = ("sort_name",)
    fields = ("name", "description", "members")

    @admin.display(description=_("Members"))
    def people(self, area: WorkArea) -> int | None:
        return len(area.members) or None

    def create_object(self, area: WorkArea, form: ModelForm, by: By) -> None:
        save_named(area, **by)

    change_object = create_object

    def delete_object(self, area: WorkArea, by: By) -> None:
        delete_named(area, **by)
