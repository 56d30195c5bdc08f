"""The codes by which a keyboard scanner is tested: each one trips over what the others cannot show."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.symbols import code_39, code_128, qr_code

DRAW = {"Code 128": code_128, "Code 39": code_39, "QR": qr_code}


@dataclass(frozen=True)
class Sample:
    """One code of the sheet. ``is_required``: without it the desk cannot be used; others not every scanner reads."""

    name: str
    symbology: str
    text: str
    purpose: Any
    is_required: bool = True

    @property
    def picture(self) -> SafeString:
        return DRAW[self.symbology](self.text)


SAMPLES = (
    Sample(
        "letters",
        "Code 128",
        "Yps-Zug_07.a",
        _("Capital and small letters, y and z, hyphen, underscore, dot"),
    ),
    Sample("digits", "Code 128", "1234567890", _("Digits alone, closely packed")),
    Sample(
        "long",
        "Code 128",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789.abcdefghijkl",
        _("As long as a barcode may be: nothing must get lost"),
    ),
    Sample("code39", "Code 39", "ZY-39.X", _("Labels of older systems"), is_required=False),
    Sample(
        "qr",
        "QR",
        "Zy-QR_5.b",
        _("QR codes; scanners with a laser cannot read them"),
        is_required=False,
    ),
    Sample(
        "umlauts",
        "QR",
        "äöüÄÖÜß",
        _("Umlauts; barcodes of Scandy have none, so this is only good to know"),
        is_required=False,
    ),
)
