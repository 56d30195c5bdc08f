"""Fields that forms of the back office declare themselves: choices among other things, and days."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.forms import DateField, ModelChoiceField

from apps.core.admin.display import name_with_barcode
from apps.core.admin.widgets import DateInput


class ReferenceField(ModelChoiceField):
    """A choice among other things; those of one name are told apart by their barcodes."""

    def label_from_instance(self, obj: Model) -> str:
        return name_with_barcode(obj)


class DayField(DateField):
    """A day, as browsers and phones offer it."""

    widget = DateInput


def reference_field(model: type[Model], name: str, **options: Any) -> ReferenceField:
    """A field that finds what a reference of a model may point to while somebody types; without the trash."""
    reference: Any = model._meta.get_field(name)
    things = alive(reference.related_model.objects.all())
    return ReferenceField(things, widget=AutocompleteSelect(reference, admin.site), **options)


def alive(queryset: Any) -> Any:
    """The queryset without the trash, if its model has one."""
    return queryset.alive() if hasattr(queryset, "alive") else queryset
