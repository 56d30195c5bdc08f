"""The back office of the accounts, for admins."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts import passwords, services
from apps.accounts.forms import PasswordForm
from apps.accounts.models import User
from apps.core.admin import (
    By,
    ChoiceFilter,
    PasswordInput,
    ServiceAdminMixin,
    YesNoFilter,
    changed_values,
)

PASSWORD_FIELDS = ("password", "password_again")
PERSON = (None, {"fields": ("username", "first_name", "last_name", "email", "department")})
ACCESS = (_("Access"), {"fields": ("role", "is_active")})


class UserForm(PasswordForm):
    """A new account needs a password; an old one keeps its own unless a new one is typed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in PASSWORD_FIELDS:
            self.fields[name].required = self.instance.pk is None
            self.fields[name].widget = PasswordInput({"autocomplete": "new-password"})


@admin.register(User)
class UserAdmin(ServiceAdminMixin):
    list_display = ("username", "full_name", "role", "is_active")
    list_filter = (("role", ChoiceFilter), ("is_active", YesNoFilter))
    search_fields = ("username", "first_name", "last_name")
    ordering = ("username",)
    sortable_by = ("username",)
    autocomplete_fields = ("department",)
    form = UserForm
    exclude = ("password",)  # the form's field of that name is a password, the model's its hash
    fieldsets = (
        PERSON,
        ACCESS,
        (
            _("New password"),
            {
                "fields": PASSWORD_FIELDS,
                "description": _("Leave both empty to keep the password as it is."),
            },
        ),
    )
    add_fieldsets = (PERSON, ACCESS, (_("Password"), {"fields": PASSWORD_FIELDS}))
    actions = ()

    @admin.display(description=_("Name"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: the audit names accounts, so they are switched off, not deleted."""
        return False

    def create_object(self, user: User, form: ModelForm, by: By) -> None:
        services.create_user(user, password=form.cleaned_data["password"], **by)

    def change_object(self, user: User, form: ModelForm, by: By) -> None:
        values = changed_values(form)
        password = values.pop("password", "")
        values.pop("password_again", None)
        services.change_user(user.pk, values, **by)
        if password:
            passwords.set_password(user.pk, password, **by)
