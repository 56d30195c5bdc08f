"""Forms of the people; departments are named, as in files and the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import GuardedFormMixin
from apps.masterdata.models import Department
from apps.workers.enums import WorkerStatus
from apps.workers.models import Worker


class WorkerForm(GuardedFormMixin):
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.order_by("sort_name"),
        to_field_name="name",
        required=False,
    )

    class Meta:
        model = Worker
        fields = ("barcode", "first_name", "last_name", "department", "email", "phone", "notes")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.department:
            self.initial["department"] = (
                self.instance.department
            )  # the field goes by name, not by id
        self.fields["notes"].widget.attrs["rows"] = 3

    @property
    def values(self) -> dict[str, Any]:
        """What was changed, as the service takes it; the rest may have been changed by others since."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class StatusForm(forms.Form):
    """Which state a person gets, and why when it is a block."""

    status = forms.ChoiceField(label=_("Status"), choices=WorkerStatus.choices)
    blocked_reason = forms.CharField(
        label=_("Reason for the block"),
        max_length=200,
        required=False,
        help_text=_("The desk shows it when the person wants to borrow."),
    )


class RestoreForm(forms.Form):
    """Back from the trash, if need be under a new barcode."""

    barcode = forms.CharField(label=_("Barcode"), max_length=50, required=False)


class BadgesForm(forms.Form):
    """Whose badges are printed."""

    barcode = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=Worker.objects.alive(), to_field_name="barcode"
    )
