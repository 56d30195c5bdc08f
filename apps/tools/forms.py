"""The form of a tool, for people and programs alike, and the small ones for single steps."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.form_fields import ByName, DateInput
from apps.core.form_input import as_posted, refuse_errors
from apps.core.forms import GuardedFormMixin
from apps.masterdata.models import Category, Location
from apps.tools import custom_fields, services
from apps.tools.enums import FieldKind, ToolStatus
from apps.tools.maintenance import Work
from apps.tools.models import MaintenanceRecord, Tool, ToolField
from apps.tools.queries import hidden_fields, living_tool

NOTHING = ("", "\N{EN DASH}")


class StaleTool(DomainError):
    """Somebody saved the tool after the program had read it; ``data`` has both versions."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Somebody else changed this tool meanwhile.")


class CustomFieldsMixin(forms.ModelForm):
    """Adds the fields of the house to a form over a tool; ``own_widgets`` by kind replace the plain inputs."""

    own_widgets: ClassVar[dict[FieldKind, type[forms.Widget]]] = {}

    def __init__(self, *args: Any, instance: Tool | None = None, initial: Any = None, **kw: Any):
        self.own_fields = ToolField.objects.in_use()
        values = instance.custom_fields if instance else {}
        shown = {f.input_name: _shown(f, values.get(f.key)) for f in self.own_fields}
        super().__init__(*args, instance=instance, initial={**shown, **(initial or {})}, **kw)
        for field in self.own_fields:
            self.fields[field.input_name] = self.own_field(field, shown[field.input_name])

    @classmethod
    def own_field(cls, field: ToolField, shown: Any = "") -> forms.Field:
        """The input of a field of the house."""
        made = _form_field(field, shown)
        if widget := cls.own_widgets.get(FieldKind(field.kind)):
            made.widget = widget()
            made.widget.choices = getattr(made, "choices", ())
        return made

    @property
    def custom_values(self) -> dict[str, Any]:
        """What was changed in the fields of the house, by key."""
        changed = [field for field in self.own_fields if field.input_name in self.changed_data]
        return {field.key: self.cleaned_data[field.input_name] for field in changed}

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed in the form, as the service takes it."""
        model_fields = set(self._meta.fields or ())
        values = {n: self.cleaned_data[n] for n in self.changed_data if n in model_fields}
        return {**values, "custom_fields": self.custom_values} if self.custom_values else values


class ToolForm(GuardedFormMixin, CustomFieldsMixin):
    """All that people enter about a tool."""

    category = ByName(Category, _("category"))
    location = ByName(Location, _("location"))

    class Meta:
        model = Tool
        fields = (
            "barcode",
            "name",
            "category",
            "location",
            "condition",
            "description",
            "serial_number",
            "invoice_number",
            "mac_address",
            "mac_address_wlan",
            "purchase_date",
            "purchase_price",
            "maintenance_due",
            "maintenance_months",
        )
        widgets = {
            "purchase_date": DateInput,
            "maintenance_due": DateInput,
            "purchase_price": forms.TextInput({"inputmode": "decimal"}),
            "description": forms.Textarea({"rows": 3}),
        }
        localized_fields = ("purchase_price",)
        help_texts = {
            "barcode": _("Letters without umlauts, digits, dot, underscore and hyphen."),
        }

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any):
        tool = kwargs.get("instance")
        places = {"category": tool.category, "location": tool.location} if tool else {}
        super().__init__(*args, initial={**places, **(initial or {})}, **kwargs)
        for name in hidden_fields() & self.fields.keys():
            del self.fields[name]

    def new_tool(self) -> Tool:
        """The tool as the service takes it."""
        tool: Tool = self.save(commit=False)
        tool.custom_fields = self.custom_values
        return tool


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RestoreForm(forms.Form):
    """Another barcode for a tool whose own was given away."""

    barcode = forms.CharField(label=_("Barcode"), max_length=50)


class MaintenanceForm(forms.ModelForm):
    """A maintenance that was done, and when the next one is due."""

    next_due = forms.DateField(
        label=_("Next maintenance"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: after the months given below, if any."),
    )
    months = forms.IntegerField(
        label=_("Maintenance every … months"), required=False, min_value=1, max_value=600
    )
    is_ready = forms.BooleanField(label=_("The tool is available again"), required=False)

    class Meta:
        model = MaintenanceRecord
        fields = ("date", "description", "cost", "performed_by")
        widgets = {
            "date": DateInput,
            "description": forms.Textarea({"rows": 3}),
            "cost": forms.TextInput({"inputmode": "decimal"}),
        }
        localized_fields = ("cost",)

    @property
    def work(self) -> Work:
        names = (*self.Meta.fields, "next_due", "months")
        return Work(**{name: self.cleaned_data[name] for name in names})


@atomic
def add_from(body: dict[str, Any], *, actor: Any, now: datetime) -> Tool:
    """Save the tool that a program describes.

    :raises InvalidInput: a field is not what it should be.
    :raises BarcodeTaken: something else carries the barcode.
    """
    form = ToolForm(as_posted(ToolForm(), _flat(body)))
    refuse_errors(form)
    tool = services.create_tool(form.new_tool(), actor=actor, now=now)
    return _with_status(tool, body, actor=actor, now=now)


@atomic
def change_from(tool_id: Any, body: dict[str, Any], *, actor: Any, now: datetime) -> Tool:
    """Change what a program names and leave the rest; with ``updated_at`` only if nobody was faster.

    :raises InvalidInput: a field is not what it should be.
    :raises BarcodeTaken: something else carries the barcode.
    :raises StaleTool: the tool is newer than ``updated_at``.
    """
    tool, flat = living_tool(tool_id), _flat(body)
    _refuse_stale(tool, flat)
    form = ToolForm(as_posted(ToolForm(instance=tool), flat), instance=tool)
    refuse_errors(form)
    if changes := form.changes:
        tool = services.change_tool(tool_id, changes, actor=actor, now=now)
    return _with_status(tool, body, actor=actor, now=now)


def _with_status(tool: Tool, body: dict[str, Any], *, actor: Any, now: datetime) -> Tool:
    wanted = body.get("status", tool.status)
    if wanted == tool.status:
        return tool
    return services.change_status(tool.pk, status_of(wanted), actor=actor, now=now)


def status_of(value: Any) -> ToolStatus:
    """
    :raises InvalidInput: there is no such status.
    """
    try:
        return ToolStatus(value)
    except ValueError as error:
        known = ", ".join(ToolStatus.values)
        text = _("Please give one of these: %(values)s.") % {"values": known}
        raise InvalidInput({"status": [str(text)]}) from error


def _flat(body: dict[str, Any]) -> dict[str, Any]:
    """The body with the fields of the house beside the others, as forms have them."""
    own = body.get("custom_fields") or {}
    keys = {field.key: field.input_name for field in ToolField.objects.in_use()}
    if not isinstance(own, dict) or own.keys() - keys.keys():
        text = _("There are only these fields: %(keys)s.") % {"keys": ", ".join(keys) or "-"}
        raise InvalidInput({"custom_fields": [str(text)]})
    return {**body, **{keys[key]: value for key, value in own.items()}}


def _refuse_stale(tool: Tool, body: dict[str, Any]) -> None:
    seen = body.get("updated_at")
    if seen is None:
        return
    try:
        moment = parse_datetime(str(seen))
    except ValueError:
        moment = None
    if moment == tool.updated_at:
        return
    shown = as_posted(ToolForm(instance=tool), {})
    names = [name for name in shown if name in body]
    both = {
        "stored": {name: shown[name] for name in names},
        "yours": {name: body[name] for name in names},
    }
    raise StaleTool(data={"updated_at": tool.updated_at.isoformat(), **both})


def _shown(field: ToolField, value: Any) -> Any:
    """A stored value as its input shows it."""
    if field.kind == FieldKind.YES_NO:
        return "" if value is None else str(value).lower()
    if field.kind == FieldKind.NUMBER:
        return custom_fields.in_words(field, value)
    return value if value is not None else ""


def _form_field(field: ToolField, shown: Any) -> forms.Field:
    common = {"label": field.label, "required": field.required}
    if field.kind == FieldKind.YES_NO:
        choices = [NOTHING, ("true", _("Yes")), ("false", _("No"))]
        return forms.ChoiceField(choices=choices, **common)
    if field.kind == FieldKind.CHOICE:
        options = dict.fromkeys([*field.options, *([shown] if shown else [])])
        return forms.ChoiceField(choices=[NOTHING, *((o, o) for o in options)], **common)
    if field.kind == FieldKind.DATE:
        return forms.DateField(widget=DateInput, **common)
    if field.kind == FieldKind.NUMBER:
        return forms.CharField(widget=forms.TextInput({"inputmode": "decimal"}), **common)
    return forms.CharField(max_length=custom_fields.LONGEST_VALUE, **common)
