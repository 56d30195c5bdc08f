"""One form for people and programs: what a program sends as JSON is read by the form that a browser fills in."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.core.errors import DomainError, ErrorCode, InvalidInput

FIELD_OF_CODE = {ErrorCode.BARCODE_TAKEN: "barcode"}


def as_posted(form: forms.BaseForm, body: dict[str, Any]) -> QueryDict:
    """What a browser would send: the body's fields, and each field that it does not name as the form shows it.

    :raises InvalidInput: a value is a list or an object.
    """
    posted, problems = QueryDict(mutable=True), {}
    for name, field in form.fields.items():
        value = body.get(name, ...)
        if value is ...:
            value = field.prepare_value(form.get_initial_for_field(field, name))
        if isinstance(value, (list, dict)) or _is_misplaced_boolean(field, value):
            problems[name] = [_("Please give a text or a number.")]
        posted[name] = _text(value)
    if problems:
        raise InvalidInput(problems)
    return posted


def refuse_errors(form: forms.BaseForm) -> None:
    """
    :raises InvalidInput: the form is not valid; with its sentences by field.
    """
    if form.is_valid():
        return
    names: dict[str, str] = {NON_FIELD_ERRORS: "non_field_errors"}
    raise InvalidInput(
        {
            names.get(name, name): [str(each) for each in sentences]
            for name, sentences in form.errors.items()
        }
    )


def show_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put what a service said to the fields that it is about."""
    for name, sentences in sentences_by_field(refusal).items():
        form.add_error(name if name in form.fields else None, [str(text) for text in sentences])


def sentences_by_field(refusal: DomainError) -> dict[str, list[str]]:
    """What a service said, by the field that it is about; "" stands for the whole form."""
    fields = (refusal.data or {}).get("fields")
    return fields or {FIELD_OF_CODE.get(refusal.code, ""): [str(refusal)]}


def _is_misplaced_boolean(field: forms.Field, value: Any) -> bool:
    return isinstance(value, bool) and not isinstance(
        field, (forms.ChoiceField, forms.BooleanField)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
