"""The fields that a house adds to its tools: what may stand in them, and how a value reads.

Values are kept in ``Tool.custom_fields`` as JSON by the field's key, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from apps.tools.enums import FieldKind

if TYPE_CHECKING:
    from apps.tools.models import ToolField

LONGEST_VALUE = 500
LARGEST_NUMBER = 10**12


def parse(field: ToolField, value: Any) -> Any:
    """The value as it is stored; None when there is none.

    :raises ValueError: with a sentence.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return _PARSERS[FieldKind(field.kind)](field, value)


def in_words(field: ToolField, value: Any) -> str:
    """A stored value as people read it."""
    if value is None:
        return ""
    if field.kind == FieldKind.YES_NO:
        return _("Yes") if value else _("No")
    with suppress(TypeError, ValueError):
        if field.kind == FieldKind.DATE:
            return date_format(date.fromisoformat(value), "j.n.Y")
        if field.kind == FieldKind.NUMBER:
            return number_format(value)
    return str(value)


def facts(fields: Iterable[ToolField], values: dict[str, Any]) -> list[dict[str, str]]:
    """Label and value of each field that has one."""
    return [
        {"label": field.label, "value": in_words(field, values[field.key])}
        for field in fields
        if values.get(field.key) is not None
    ]


def changes(
    fields: Iterable[ToolField], before: dict[str, Any], after: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """What differs, ready for the audit."""
    return {
        field.input_name: {
            "label": field.label,
            "old": in_words(field, before.get(field.key)),
            "new": in_words(field, after.get(field.key)),
        }
        for field in fields
        if before.get(field.key) != after.get(field.key)
    }


def search_texts(fields: Iterable[ToolField], values: dict[str, Any]) -> list[str]:
    """The words by which a tool is found."""
    searched = [field for field in fields if field.kind in {FieldKind.TEXT, FieldKind.CHOICE}]
    return [str(values[field.key]) for field in searched if values.get(field.key)]


def tokens(fields: Iterable[ToolField], values: dict[str, Any]) -> list[str]:
    """What filters ask for; no word that somebody types looks like one."""
    return [
        token(field.key, values[field.key])
        for field in fields
        if field.is_filter and values.get(field.key) is not None
    ]


def token(key: str, value: Any) -> str:
    return f"{key}={str(value).lower()}"


def _text(field: ToolField, value: Any) -> str:
    text = str(value).strip()
    if isinstance(value, (list, dict, bool)) or "\0" in text or len(text) > LONGEST_VALUE:
        raise ValueError(_("Please give a text of at most 500 characters."))
    return text


def _number(field: ToolField, value: Any) -> int | float:
    number: float = LARGEST_NUMBER
    if isinstance(value, str):
        with suppress(ValueError):
            number = float(value.strip().replace(",", "."))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    if not abs(number) < LARGEST_NUMBER:
        raise ValueError(_("Please give a number."))
    return int(number) if number == int(number) else number


def _date(field: ToolField, value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("Please give a date such as 2026-12-07.")) from None


def _choice(field: ToolField, value: Any) -> str:
    if value not in field.options:
        raise ValueError(
            _("Please choose one of these: %(options)s.") % {"options": ", ".join(field.options)}
        )
    return str(value)


def _yes_no(field: ToolField, value: Any) -> bool:
    known = {"true": True, "false": False, "ja": True, "nein": False, "1": True, "0": False}
    try:
        return known[str(value).strip().lower()]
    except KeyError:
        raise ValueError(_("Please choose yes or no.")) from None


_PARSERS = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
}
