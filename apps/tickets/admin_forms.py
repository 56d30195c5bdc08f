"""Forms of the back office of the tickets, and what its actions ask."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.admin import ActionForm, CheckboxList, DayField, Select, Textarea, TextInput
from apps.tickets import rules
from apps.tickets.models import Ticket, WorkArea
from apps.tickets.people import assignable


class TagsField(forms.CharField):
    """Tags in one line, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return rules.tidy_tags(str(value or "").split(","))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


class TicketForm(forms.ModelForm):
    tags = TagsField(
        label=_("tags"), required=False, widget=TextInput, help_text=_("Separated by commas.")
    )

    due_date = DayField(label=_("due"), required=False)

    class Meta:
        model = Ticket
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.due_date:
            self.initial["due_date"] = clock.local_date(self.instance.due_date)

    def clean_due_date(self) -> datetime | None:
        """The end of that day."""
        return rules.due_moment(self.cleaned_data["due_date"])


class WorkAreaForm(forms.ModelForm):
    members = forms.MultipleChoiceField(
        label=_("members"),
        required=False,
        widget=CheckboxList,
        help_text=_("They are offered the open tickets of this area."),
    )

    class Meta:
        model = WorkArea
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = choices_of_people()
        self.initial["members"] = [str(pk) for pk in self.instance.members]

    def clean_members(self) -> list[ObjectId]:
        return [ObjectId(pk) for pk in self.cleaned_data["members"]]


class AssignForm(ActionForm):
    person = forms.ChoiceField(label=_("Assigned to"), widget=Select)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices_of_people()


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=TextInput)


class CloseForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=TextInput,
        help_text=_("Needed where the work was not done."),
    )


class TextForm(ActionForm):
    text = forms.CharField(label=_("Text"), widget=Textarea)


def choices_of_people() -> list[tuple[str, str]]:
    """Who can work on tickets, by name."""
    people = assignable(clock.now()).order_by("sort_name")
    return [(str(person.pk), str(person)) for person in people]
