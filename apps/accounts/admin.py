"""The back office of the accounts, for admins."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.accounts import passwords, services
from apps.accounts.enums import ACTIVE, EXPIRED, INACTIVE, LOCKED
from apps.accounts.models import User
from apps.core import clock
from apps.core.admin import (
    By,
    ChoiceFilter,
    DayField,
    QueryFilter,
    RelatedFilter,
    ServiceAdminMixin,
    changed_values,
    minute,
    page_action,
    status_badge,
)
from apps.core.errors import DomainError
from apps.core.http import house_url

LINK = "accounts.link"  # in the session, until it was shown


class StateFilter(QueryFilter):
    """The states that the badge shows."""

    title = _("Status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        states = {"active": ACTIVE, "inactive": INACTIVE, "expired": EXPIRED}
        labels = [(code, state.label) for code, state in states.items()]
        return (*labels, ("invited", _("never signed in")))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = clock.now()
        if self.value() == "active":
            return queryset.usable(now)
        conditions: dict[str | None, dict[str, Any]] = {
            "inactive": {"is_active": False},
            "expired": {"expires_at__lt": now, "is_active": True},
            "invited": {"last_login": None},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class UserForm(forms.ModelForm):
    """An account; it ends with the end of the day of its expiry."""

    expires_at = DayField(
        label=_("Expires on"),
        required=False,
        help_text=_("The last day on which the account opens anything. Empty: no end."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if moment := self.instance.expires_at:
            self.initial["expires_at"] = clock.local_date(moment)

    def clean_expires_at(self) -> Any:
        day = self.cleaned_data["expires_at"]
        return clock.end_of_day(day) if day else None


@admin.register(User)
class UserAdmin(ServiceAdminMixin):
    list_display = ("username", "full_name", "role", "department", "state_badge", "last_seen")
    list_filter = (("role", ChoiceFilter), StateFilter, ("department", RelatedFilter))
    search_fields = ("search_terms",)
    search_help_text = _("Search name or username")
    ordering = ("username",)
    sortable_by = ("username", "full_name")
    list_select_related = ("department",)
    autocomplete_fields = ("department",)
    form = UserForm
    fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "department")}),
        (_("Access"), {"fields": ("role", "is_active", "expires_at")}),
    )
    actions = ()
    actions_detail = ("access",)

    @admin.display(description=_("Name"), ordering="sort_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("Status"))
    def state_badge(self, user: Any) -> SafeString:
        return status_badge(LOCKED if user.is_locked else user.state(clock.now()))

    @admin.display(description=_("Last sign-in"))
    def last_seen(self, user: User) -> str | None:
        return minute(user.last_login)

    @page_action(description=_("Access"), permissions=["change"], icon="key")
    def access(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The link with which the person chooses a password; it is shown once."""
        user = self.get_object(request, object_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "POST":
            self._renew_link(request, user)
            return redirect("admin:accounts_user_access", user.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Access"),
            "subtitle": str(user),
            "opts": self.opts,
            "original": user,
            "state": user.state(clock.now()),
            "link": _taken_link(request, user),
        }
        return TemplateResponse(request, "admin/accounts/access.html", context)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: the audit names accounts, so they are switched off, not deleted."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple:
        """Nobody changes his own access."""
        return ("role", "is_active", "expires_at") if obj and obj.pk == request.user.pk else ()

    def create_object(self, user: User, form: ModelForm, by: By) -> None:
        services.create_user(user, password=None, **by)

    def change_object(self, user: User, form: ModelForm, by: By) -> None:
        services.change_user(user.pk, changed_values(form), **by)

    def response_add(self, request: HttpRequest, obj: Model, *args: Any) -> HttpResponse:
        """A new account comes with a link for its owner."""
        self.message_user(request, _("The account %(user)s exists.") % {"user": obj})
        _keep_link(request, obj)
        return redirect("admin:accounts_user_access", obj.pk)

    def _renew_link(self, request: HttpRequest, user: User) -> None:
        try:
            _keep_link(request, user)
        except DomainError as refusal:
            self.message_user(request, refusal, messages.ERROR)


def _keep_link(request: HttpRequest, user: Any) -> None:
    """Make a link and keep it for the next page, which shows it once."""
    link = passwords.send_link(
        user.pk, base_url=house_url(request), actor=request.user, now=clock.now()
    )
    request.session[LINK] = [str(user.pk), link]


def _taken_link(request: HttpRequest, user: User) -> str:
    user_id, link = request.session.get(LINK, ("", ""))
    if user_id != str(user.pk):
        return ""
    del request.session[LINK]
    return link
