"""The forms of the settings and of the schedules; what is allowed stands in models and services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.admin import (
    Checkbox,
    CheckboxList,
    FileInput,
    NumberInput,
    PasswordInput,
    TextInput,
    TimeInput,
)
from apps.core.schedules import daily_time_of, minutes_of
from apps.sitesettings.enums import Feature, Weekday
from apps.sitesettings.models import ScheduledTask, SystemSettings
from apps.sitesettings.services import LARGEST_LOGO, WRONG_LOGO

LONGEST_INTERVAL = 1440  # minutes; what runs more seldom runs daily
TOO_OFTEN = _("A schedule runs once a minute at most: please give whole minutes from 1 to 1440.")


class SettingsForm(forms.ModelForm):
    """Lists as checkboxes; password and logo are only ever put in, never shown from the database."""

    features = forms.MultipleChoiceField(
        label=_("Switched on"), choices=Feature.choices, required=False, widget=CheckboxList
    )
    opening_days = forms.TypedMultipleChoiceField(
        label=_("Opening days"), choices=Weekday.choices, coerce=int, widget=CheckboxList
    )
    new_logo = forms.FileField(
        label=_("New logo"),
        required=False,
        widget=FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP of at most 500 kB. Empty: unchanged."),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False, widget=Checkbox)
    mail_password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        strip=False,
        widget=PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Empty: unchanged."),
    )

    class Meta:
        model = SystemSettings
        fields: tuple[str, ...] = ()  # the fieldsets of the back office name them
        widgets = {"reminder_days": TextInput}

    def clean_new_logo(self) -> bytes | None:
        """The picture's bytes; read again when a conflict lets the whole form run again."""
        upload = self.cleaned_data["new_logo"]
        if not upload:
            return None
        if upload.size > LARGEST_LOGO:
            raise forms.ValidationError(WRONG_LOGO)
        upload.seek(0)
        content: bytes = upload.read()
        return content


class ScheduleForm(forms.ModelForm):
    """Every so many minutes, or daily at a time."""

    every_minutes = forms.IntegerField(
        label=_("Every … minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST_INTERVAL,
        widget=NumberInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), TOO_OFTEN),
        help_text=_("Either this or a time of the day."),
    )
    daily_at = forms.TimeField(label=_("Daily at"), required=False, widget=TimeInput)

    class Meta:
        model = ScheduledTask
        fields = ("enabled",)
        labels = {"enabled": _("Switched on")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("every_minutes", minutes_of(self.instance))
        self.initial.setdefault("daily_at", daily_time_of(self.instance))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        has_problem = "every_minutes" in self.errors or "daily_at" in self.errors
        chosen = [name for name in ("every_minutes", "daily_at") if values.get(name) is not None]
        if not has_problem and len(chosen) != 1:
            self.add_error(
                "every_minutes", _("Please give either an interval or a time of the day.")
            )
        return values
