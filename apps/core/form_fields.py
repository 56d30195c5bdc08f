"""Form fields that several apps share: days, quantities, what is chosen by name, what is found by its barcode."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.formats import get_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.form_input import as_posted


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%d")


class ByName(forms.ModelChoiceField):
    """A category, location or supplier; programs name it as people do."""

    def __init__(self, model: Any, label: Any, **options: Any):
        super().__init__(
            model.objects.order_by("sort_name"),
            label=label,
            to_field_name="name",
            required=False,
            empty_label="\N{EN DASH}",
            error_messages={
                "invalid_choice": gettext_lazy(
                    "There is no such name. Please choose one that exists."
                )
            },
            **options,
        )


class QuantityField(forms.DecimalField):
    """A number as people write it: 12,5 and not 12,500."""

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 3, **options: Any):
        super().__init__(
            max_digits=max_digits,
            decimal_places=decimal_places,
            localize=True,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        whole = value.to_integral_value()
        return whole.quantize(Decimal(1)) if whole == value else value.normalize()


class BarcodesField(forms.CharField):
    """Barcodes, one a line; in the browser a search by name takes its place (static/js/modules/picker.js)."""

    def __init__(self, kind: str, *, most: int = 1, **options: Any):
        super().__init__(max_length=most * 60, **options)
        self.kind, self.most = kind, most
        self.widget = forms.TextInput() if most == 1 else forms.Textarea(attrs={"rows": 3})
        self.widget.is_required = self.required
        self.widget.attrs |= {
            "autocomplete": "off",
            "data-picker": format_lazy(
                "{url}?kind={kind}", url=reverse_lazy("lending:search"), kind=kind
            ),
            "data-picker-most": most,
        }

    def clean(self, value: Any) -> list[str]:
        codes = list(dict.fromkeys(super().clean(value).replace(",", " ").split()))
        if len(codes) > self.most:
            text = _("At most %(most)d at once.") % {"most": self.most}
            raise forms.ValidationError(text)
        return codes


def as_sent(form: forms.BaseForm, body: dict[str, Any]) -> QueryDict:
    """What a program sent, as a browser would send it: numbers have a point there and a comma here.

    :raises InvalidInput: a value is a list or an object.
    """
    posted = as_posted(form, body)
    for name, field in form.fields.items():
        if isinstance(field, QuantityField):
            posted[name] = str(posted[name]).replace(".", str(get_format("DECIMAL_SEPARATOR")))
    return posted
