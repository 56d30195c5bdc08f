"""Signing in, and choosing passwords."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Username and password do not match. Please try again."),
    }


class ResetForm(forms.Form):
    """Whose password was forgotten."""

    name = forms.CharField(
        label=_("Username or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class PasswordForm(forms.ModelForm):
    """Base of the forms of an account that set its password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("At least 8 characters, not only digits, not a common word."),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        password, again = (self.cleaned_data.get(name) for name in ("password", "password_again"))
        if again is not None and again != (password or ""):
            self.add_error("password_again", _("The two passwords differ."))
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Not in ``clean``: a password is also compared with the names, which the account has by now."""
        super()._post_clean()  # type: ignore[misc]
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)


class NewPasswordForm(PasswordForm):
    """A new password for the account ``instance``."""

    class Meta:
        model = User
        fields: list[str] = []


class OwnPasswordForm(NewPasswordForm):
    """A new password, by somebody who knows the present one."""

    old_password = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    field_order = ("old_password", "password", "password_again")


class ProfileForm(forms.ModelForm):
    """What people change of their own account. Who has an address keeps one: links go there."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = bool(self.instance.email)
        self.fields["email"].help_text = _(
            "A new address counts once you open the link we send there."
        )

    @property
    def names(self) -> dict[str, str]:
        """What was changed of the name."""
        changed = {"first_name", "last_name"}.intersection(self.changed_data)
        return {name: self.cleaned_data[name] for name in changed}

    @property
    def new_email(self) -> str:
        """The address that has to be confirmed, if another was typed."""
        typed = self.cleaned_data["email"].strip().lower()
        return typed if typed != self.initial["email"] else ""
