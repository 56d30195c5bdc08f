"""Barcodes as text: what is one, how it compares, and the word for each kind of thing that carries one."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 50
RESERVED = frozenset({"ADD", "SEARCH", "EXPORT"})  # paths beside /tools/<barcode>

_WELL_FORMED = re.compile(rf"[A-Za-z0-9._-]{{1,{MAX_LENGTH}}}")


def normalize(code: str) -> str:
    """The form in which barcodes are compared: without surrounding blanks and case."""
    return code.strip().upper()


def is_barcode(code: str) -> bool:
    """Whether the text can be a barcode at all (1 to 50 of ``A-Z a-z 0-9 . _ -``, not a reserved word)."""
    return (
        _WELL_FORMED.fullmatch(code) is not None
        and normalize(code) not in RESERVED
        and code.strip(".") != ""
    )


def split_number(barcode: str) -> tuple[str, str]:
    """What stands before the number at a barcode's end, and the number's digits."""
    prefix = barcode.rstrip("0123456789")
    return prefix, barcode[len(prefix) :]


def validate_barcode(code: str) -> None:
    """Model and form validator.

    :raises ValidationError: with a sentence that says what is allowed.
    """
    if not is_barcode(code):
        raise ValidationError(
            _(
                "A barcode has 1 to 50 characters out of A-Z, a-z, 0-9, dot, underscore and hyphen,"
                " and is none of the words add, search and export."
            ),
            code="barcode",
        )
