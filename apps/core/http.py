"""The JSON envelope of every machine-readable answer, and who gets it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

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
