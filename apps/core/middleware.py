"""What every request passes: its id, secure cookies, the admin's script policy, stray slashes, errors as JSON."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode
from apps.core.http import error_envelope, failure, wants_json
from apps.core.logs import request_scope
from apps.core.views import render_error

STATUS_CODES = {
    400: (ErrorCode.BAD_REQUEST, _("The request could not be understood.")),
    401: (ErrorCode.NOT_AUTHENTICATED, _("Please sign in.")),
    403: (ErrorCode.PERMISSION_DENIED, _("You are not allowed to do that.")),
    404: (ErrorCode.NOT_FOUND, _("This was not found.")),
    405: (ErrorCode.METHOD_NOT_ALLOWED, _("This address does not take that kind of request.")),
    413: (ErrorCode.PAYLOAD_TOO_LARGE, _("That is too large.")),
    429: (ErrorCode.TOO_MANY_REQUESTS, _("Too many requests. Please wait a moment.")),
    500: (ErrorCode.SERVER_ERROR, _("Something went wrong on our side. It has been logged.")),
    503: (ErrorCode.SERVICE_UNAVAILABLE, _("Scandy is not available at the moment.")),
}


KEPT_HEADERS = {"Allow", "Content-Range"}  # what an error says beside its text


class RequestIdMiddleware:
    """Runs each request under an id that stands in its logs, audit events and answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_scope(request.headers.get("X-Request-ID")) as request_id:
            request.request_id = request_id  # type: ignore[attr-defined]  # for the log, after the end
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class SecureCookieMiddleware:
    """Cookies given over HTTPS come back over HTTPS alone; a house without certificates can work without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class AdminPolicyMiddleware:
    """The admin's theme evaluates expressions in the browser; no other page may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            update = {"script-src": settings.ADMIN_SCRIPT_SRC}
            response._csp_update = update  # type: ignore[attr-defined]  # noqa: SLF001 django-csp's hook
        return response


class SlashMiddleware:
    """Redirects an address with a stray or missing last slash to the one that exists."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or getattr(request, "resolver_match", None):
            return response
        path = request.path_info
        other = path[:-1] if path.endswith("/") else f"{path}/"
        if not _exists(other):
            return response
        query = request.META.get("QUERY_STRING", "")
        target = escape_leading_slashes(request.path[: -len(path)] + other)
        redirect = HttpResponseRedirect(f"{target}?{query}" if query else target)
        redirect.status_code = 301 if request.method in {"GET", "HEAD"} else 308
        return redirect


class ErrorEnvelopeMiddleware:
    """Answers whoever asked for JSON with the envelope, whatever went wrong; people get a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 400 or _is_json(response):
            return response
        answer: HttpResponse
        if wants_json(request):
            code, message = STATUS_CODES.get(response.status_code, STATUS_CODES[400])
            answer = JsonResponse(error_envelope(message, code), status=response.status_code)
        elif response.status_code == 405:  # the framework's has no body
            answer = render_error(request, 405)
        else:
            return response
        for name in KEPT_HEADERS & response.headers.keys():
            answer[name] = response[name]
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        if wants_json(request):
            return failure(exception)
        return render_error(request, exception.status, exception.message)


def _exists(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.url_name != "catch_all"


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")
