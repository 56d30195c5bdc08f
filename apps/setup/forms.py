"""The forms of the wizard. What is allowed stands in the models and services that they lead to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import PasswordForm
from apps.accounts.models import User
from apps.core.errors import InvalidInput
from apps.core.search import sort_key
from apps.sitesettings.enums import State, Weekday
from apps.sitesettings.models import SystemSettings

LONGEST_NAME = 100
MOST_NAMES = 300


class FirstAdminForm(PasswordForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]


class HouseForm(forms.ModelForm):
    """The few settings that a house has an opinion on from the first day."""

    opening_days = forms.TypedMultipleChoiceField(
        label=_("Opening days"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tools are due on open days only."),
    )

    class Meta:
        model = SystemSettings
        fields = ("system_name", "state", "opening_days", "lending_days")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("none: no holidays")), *State.choices]


class MailForm(forms.ModelForm):
    """The mail server. The password is only ever put in, never shown."""

    mail_password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Empty: unchanged."),
    )
    test_recipient = forms.EmailField(
        label=_("Send the test mail to"),
        required=False,
        help_text=_("Not stored."),
        widget=forms.EmailInput(attrs={"form": "setup-form"}),  # stands below the form
    )

    class Meta:
        model = SystemSettings
        fields = (
            "mail_server",
            "mail_port",
            "mail_security",
            "mail_username",
            "mail_password",
            "mail_default_sender",
        )


class NamesField(forms.MultipleChoiceField):
    """Names to choose from; others are as good, for somebody may have added them meanwhile."""

    def valid_value(self, value: Any) -> bool:
        return True


class NamesForm(forms.Form):
    """Which names a house uses: those that we propose, those that it has, and own ones.

    ``offered`` carries what the page showed, so that only what somebody saw can be taken away.
    """

    names = NamesField(required=False, widget=forms.CheckboxSelectMultiple)
    more = forms.CharField(
        label=_("Own ones, one per line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    offered = NamesField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(
        self, data: Any = None, *, proposed: Iterable[str], stored: list[str], is_done: bool
    ):
        super().__init__(data)
        sent = self["names"].value() if self.is_bound else []
        names = unique_names([*stored, *proposed, *(sent if isinstance(sent, list) else [])])
        self.offered_names = sorted(names, key=sort_key)
        self.fields["names"].choices = [(name, name) for name in self.offered_names]
        ticked = {sort_key(name) for name in (stored if is_done else self.offered_names)}
        self.initial["names"] = [name for name in self.offered_names if sort_key(name) in ticked]

    def clean_more(self) -> list[str]:
        lines = unique_names(self.cleaned_data["more"].splitlines())
        for line in lines:
            if len(line) > LONGEST_NAME:
                raise forms.ValidationError(
                    _("“%(start)s …” is too long: %(most)d characters at most."),
                    params={"start": line[:30], "most": LONGEST_NAME},
                )
        return lines

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        wanted = unique_names([*values.get("names", []), *values.get("more", [])])
        if len(wanted) > MOST_NAMES:
            raise forms.ValidationError(
                _("At most %(most)d names at once; the rest can be added in the back office."),
                params={"most": MOST_NAMES},
            )
        if any(len(name) > LONGEST_NAME for name in wanted):
            raise forms.ValidationError(
                _("A name has at most %(most)d characters."), params={"most": LONGEST_NAME}
            )
        return values | {"wanted": wanted}


def unique_names(names: Iterable[Any]) -> list[str]:
    """The names without blanks and doubles, whatever the case, in their order."""
    found: dict[str, str] = {}
    for name in (" ".join(str(name).split()) for name in names):
        found.setdefault(sort_key(name), name)
    found.pop("", None)
    return list(found.values())


def add_errors(form: forms.BaseForm, error: InvalidInput) -> None:
    """Put what a service refused beside the fields, or above them what belongs to none."""
    for name, sentences in (error.data or {}).get("fields", {}).items():
        form.add_error(name if name in form.fields else None, sentences)
