"""Fields that forms of the back office declare themselves: choices among other things, and days."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import DateField, ModelChoiceField

from apps.core.admin.display import name_with_barcode
from apps.core.admin.widgets import DateInput


class SuggestingSelect(AutocompleteSelect):
    """A choice that suggests while somebody types; whatever is no key at all (a forged form) chooses nothing."""

    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        keys = [key for key in value if not key or ObjectId.is_valid(str(key))]
        return super().optgroups(name, keys, attrs)


class ReferenceField(ModelChoiceField):
    """A choice among other things; those of one name are told apart by their barcodes."""

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values or isinstance(value, Model) or ObjectId.is_valid(str(value)):
            return super().to_python(value)
        raise ValidationError(self.error_messages["invalid_choice"], params={"value": value})

    def label_from_instance(self, obj: Model) -> str:
        return name_with_barcode(obj)


class DayField(DateField):
    """A day, as browsers and phones offer it."""

    widget = DateInput


def reference_field(model: type[Model], name: str, **options: Any) -> ReferenceField:
    """A field that finds what a reference of a model may point to while somebody types; without the trash."""
    reference: Any = model._meta.get_field(name)
    things = alive(reference.related_model.objects.all())
    return ReferenceField(things, widget=SuggestingSelect(reference, admin.site), **options)


def alive(queryset: Any) -> Any:
    """The queryset without the trash, if its model has one."""
    return queryset.alive() if hasattr(queryset, "alive") else queryset
