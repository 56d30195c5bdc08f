"""The forms of an order: what was agreed, material, work. Nobody gets a field that he may not fill in."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Unit
from apps.consumables.forms import BookingForm
from apps.consumables.models import Consumable
from apps.consumables.queries import consumable_id_by_barcode
from apps.core.form_fields import BarcodesField, DateInput, QuantityField
from apps.core.forms import GuardedFormMixin
from apps.tickets import rules
from apps.tickets.models import WorkOrderDetails
from apps.tickets.services.materials import Material
from apps.tickets.services.work_orders import DONE, ORDERED, Labor


class DetailsForm(GuardedFormMixin):
    """For whom the work is, what is ordered, what was done."""

    class Meta:
        model = WorkOrderDetails
        fields = (*ORDERED, *DONE)
        widgets = {
            "customer_kind": forms.RadioSelect,
            "order_description": forms.Textarea({"rows": 4}),
            "done_work": forms.Textarea({"rows": 4}),
            "completion_date": DateInput,
        }

    def __init__(self, *args: Any, editable: tuple[str, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(editable):
            del self.fields[name]

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed in the form, as the service takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class MaterialForm(BookingForm):
    """An article from the stores, by name or barcode, or something else."""

    barcode = BarcodesField(Consumable.barcode_kind, label=_("From the stores"), required=False)
    article = forms.CharField(
        label=_("Or something else"),
        required=False,
        max_length=150,
        help_text=_("What does not come from the stores."),
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=Unit.choices,
        required=False,
        help_text=_("Material from the stores brings its own."),
    )
    unit_price = QuantityField(
        label=_("Price per unit in euros"),
        max_digits=10,
        decimal_places=4,
        min_value=0,
        required=False,
        help_text=_("Empty: what the stores say."),
    )
    needed = forms.BooleanField(
        label=_("Only needed, not used yet"),
        required=False,
        help_text=_("It stays in the stores until somebody books it."),
    )
    field_order = ("barcode", "article", "quantity", "unit", "unit_price", "needed")

    def __init__(self, *args: Any, user: Any, may_book: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.may_book = may_book
        url = format_lazy("{url}?kind=consumable", url=reverse_lazy("consumables:order_search"))
        self.fields["barcode"].widget.attrs["data-picker"] = url
        hidden = {
            "barcode": not user.has_perm("consumables.view_consumable"),
            "unit_price": not rules.sees_prices(user),
            "needed": not may_book,
        }
        for name in (name for name, is_hidden in hidden.items() if is_hidden):
            del self.fields[name]
        if hidden["barcode"]:
            self.fields["article"].label = _("Article")

    def clean_barcode(self) -> str:
        return next(iter(self.cleaned_data["barcode"]), "")

    def clean_unit_price(self) -> str:
        """As text: the same price is the same content of an operation."""
        price = self.cleaned_data["unit_price"]
        return "" if price is None else str(price)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("barcode")) == bool(values.get("article")) and not self.errors:
            text = _("Please choose something from the stores, or name something else.")
            raise forms.ValidationError(text)
        return values

    @property
    def is_booking(self) -> bool:
        """Whether it is used now; otherwise it is asked for."""
        return self.may_book and not self.cleaned_data.get("needed")

    def material(self) -> Material:
        """What the service takes.

        :raises ConsumableNotFound: nothing in the stores has the barcode.
        """
        values = self.cleaned_data
        code = values.get("barcode")
        return Material(
            quantity=values["quantity"],
            article=values["article"],
            consumable_id=consumable_id_by_barcode(code) if code else None,
            unit=values["unit"],
            unit_price=values.get("unit_price") or None,
        )


class LaborForm(BookingForm):
    """A piece of work: what, how long, of which kind, at which rate."""

    quantity = None  # the hours
    work = forms.CharField(label=_("Work"), max_length=300)
    hours = QuantityField(label=_("Hours"), max_digits=5, decimal_places=2)
    category = forms.CharField(label=_("Category of work"), max_length=60, required=False)
    hourly_rate = QuantityField(
        label=_("Hourly rate in euros"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("Empty: what an hour costs in this house."),
    )
    field_order = ("work", "hours", "category", "hourly_rate")

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["category"].widget.attrs["list"] = "kinds-of-work"
        if not rules.sees_prices(user):
            del self.fields["hourly_rate"]

    def labor(self) -> Labor:
        """What the service takes."""
        values = self.content
        return Labor(**{name: str(value) for name, value in values.items() if value is not None})
