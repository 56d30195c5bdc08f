"""The JSON envelope of every machine-readable answer, and who gets it."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode

JSON_PATHS = ("/api/", "/media/", "/backup/")


def wants_json(request: HttpRequest) -> bool:
    """Whether the answer must be JSON: by path, by a JSON body, or by an Accept header that asks for it.

    ``*/*`` means HTML; an Accept header that names ``text/html`` too belongs to a browser.
    """
    accept = request.headers.get("Accept", "")
    return (
        request.path.startswith(JSON_PATHS)
        or request.content_type == "application/json"
        or ("application/json" in accept and "text/html" not in accept)
    )


def house_url(request: HttpRequest) -> str:
    """How links in mails begin: as the house says, else as this request came (its host is one of ALLOWED_HOSTS)."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


class UnreadableBody(DomainError):
    """The body is no JSON object."""

    message = _("The request's body is no valid JSON.")


def input_of(request: HttpRequest) -> dict[str, Any]:
    """What a program sent to a form's address, as JSON or as a form.

    :raises UnreadableBody: it is no JSON object.
    """
    if request.content_type != "application/json":
        return dict(request.POST.items())
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise UnreadableBody from error
    if not isinstance(body, dict):
        raise UnreadableBody
    return body


def envelope(data: Any = None, message: Any = "") -> dict[str, Any]:
    """The body of an answer that worked."""
    return {"status": "success", "message": str(message), "data": data}


def error_envelope(message: Any, code: ErrorCode, data: Any = None) -> dict[str, Any]:
    """The body of an answer that did not work."""
    body = {"status": "error", "message": str(message), "code": str(code)}
    return body if data is None else {**body, "data": data}


def success(data: Any = None, message: Any = "", *, status: int = 200) -> JsonResponse:
    return JsonResponse(envelope(data, message), status=status)


def failure(error: DomainError) -> JsonResponse:
    return JsonResponse(error_envelope(error.message, error.code, error.data), status=error.status)
