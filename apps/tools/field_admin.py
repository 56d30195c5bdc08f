"""The fields that a house adds to its tools: their list for admins, and how the form of a tool shows them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from apps.core.admin import (
    By,
    DateInput,
    Select,
    ServiceAdminMixin,
    SoftDeleteAdminMixin,
    Textarea,
    TextInput,
)
from apps.tools.enums import FieldKind
from apps.tools.fields import delete_field, save_field
from apps.tools.forms import CustomFieldsMixin
from apps.tools.models import ToolField


class ToolFieldForm(ModelForm):
    """A field with its options, one per line."""

    options = forms.CharField(
        label=_("Options"),
        required=False,
        widget=Textarea,
        help_text=_("For a choice: one option per line."),
    )

    def __init__(self, *args: Any, instance: ToolField | None = None, **kwargs: Any):
        lines = "\n".join(instance.options) if instance else ""
        initial = {"options": lines, **kwargs.pop("initial", {})}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_options(self) -> list[str]:
        lines = str(self.cleaned_data["options"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


@admin.register(ToolField)
class ToolFieldAdmin(ServiceAdminMixin, SoftDeleteAdminMixin):
    list_display = ("label", "kind", "required", "position", "key")
    ordering = ("position", "id")
    list_select_related = ()
    form = ToolFieldForm
    fields = ("label", "kind", "options", "required", "position")

    def create_object(self, field: ToolField, form: ModelForm, by: By) -> None:
        save_field(field, **by)

    change_object = create_object

    def delete_object(self, field: ToolField, by: By) -> None:
        delete_field(field.pk, **by)


class OwnFieldsForm(CustomFieldsMixin):
    """The form of a tool in the back office."""

    own_widgets = {
        FieldKind.TEXT: TextInput,
        FieldKind.NUMBER: TextInput,
        FieldKind.DATE: DateInput,
        FieldKind.CHOICE: Select,
        FieldKind.YES_NO: Select,
    }


def own_fields_form() -> type[OwnFieldsForm]:
    """With the fields that the house has now, declared so that the back office's fieldsets may name them."""
    fields = ToolField.objects.in_use()
    declared = {field.input_name: OwnFieldsForm.own_field(field) for field in fields}
    return type("HouseOwnFieldsForm", (OwnFieldsForm,), declared)
