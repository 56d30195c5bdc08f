"""How often a password may be guessed: django-axes, with a memory of our own.

Counted is the pair of name and address, so nobody locks a house out, which often shares one address, nor a person from
elsewhere. Guesses at one name from very many addresses are slowed down, except where that person has been signed in.
Names are kept as hashes: what was typed there may be a password. An unknown name locks as a known one does.
"""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.models import AccessAttempt
from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User, UserSession, normalize_username
from apps.core import clock
from apps.core.errors import TooManyRequests
from apps.core.http import failure, wants_json
from apps.core.proxies import client_ip
from apps.core.views import render_error

LIMIT = 8  # wrong passwords for one name from one address
COOL_OFF = timedelta(minutes=15)
MANY = 50  # wrong passwords for one name from everywhere
PAUSE = timedelta(seconds=5)
MOST_ROWS = 200
KEPT = timedelta(days=1)
MESSAGE = _("Too many wrong passwords. Please wait 15 minutes, or ask your admin.")


class Handler(AbstractAxesHandler, AxesBaseHandler):
    """What django-axes asks and tells; one command to ask, one to count."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        key, now = _key(credentials), clock.now()
        fresh = AccessAttempt.objects.filter(username=key, attempt_time__gte=now - COOL_OFF)
        rows = fresh.values_list("ip_address", "failures_since_start", "attempt_time")[:MOST_ROWS]
        found = list(rows)
        address = client_ip(request) or None
        if sum(count for where, count, _at in found if where == address) >= LIMIT:
            return True
        if sum(count for _where, count, _at in found) < MANY:
            return False
        is_soon = max(at for _where, _count, at in found) > now - PAUSE
        return is_soon and not _is_known(credentials, address)

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        pair = _pair(_key(credentials), client_ip(request) or None)
        fresh = pair.filter(attempt_time__gte=clock.now() - COOL_OFF)
        return sum(fresh.values_list("failures_since_start", flat=True))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Count it, unless the refusal was ours: waiting is not made longer by trying."""
        if request is not None and not request.axes_locked_out:
            _count(_key(credentials), client_ip(request) or None, clock.now())

    def user_logged_in(self, sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        _pair(_key({"username": user.username}), client_ip(request) or None).update(
            failures_since_start=0
        )

    def user_logged_out(self, sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
        """Nothing to remember."""

    def post_save_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """The rows are the memory; nothing else keeps them."""

    def post_delete_access_attempt(self, instance: AccessAttempt, **kwargs: Any) -> None:
        """The rows are the memory; nothing else keeps them."""


def locked_out(request: HttpRequest, *_details: Any) -> HttpResponse:
    """The answer to those who have to wait."""
    error = TooManyRequests(MESSAGE)
    if wants_json(request):
        response: HttpResponse = failure(error)
    else:
        response = render_error(request, error.status, error.message)
    response["Retry-After"] = str(int(COOL_OFF.total_seconds()))
    return response


def unlock(user: User) -> None:
    """Forget the wrong passwords for the account."""
    key = _key({"username": user.username})
    AccessAttempt.objects.filter(username=key).update(failures_since_start=0)


def add_locks(users: list[Any], now: datetime) -> None:
    """Set ``is_locked`` on accounts: whether somebody has to wait who tried their names."""
    keys = {_key({"username": user.username}): user for user in users}
    locked = _locked(now).filter(username__in=list(keys)).values_list("username", flat=True)
    locked_keys = set(locked)
    for key, user in keys.items():
        user.is_locked = key in locked_keys


def forget_old(now: datetime) -> int:
    """Delete what does not count any more."""
    return AccessAttempt.objects.filter(attempt_time__lt=now - KEPT).delete()[0]


def _locked(now: datetime) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(
        attempt_time__gte=now - COOL_OFF, failures_since_start__gte=LIMIT
    )


def _key(credentials: dict[str, Any] | None) -> str:
    name = normalize_username(str((credentials or {}).get("username", "")))
    return salted_hmac("apps.accounts.lockout", name, algorithm="sha256").hexdigest()


def _pair(key: str, address: str | None) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(username=key, ip_address=address, user_agent="")


def _count(key: str, address: str | None, now: datetime) -> None:
    """One more for the pair; after the cool-off it begins anew. Two at once are both counted."""
    pair = _pair(key, address)
    fresh = pair.filter(attempt_time__gte=now - COOL_OFF)
    stale = pair.filter(attempt_time__lt=now - COOL_OFF)
    one_more = {"failures_since_start": F("failures_since_start") + 1, "attempt_time": now}
    if fresh.update(**one_more) or stale.update(failures_since_start=1, attempt_time=now):
        return
    first = AccessAttempt(username=key, ip_address=address, user_agent="", failures_since_start=1)
    try:
        first.save(force_insert=True)
    except IntegrityError:
        fresh.update(**one_more)


def _is_known(credentials: dict[str, Any] | None, address: str | None) -> bool:
    """Whether the person of this name has been signed in from there."""
    name = normalize_username(str((credentials or {}).get("username", "")))
    user = User.objects.filter(username=name).values_list("pk", flat=True).first()
    return user is not None and UserSession.objects.filter(user=user, address=address).exists()
