"""The form of a consumable, for people and programs alike, and the ones with which its stock is booked."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from apps.consumables.models import Consumable
from apps.consumables.queries import living_consumable
from apps.consumables.rules import as_number, as_quantity
from apps.consumables.services import consumables
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.form_fields import BarcodesField, ByName, DateInput, QuantityField, as_sent
from apps.core.form_input import refuse_errors
from apps.core.forms import GuardedFormMixin
from apps.core.scans import resolve
from apps.masterdata.models import Category, Location, Supplier
from apps.workers.models import Worker

BY_NAME = ("category", "location", "supplier")


class StaleConsumable(DomainError):
    """Somebody saved the consumable after the program had read it; ``data`` has both versions."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Somebody else changed this consumable meanwhile.")


class ConsumableForm(GuardedFormMixin):
    """All that people enter about a consumable; its stock changes by bookings alone."""

    category = ByName(Category, _("category"))
    location = ByName(Location, _("location"))
    supplier = ByName(Supplier, _("supplier"))
    min_stock = QuantityField(
        label=_("minimum stock"),
        min_value=0,
        required=False,
        help_text=_("Below it the article stands on the list of what is to be ordered."),
    )
    max_stock = QuantityField(label=_("maximum stock"), min_value=0, required=False)
    pack_size = QuantityField(
        label=_("pack size"),
        required=False,
        help_text=_("So many are in one package of the supplier."),
    )
    cost_per_unit = QuantityField(
        label=_("cost per unit"), decimal_places=4, min_value=0, required=False
    )

    class Meta:
        model = Consumable
        fields = (
            "barcode",
            "name",
            "category",
            "location",
            "unit",
            "min_stock",
            "max_stock",
            "description",
            "supplier",
            "supplier_article_number",
            "pack_size",
            "cost_per_unit",
            "last_ordered",
        )
        widgets = {"last_ordered": DateInput, "description": forms.Textarea({"rows": 3})}
        help_texts = {"barcode": _("Letters without umlauts, digits, dot, underscore and hyphen.")}

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any):
        consumable = kwargs.get("instance")
        named = {name: getattr(consumable, name) for name in BY_NAME} if consumable else {}
        super().__init__(*args, initial={**named, **(initial or {})}, **kwargs)

    def clean_min_stock(self) -> Any:
        """Empty means that there is no minimum."""
        return self.cleaned_data["min_stock"] or 0

    def clean_pack_size(self) -> Any:
        """Empty means that it comes singly; a pack of nothing is refused by the model."""
        size = self.cleaned_data["pack_size"]
        return 1 if size is None else size

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed in the form, as the service takes it."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewConsumableForm(ConsumableForm):
    """Here one also says how much is there already."""

    current_stock = QuantityField(
        label=_("stock"),
        min_value=0,
        required=False,
        initial=0,
        help_text=_("What is there already; later it changes by bookings alone."),
    )
    field_order = ("barcode", "name", "category", "location", "unit", "current_stock")

    def create(self, *, actor: Any, now: datetime) -> Consumable:
        stock = self.cleaned_data["current_stock"] or 0
        new = self.save(commit=False)
        return consumables.create_consumable(new, actor=actor, now=now, stock=stock)


class RestoreForm(forms.Form):
    """Another barcode for a consumable whose own was given away."""

    barcode = forms.CharField(label=_("Barcode"), max_length=50)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class BookingForm(forms.Form):
    """What every booking of stock asks, under an id by which it happens once."""

    quantity = QuantityField(label=_("Quantity"))
    operation_id = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=lambda: str(uuid4()),
        required=False,
        label=_("Operation"),
    )

    def clean_quantity(self) -> str:
        """As text: the same quantity is the same content of an operation, however it was typed."""
        return str(as_number(self.cleaned_data["quantity"]))

    @property
    def content(self) -> dict[str, Any]:
        """What the operation is about."""
        return {name: v for name, v in self.cleaned_data.items() if name != "operation_id"}

    @property
    def operation(self) -> str | None:
        given = self.cleaned_data["operation_id"]
        return str(given) if given else None

    def refuse(self, message: str) -> None:
        """Show why it was not booked; sent again, it is a new operation."""
        self.add_error(None, message)
        self.data = self.data.copy()
        self.data["operation_id"] = str(uuid4())


class PersonMixin(forms.Form):
    """Has a field that names a person by barcode; programs call it ``worker_barcode``."""

    worker_barcode = BarcodesField(Worker.barcode_kind, label=_("Person"), required=False)

    def clean_worker_barcode(self) -> str:
        code = next(iter(self.cleaned_data["worker_barcode"]), "")
        if code and resolve(code, kind=Worker.barcode_kind) is None:
            raise forms.ValidationError(_("Nobody has this barcode: %(code)s.") % {"code": code})
        return code


class WithdrawForm(PersonMixin, BookingForm):
    """For whom, for which ticket, where: all of it optional."""

    ticket_number = forms.CharField(label=_("Ticket number"), required=False, max_length=20)
    location = ByName(Location, _("Used at"))
    reason = forms.CharField(label=_("Remark"), required=False, max_length=200)
    field_order = ("quantity", "worker_barcode", "ticket_number", "location", "reason")

    def clean_location(self) -> str:
        place = self.cleaned_data["location"]
        return place.name if place else ""


class ReceiveForm(BookingForm):
    reason = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=200,
        help_text=_("For example the number of the delivery note."),
    )


class AdjustForm(PersonMixin, BookingForm):
    """By how much the stock is wrong; the sign says in which direction."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    field_order = ("quantity", "reason", "worker_barcode")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["quantity"].label = _("Change of the stock")
        self.fields["quantity"].help_text = _("With a minus sign: less is there than Scandy says.")
        self.fields["worker_barcode"].help_text = _("Who took it out, if it was forgotten.")


@atomic
def add_from(body: dict[str, Any], *, actor: Any, now: datetime) -> Consumable:
    """Save the consumable that a program describes.

    :raises InvalidInput: a field is not what it should be.
    :raises BarcodeTaken: something else carries the barcode.
    """
    form = NewConsumableForm(as_sent(NewConsumableForm(), body))
    refuse_errors(form)
    return form.create(actor=actor, now=now)


@atomic
def change_from(consumable_id: Any, body: dict[str, Any], *, actor: Any, now: datetime) -> Any:
    """Change what a program names and leave the rest; with ``updated_at`` only if nobody was faster.

    :raises InvalidInput: a field is not what it should be, or the stock is to change.
    :raises BarcodeTaken: something else carries the barcode.
    :raises StaleConsumable: the consumable is newer than ``updated_at``.
    """
    consumable = living_consumable(consumable_id)
    _refuse_stale(consumable, body)
    _refuse_other_stock(consumable, body)
    form = ConsumableForm(as_sent(ConsumableForm(instance=consumable), body), instance=consumable)
    refuse_errors(form)
    if changes := form.changes:
        return consumables.change_consumable(consumable_id, changes, actor=actor, now=now)
    return consumable


def _refuse_stale(consumable: Consumable, body: dict[str, Any]) -> None:
    seen = body.get("updated_at")
    if seen is None:
        return
    try:
        moment = parse_datetime(str(seen))
    except ValueError:
        moment = None
    if moment == consumable.updated_at:
        return
    shown = as_sent(ConsumableForm(instance=consumable), {})
    names = [name for name in shown if name in body]
    both = {
        "stored": {name: shown[name] for name in names},
        "yours": {name: body[name] for name in names},
    }
    raise StaleConsumable(data={"updated_at": consumable.updated_at.isoformat(), **both})


def _refuse_other_stock(consumable: Consumable, body: dict[str, Any]) -> None:
    if (
        "current_stock" not in body
        or as_quantity(body["current_stock"]) == consumable.current_stock
    ):
        return
    text = _("The stock changes by bookings alone: withdraw, receive or adjust it.")
    raise InvalidInput({"current_stock": [str(text)]})
