"""Error pages, and the state of the instance for monitors."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pymongo.errors import ConnectionFailure

from apps.core.errors import DomainError, ErrorCode
from apps.core.health import check_health
from apps.core.http import failure, wants_json
from apps.core.logs import request_id


def render_error(request: HttpRequest, status: int, message: Any = "") -> HttpResponse:
    """The page for an error; it needs no database and no user, so it also works when they are the trouble."""
    context = {
        "status": status,
        "message": message,
        "request_id": request_id.get(),
        "system_name": settings.SYSTEM_NAME,
    }
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What cannot be understood or is too large; a session that could not be saved comes here too."""
    if isinstance(exception, RequestDataTooBig):
        return render_error(request, 413)
    return render_error(request, 503 if _is_database_away(exception) else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, unless the database is away: then repeating helps."""
    return render_error(request, 503 if _is_database_away(sys.exception()) else 500)


def _is_database_away(error: BaseException | None) -> bool:
    """Whether the driver lost its server, below whatever that led to."""
    while error is not None and not isinstance(error, ConnectionFailure):
        error = error.__cause__ or error.__context__
    return error is not None


class CsrfFailed(DomainError):
    code = ErrorCode.CSRF_FAILED
    status = 403


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that is too old, or that another site sent."""
    message = _("This page was open for too long. Please load it again and repeat your input.")
    if wants_json(request):
        return failure(CsrfFailed(message))
    return render_error(request, 403, message)


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """State of the instance for monitors: 200, or 503 when something that must run does not."""
    report = check_health()
    return JsonResponse(report, status=200 if report["status"] == "healthy" else 503)
