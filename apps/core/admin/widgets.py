"""Widgets for fields that a form declares itself; the theme draws those of model fields without being asked."""

from typing import Any

from django.forms import DateInput as PlainDateInput
from django.forms import TimeInput as PlainTimeInput
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as CheckboxList
from unfold.widgets import UnfoldAdminFileFieldWidget as FileInput
from unfold.widgets import UnfoldAdminIntegerFieldWidget as NumberInput
from unfold.widgets import UnfoldAdminPasswordWidget as PasswordInput
from unfold.widgets import UnfoldAdminSelectWidget as Select
from unfold.widgets import UnfoldAdminTextareaWidget as Textarea
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput
from unfold.widgets import UnfoldBooleanWidget as Checkbox

__all__ = [
    "Checkbox",
    "CheckboxList",
    "DateInput",
    "FileInput",
    "NumberInput",
    "PasswordInput",
    "Select",
    "TextInput",
    "Textarea",
    "TimeInput",
]


class TimeInput(PlainTimeInput):
    """A time of the day in hours and minutes, as browsers and phones offer it."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None):
        looks = TextInput().attrs
        super().__init__({**looks, **(attrs or {})}, format="%H:%M")


class DateInput(PlainDateInput):
    """A day, as browsers and phones offer it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        looks = TextInput().attrs
        super().__init__({**looks, **(attrs or {})}, format="%Y-%m-%d")
