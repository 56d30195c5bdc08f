"""What a form refuses, the services refuse too: an import, a program or a shell cannot store what nobody could type."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models

from apps.core.errors import InvalidInput

LONGEST_TEXT = 10_000
_TEXT_RULES = (ProhibitNullCharactersValidator(), MaxLengthValidator(LONGEST_TEXT))


def refuse_invalid(obj: models.Model, *, only: Iterable[str] | None = None) -> None:
    """Tidy the object (``clean``), bring its fields to their types, and check what people may edit.

    :param only: the fields to check; what was stored before a rule existed must not stop other changes.
    :raises InvalidInput: with the sentences by field.
    """
    problems: dict[str, list[str]] = {}
    fields = [field for field in obj._meta.fields if _is_checked(field, only)]
    others = {field.name for field in obj._meta.fields} - {field.name for field in fields}
    for check in (obj.clean, lambda: obj.clean_fields(exclude=others)):
        try:
            check()
        except ValidationError as error:
            problems.update(_sentences(error))
    for name, sentence in _text_problems(obj, fields):
        problems.setdefault(name, []).append(sentence)
    if problems:
        raise InvalidInput(problems)


def _sentences(error: ValidationError) -> dict[str, list[str]]:
    """By field; what concerns the whole stands under ``non_field_errors``."""
    if not hasattr(error, "error_dict"):
        return {"non_field_errors": error.messages}
    return {name: [str(each) for each in found] for name, found in error.message_dict.items()}


def _is_checked(field: models.Field, only: Iterable[str] | None) -> bool:
    return field.editable and (only is None or field.name in only)


def _text_problems(obj: models.Model, fields: Iterable[models.Field]) -> Iterator[tuple[str, str]]:
    for field in fields:
        value: Any = getattr(obj, field.attname)
        if not isinstance(value, str):
            continue
        for rule in _TEXT_RULES:
            try:
                rule(value)
            except ValidationError as error:
                yield field.name, error.messages[0]
