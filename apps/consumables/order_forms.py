"""What people and programs send about orders, read into what the services take."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consumables.queries import consumable_id_by_barcode
from apps.consumables.services.proposals import Packs
from apps.core.errors import InvalidInput

PACKS, SEEN, QUANTITY = "packs_", "seen_", "quantity_"


class MailForm(forms.Form):
    """The mail to the supplier."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
    )


def packs_of(values: dict[str, Any]) -> dict[str, Packs]:
    """The wanted packs by line, from fields ``packs_<line>`` and ``seen_<line>`` (what the page showed).

    :raises InvalidInput: one is no whole number.
    """
    found, problems = {}, {}
    for name, value in values.items():
        if not name.startswith(PACKS):
            continue
        line_id = name.removeprefix(PACKS)
        wanted, seen = as_count(value), as_count(values.get(f"{SEEN}{line_id}"))
        if wanted is None:
            problems[name] = [_("Please give a whole number.")]
        else:
            found[line_id] = Packs(wanted, seen)
    if problems:
        raise InvalidInput(problems)
    return found


def adding_of(values: dict[str, Any]) -> dict[str, Any]:
    """What to add: ``consumable_barcode`` and ``packs``.

    :raises InvalidInput: the packs are no whole number, or no barcode is given.
    :raises ConsumableNotFound: nothing carries the barcode.
    """
    barcode, packs = (
        str(values.get("consumable_barcode", "")).strip(),
        as_count(values.get("packs", 1)),
    )
    if not barcode:
        raise InvalidInput({"consumable_barcode": [_("Please choose a consumable.")]})
    if packs is None:
        raise InvalidInput({"packs": [_("Please give a whole number.")]})
    return {"consumable_id": consumable_id_by_barcode(barcode), "packs": packs}


def quantities_of(values: dict[str, Any]) -> dict[str, str]:
    """What came by line, from fields ``quantity_<line>``; a comma is a decimal point, empty means nothing."""
    sent = {
        name.removeprefix(QUANTITY): as_decimal(value)
        for name, value in values.items()
        if name.startswith(QUANTITY)
    }
    return {line_id: value for line_id, value in sent.items() if value}


def as_decimal(value: Any) -> str:
    """The number as services read it."""
    return "" if value is None else str(value).strip().replace(",", ".")


def as_count(value: Any) -> int | None:
    """A whole number, also a negative one; None when it is none."""
    text = "" if isinstance(value, bool) else str(value if value is not None else "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
