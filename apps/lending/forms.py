"""What people fill in about lendings, on the pages of the counter."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from bson import ObjectId
from django import forms
from django.utils.translation import gettext_lazy

from apps.core import clock
from apps.core.form_fields import BarcodesField
from apps.core.scans import resolve_all
from apps.lending.queries import default_due_date
from apps.tools.models import Tool
from apps.tools.trash import LONGEST_REASON
from apps.workers.models import Worker

LONGEST_NOTES = 2000
MOST_TOOLS = 50


def preset_day() -> date:
    """The day that the desk presets too."""
    return clock.local_date(default_due_date(clock.now()))


class DueField(forms.DateField):
    """The day at whose end something is due."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return day and clock.end_of_day(day)


class NotesField(forms.CharField):
    """What somebody wants to add."""

    widget = forms.Textarea(attrs={"rows": 3})


class WorkerFormMixin(forms.Form):
    """Has a field ``worker`` that names a person by barcode."""

    def worker_id(self) -> ObjectId | None:
        """Whose barcode it is; an error at the field when it is nobody's."""
        return next(iter(self._ids("worker", Worker.barcode_kind)), None)

    def _ids(self, name: str, kind: str) -> list[ObjectId]:
        codes = self.cleaned_data.get(name, [])
        found = dict(zip(codes, resolve_all(*codes), strict=True))
        ids = [scanned.object_id for scanned in found.values() if scanned and scanned.kind == kind]
        if strangers := [c for c, scanned in found.items() if not scanned or scanned.kind != kind]:
            self.add_error(name, UNKNOWN[kind] % {"codes": ", ".join(strangers)})
        return ids


UNKNOWN = {
    Tool.barcode_kind: gettext_lazy("No tool has this barcode: %(codes)s."),
    Worker.barcode_kind: gettext_lazy("Nobody has this barcode: %(codes)s."),
}


class ManualLendingForm(WorkerFormMixin):
    """One person, several tools, one due date."""

    worker = BarcodesField(Worker.barcode_kind, label=gettext_lazy("Person"))
    tools = BarcodesField(Tool.barcode_kind, most=MOST_TOOLS, label=gettext_lazy("Tools"))
    due_date = DueField(label=gettext_lazy("Back by"), initial=preset_day)
    notes = NotesField(label=gettext_lazy("Notes"), required=False, max_length=LONGEST_NOTES)
    operation_id = forms.UUIDField(
        widget=forms.HiddenInput, initial=lambda: str(uuid4()), label=gettext_lazy("Operation")
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["worker_id"] = self.worker_id()
        self.cleaned_data["tool_ids"] = self._ids("tools", Tool.barcode_kind)
        return self.cleaned_data

    def refuse(self, message: str, sentences: list[str]) -> None:
        """Show why it was not booked; sent again, it is a new operation."""
        self.add_error(None, message)
        for sentence in sentences:
            self.add_error("tools", sentence)
        self.data = self.data.copy()
        self.data["operation_id"] = str(uuid4())


class ExtendForm(forms.Form):
    due_date = DueField(label=gettext_lazy("Back by"), initial=preset_day)


class PassOnForm(WorkerFormMixin):
    worker = BarcodesField(Worker.barcode_kind, label=gettext_lazy("New holder"))
    due_date = DueField(label=gettext_lazy("Back by"), initial=preset_day)
    notes = NotesField(label=gettext_lazy("Notes"), required=False, max_length=LONGEST_NOTES)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["worker_id"] = self.worker_id()
        return self.cleaned_data


class ReturnForm(forms.Form):
    notes = NotesField(
        label=gettext_lazy("Notes at return"), required=False, max_length=LONGEST_NOTES
    )


class LostForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("How it was lost"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
