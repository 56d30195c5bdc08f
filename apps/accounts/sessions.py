"""Where somebody is signed in, and how that ends at once.

Who may still come in is decided by the account, which is read with each request: by its stamp, which all sessions of
one account share, and by the list of those that were ended one by one. So no cache brings an ended session back; the
rows here are what the person sees.
"""

import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User, UserSession
from apps.accounts.passwords import renew_stamp
from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.proxies import client_ip
from apps.sitesettings.queries import current

KEY = "sign_in"  # in the session: which row is its own
REMEMBERED = 50  # sessions that were ended one by one
KEPT = timedelta(days=1)
BROWSERS = (
    ("Edge", r"Edg\w*/"),
    ("Opera", r"OPR/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh"),
    ("Linux", r"Linux|X11"),
)


class SessionOver(DomainError):
    """It ended already, or is somebody else's."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("This session is over already.")


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.sessions")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.sessions")


def begin(request: HttpRequest, user: User, now: datetime) -> None:
    """Remember where somebody has just signed in."""
    key = secrets.token_hex(16)
    request.session[KEY] = key
    UserSession.objects.create(
        key=key,
        user=user,
        session_key=request.session.session_key or "",
        device=device_of(request.headers.get("User-Agent", "")),
        address=client_ip(request),
        started_at=now,
        seen_at=now,
    )


def see(request: HttpRequest, now: datetime) -> None:
    """Remember that the session is in use."""
    own = UserSession.objects.filter(key=request.session.get(KEY, ""))
    own.update(seen_at=now, address=client_ip(request))


def keep(request: HttpRequest, user: User, now: datetime) -> None:
    """Let this session survive what has just ended all sessions of its account."""
    update_session_auth_hash(request, user)
    begin(request, user, now)


def is_ended(request: HttpRequest, user: Any) -> bool:
    return request.session.get(KEY) in user.ended_sessions


def open_sessions(user: User, now: datetime) -> QuerySet[UserSession]:
    """Where the person is signed in, the last used first."""
    alive_since = now - timedelta(minutes=current().inactivity_minutes)
    return UserSession.objects.filter(user=user, seen_at__gte=alive_since).order_by("-seen_at")


@atomic
def end_session(user_id: Any, key: str) -> None:
    """End one of one's own sessions.

    :raises SessionOver: it is none, or somebody else's.
    """
    session = UserSession.objects.filter(user=user_id, key=key).first()
    if session is None:
        raise SessionOver
    user = User.objects.get(pk=user_id)
    user.ended_sessions = [*user.ended_sessions, key][-REMEMBERED:]
    user.save(update_fields=["ended_sessions"])
    SessionStore(session.session_key).delete()
    session.delete()


@atomic
def end_all(user_id: Any) -> User:
    """End all one's own sessions; the caller keeps the one that is asking."""
    user = User.objects.get(pk=user_id)
    renew_stamp(user)
    user.save(update_fields=["security_stamp"])
    return user


def forget_old(now: datetime) -> int:
    """Delete what nobody has used for long; no session lives without use that long."""
    before = now - KEPT - timedelta(minutes=current().inactivity_minutes)
    return UserSession.objects.filter(seen_at__lt=before).delete()[0]


def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin(request, user, clock.now())


def _signed_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if key := request.session.get(KEY):
        UserSession.objects.filter(key=key).delete()


def device_of(user_agent: str) -> str:
    """Browser and system in a few words; the whole says nothing to people."""
    found = (
        next((name for name, pattern in kinds if re.search(pattern, user_agent)), "")
        for kinds in (BROWSERS, SYSTEMS)
    )
    return ", ".join(filter(None, found))
