"""Forms of the master data."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.forms import GuardedFormMixin
from apps.masterdata.models import Location, Named


def form_for(model: type[Named]) -> type[forms.ModelForm]:
    """The form of a kind: its name and description, where a place lies, how to reach a supplier."""
    names = [field.name for field in model._meta.fields if field.editable and not field.primary_key]
    return forms.modelform_factory(
        model, form=NamedForm, fields=names, formfield_callback=_form_field
    )


def _form_field(field: Any, **options: Any) -> forms.Field | None:
    """An address on the web without a scheme is one with https."""
    if isinstance(field, models.URLField):
        options["assume_scheme"] = "https"
    made: forms.Field | None = field.formfield(**options)
    return made


class NamedForm(GuardedFormMixin):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            places = Location.objects.order_by("sort_path")
            self.fields["parent"].queryset = places.exclude(pk=self.instance.pk)
        self.fields["description"].widget.attrs["rows"] = 3


class MergeForm(forms.Form):
    """With which entry of the same kind this one becomes one."""

    def __init__(self, *args: Any, item: Named, **kwargs: Any):
        super().__init__(*args, **kwargs)
        order = "sort_path" if isinstance(item, Location) else "sort_name"
        self.fields["survivor"] = forms.ModelChoiceField(
            label=_("Goes into"),
            queryset=type(item).objects.exclude(pk=item.pk).order_by(order),
            help_text=_("This one stays; everything that used the other one uses it then."),
        )
