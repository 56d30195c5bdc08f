"""The back office of the people."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import (
    By,
    Condition,
    ConditionFilter,
    RelatedFilter,
    ServiceAdminMixin,
    SoftDeleteAdminMixin,
    changed_values,
    status_badge,
)
from apps.media.columns import FilesColumnMixin
from apps.workers import services
from apps.workers.accounts import is_email_locked
from apps.workers.enums import ACTIVE, BLOCKED, INACTIVE
from apps.workers.models import Worker


class StateFilter(ConditionFilter):
    """The three states that the badge shows."""

    title = _("Status")
    parameter_name = "state"

    def conditions(self) -> dict[str, Condition]:
        return {
            "active": (
                ACTIVE.label,
                lambda people: people.filter(is_active=True, is_blocked=False),
            ),
            "inactive": (
                INACTIVE.label,
                lambda people: people.filter(is_active=False, is_blocked=False),
            ),
            "blocked": (BLOCKED.label, lambda people: people.filter(is_blocked=True)),
        }


class AccountFilter(ConditionFilter):
    """Who can sign in."""

    title = _("Account")
    parameter_name = "account"

    def conditions(self) -> dict[str, Condition]:
        return {
            "yes": (_("with an account"), lambda people: people.filter(user__isnull=False)),
            "no": (_("without an account"), lambda people: people.filter(user__isnull=True)),
        }


MASTER_FIELDS = (
    (None, {"fields": ("barcode", "first_name", "last_name", "department")}),
    (_("Contact"), {"fields": ("email", "phone", "notes")}),
)


@admin.register(Worker)
class WorkerAdmin(FilesColumnMixin, ServiceAdminMixin, SoftDeleteAdminMixin):
    list_display = ("name", "barcode", "department", "state_badge", "open_tools", "files")
    list_filter = (StateFilter, ("department", RelatedFilter), AccountFilter)
    search_fields = ("search_terms",)
    search_help_text = _("Search name or barcode")
    ordering = ("sort_name",)
    sortable_by = ("name", "barcode")
    list_select_related = ("department",)
    autocomplete_fields = ("department", "user")
    readonly_fields = ("state_badge", "reason", "account")
    fieldsets = ((None, {"fields": ("state_badge", "reason")}), *MASTER_FIELDS)
    add_fieldsets = MASTER_FIELDS

    @admin.display(description=_("Name"), ordering="sort_name")
    def name(self, worker: Worker) -> str:
        return str(worker)

    @admin.display(description=_("Status"))
    def state_badge(self, worker: Worker) -> SafeString:
        return status_badge(worker.state)

    @admin.display(description=_("Reason for the block"))
    def reason(self, worker: Worker) -> str | None:
        return worker.blocked_reason or None

    @admin.display(description=_("Borrowed tools"))
    def open_tools(self, worker: Any) -> int | None:
        return worker.open_count or None  # added to the rows of a list by lending

    @admin.display(description=_("Access"))
    def account(self, worker: Worker) -> SafeString | None:
        if worker.user is None:
            return None
        context = {"account": worker.user, "state": worker.user.state(clock.now())}
        return render_to_string("workers/account.html", context)

    def view_on_site(self, worker: Worker) -> str:
        return reverse("workers:detail", args=[worker.barcode])

    def get_fieldsets(self, request: HttpRequest, obj: Worker | None = None) -> list[tuple]:
        """The account belongs to the admins, who alone may see accounts."""
        user: Any = request.user
        account = (_("Account"), {"fields": ("user", "account")})
        may_see = user.has_perm("accounts.view_user")
        return [*super().get_fieldsets(request, obj), *([account] if may_see else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Worker | None = None) -> tuple:
        """A link to a new password goes to the e-mail, so that of a higher account is locked."""
        locked = obj is not None and is_email_locked(obj, request.user)
        return (*self.readonly_fields, *(["email"] if locked else []))

    def create_object(self, worker: Worker, form: ModelForm, by: By) -> None:
        services.create_worker(worker, **by)

    def change_object(self, worker: Worker, form: ModelForm, by: By) -> None:
        services.change_worker(worker.pk, changed_values(form), **by)

    def delete_object(self, worker: Worker, by: By) -> None:
        services.delete_worker(worker.pk, **by)
