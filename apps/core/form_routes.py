"""Routes that take a form or, with the same names, a JSON body; and how a service's refusal stands at a form."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import BooleanField, ModelForm
from django.forms.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import DomainError
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import wants_json

Form = TypeVar("Form", bound=BaseForm)
Result = TypeVar("Result")


class BodyNotReadable(DomainError):
    """The body is no JSON object of plain values."""

    message = _("The request's body is no valid JSON.")


def body_of(request: HttpRequest) -> QueryDict:
    """What was sent, as a form would send it.

    :raises BodyNotReadable: it claims to be JSON and is no object of plain values.
    """
    if request.content_type != "application/json":
        return request.POST
    try:
        sent = json.loads(request.body or b"{}")
    except ValueError as error:
        raise BodyNotReadable from error
    if not isinstance(sent, dict) or any(isinstance(value, dict) for value in sent.values()):
        raise BodyNotReadable
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data.setlist(name, [_as_text(item) for item in _as_list(value)])
    return data


def form_data(request: HttpRequest, form_class: type[ModelForm], instance: Any) -> QueryDict | None:
    """What the form is filled with: nothing before it is sent.

    A program names only the fields that it changes; the others keep what is stored.
    """
    if request.method != "POST":
        return None
    sent = body_of(request)
    if request.content_type != "application/json":
        return sent
    unbound = form_class(instance=instance)
    data = QueryDict(mutable=True)
    for name, field in unbound.fields.items():
        value = field.prepare_value(unbound.get_initial_for_field(field, name))
        if not isinstance(field, BooleanField) and value is not None:
            data[name] = str(value)
        elif value:
            data[name] = "on"
    for name in sent:
        data.setlist(name, sent.getlist(name))
    return data


def submit(
    request: HttpRequest, build: Callable[[], Form], save: Callable[[Form], Result]
) -> tuple[Form, Result | None]:
    """The form, and what the service returned if the form was sent and neither of them refused.

    Both run in one transaction, so nobody saves between the check and the save.

    :param build: makes the form, with its object freshly loaded: a conflict runs both again.
    :raises DomainError: a refusal, when the request asks for JSON; otherwise it stands at the form.
    """
    if request.method != "POST":
        return build(), None
    try:
        return _check_and_save(request, build, save)
    except DomainError as refusal:
        if wants_json(request):
            raise
        form = build()
        form.is_valid()
        show_refusal(form, refusal)
        return form, None


@atomic
def _check_and_save(
    request: HttpRequest, build: Callable[[], Form], save: Callable[[Form], Result]
) -> tuple[Form, Result | None]:
    form = build()
    if form.is_valid():
        return form, save(form)
    if wants_json(request):
        refuse_errors(form)
    return form, None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)
