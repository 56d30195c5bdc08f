"""What tests of the back office read from its pages."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client


def filled_in(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the form at the address, after somebody changed some fields."""
    form = client.get(url).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    return {
        name: value
        for name, value in {**shown, **changes}.items()
        if value is not None and value is not False
    }


def rows(response: HttpResponse) -> list[Any]:
    """The objects that a list shows."""
    return list(response.context["cl"].result_list)


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """What a refused form says, per field."""
    return dict(response.context["adminform"].form.errors)


def said(response: HttpResponse) -> list[str]:
    """The messages that the person gets to see next."""
    return [str(message) for message in get_messages(response.wsgi_request)]
