"""How the REST framework speaks here: sessions, permissions by role, the envelope, errors as codes and sentences.

The settings name these classes, so this module must not import the framework's views.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework import authentication, exceptions, parsers, permissions, renderers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.errors import DomainError, ErrorCode
from apps.core.http import envelope, error_envelope

MESSAGES = {
    exceptions.NotAuthenticated: (ErrorCode.NOT_AUTHENTICATED, _("Please sign in.")),
    exceptions.AuthenticationFailed: (ErrorCode.NOT_AUTHENTICATED, _("Please sign in.")),
    exceptions.PermissionDenied: (
        ErrorCode.PERMISSION_DENIED,
        _("You are not allowed to do that."),
    ),
    exceptions.NotFound: (ErrorCode.NOT_FOUND, _("This was not found.")),
    exceptions.MethodNotAllowed: (
        ErrorCode.METHOD_NOT_ALLOWED,
        _("This address does not take that kind of request."),
    ),
    exceptions.NotAcceptable: (ErrorCode.NOT_ACCEPTABLE, _("Answers are given as JSON only.")),
    exceptions.ParseError: (ErrorCode.BAD_REQUEST, _("The request's body is no valid JSON.")),
    exceptions.UnsupportedMediaType: (
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        _("Please send the request's body as JSON."),
    ),
    exceptions.Throttled: (
        ErrorCode.TOO_MANY_REQUESTS,
        _("Too many requests. Please wait a moment."),
    ),
}


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; without one the answer is 401, not a redirect."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"

    def enforce_csrf(self, request: HttpRequest) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfFailed from error


class CsrfFailed(DomainError):
    code = ErrorCode.CSRF_FAILED
    status = 403
    message = _("The request carries no valid CSRF token. Please load the page again.")


class RolePermission(permissions.BasePermission):
    """Asks for the permissions that the view names per method: ``required_permissions = {"GET": "tools.view_tool"}``.

    A method that the view does not name is refused, so a forgotten one is closed, not open.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            raise exceptions.NotAuthenticated
        if request.method not in view.allowed_methods:
            raise exceptions.MethodNotAllowed(request.method)
        if request.method == "OPTIONS":
            return True
        required = view.required_permissions.get(
            "GET" if request.method == "HEAD" else request.method
        )
        return required is not None and request.user.has_perm(required)


class JSONParser(parsers.JSONParser):
    """JSON as the framework reads it; nesting without end counts as invalid, ``null`` as an empty body."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError from error
        return {} if data is None else data


class EnvelopeRenderer(renderers.JSONRenderer):
    """Puts what a view returns into the envelope, unless it is in one already."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        if not (isinstance(data, dict) and data.get("status") in ("success", "error")):
            data = envelope(data)
        return super().render(data, accepted_media_type, renderer_context)


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as ``{"status": "error", "message", "code"[, "data"]}``; unexpected ones crash (None)."""
    if isinstance(error, DomainError):
        return Response(error_envelope(error.message, error.code, error.data), status=error.status)
    if isinstance(error, exceptions.ValidationError):
        return Response(
            error_envelope(
                _("Please check your input."),
                ErrorCode.VALIDATION_ERROR,
                {"fields": _plain(error.detail)},
            ),
            status=400,
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    code, message = MESSAGES.get(type(error), (ErrorCode.BAD_REQUEST, error.detail))
    response = Response(error_envelope(message, code), status=error.status_code)
    if isinstance(error, exceptions.MethodNotAllowed):
        response["Allow"] = ", ".join(context["view"].allowed_methods)
    return response


def _plain(detail: Any) -> dict[str, list[str]]:
    """Serializer errors as field → sentences; errors of the whole input stand under ``non_field_errors``."""
    if isinstance(detail, dict):
        return {
            name: [str(text) for text in (texts if isinstance(texts, list) else [texts])]
            for name, texts in detail.items()
        }
    return {"non_field_errors": [str(text) for text in detail]}
