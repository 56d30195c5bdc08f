"""Nobody sees anything without signing in, and nobody stays signed in at an abandoned screen."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from apps.accounts import sessions
from apps.core import clock
from apps.core.errors import DomainError, ErrorCode
from apps.core.http import failure, wants_json
from apps.sitesettings.queries import current

RENEW_AFTER_SECONDS = 60  # the session is written once a minute, not with each request


class NotAuthenticated(DomainError):
    code = ErrorCode.NOT_AUTHENTICATED
    status = 401
    message = _("Please sign in.")


class PasswordChangeRequired(DomainError):
    """The password is one that others know; nothing else works until it is changed."""

    code = ErrorCode.PASSWORD_CHANGE_REQUIRED
    status = 403
    message = _("Please choose a password of your own first.")


class InactivityMiddleware:
    """Ends a session in which nothing happened for the time in the settings.

    The end is the session's own expiry, in cookie, cache and database; activity moves it. What a page asks by itself
    is none (apps.accounts.decorators.unattended).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_attended = not getattr(request, "is_unattended", False)
        if is_attended and request.session.session_key and "_auth_user_id" in request.session:
            self._renew(request)  # here, so that it counts from the sign-in on
        return response

    def _renew(self, request: HttpRequest) -> None:
        seen = request.session.get("seen_at", 0)
        now = clock.now().timestamp()
        if now - seen >= RENEW_AFTER_SECONDS:
            request.session["seen_at"] = now
            sessions.see(request, clock.now())
            request.session.set_expiry(current().inactivity_minutes * 60)


class EndedSessionMiddleware:
    """A session that its owner ended is over, whatever a cache still knows of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and sessions.is_ended(request, request.user):
            request.session.flush()
            request.user = AnonymousUser()
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view needs a signed-in person unless it says otherwise; programs get 401, people the sign-in page."""

    def get_login_url(self, view_func) -> str:
        return settings.LOGIN_URL  # also for the admin, whose views name a page of their own

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if wants_json(request):
            return failure(NotAuthenticated())
        return super().handle_no_permission(request, view_func)


class PasswordChangeMiddleware:
    """Who must change the password gets to that page and to the way out alone, and to what these need."""

    open_views = frozenset(
        {"accounts:password", "accounts:logout", "branding:colors", "branding:logo", "health"}
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user: Any = request.user
        if not user.is_authenticated or not user.must_change_password:
            return None
        if request.resolver_match and request.resolver_match.view_name in self.open_views:
            return None
        if wants_json(request):
            return failure(PasswordChangeRequired())
        return redirect("accounts:password")
