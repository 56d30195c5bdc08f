"""Passwords: one's own, those that others must change, and the links by which people choose one.

No password is ever mailed or shown: whoever gets an account, or forgot the password, gets a link.
"""

import secrets
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.links import RESET, LinkKind, kind_for
from apps.accounts.lockout import unlock
from apps.accounts.models import User, UserSession, normalize_username
from apps.accounts.rules import require_admin
from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.jobs import enqueue
from apps.core.mail import TemplatedMail
from apps.sitesettings.queries import current

MOST_ACCOUNTS = 5  # of one address that get a link


class AccountClosed(DomainError):
    """A link would open nothing."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This account is not active or has expired; a link would not open it.")


@atomic
def set_password(user_id: Any, password: str, *, actor: User | None, now: datetime) -> User:
    """Give the account a password; sessions and links under the old one end."""
    require_admin(actor)
    user = User.objects.get(pk=user_id)
    return _store(user, password, actor=actor, now=now)


@atomic
def change_own_password(user_id: Any, *, old: str, new: str, now: datetime) -> User:
    """Change one's own password; all sessions end, the caller keeps its own alive.

    :raises InvalidInput: the old password is another, or the new one is the old one.
    """
    user = User.objects.get(pk=user_id)
    if not user.check_password(old):
        raise InvalidInput({"old_password": [str(_("This is not your present password."))]})
    if new == old:
        raise InvalidInput({"password": [str(_("Please choose another than the present one."))]})
    return _store(user, new, actor=user, now=now)


@atomic
def use_link(token: str, password: str, *, kind: LinkKind, now: datetime) -> User:
    """Choose a password by a link; all sessions of the account end.

    :raises LinkInvalid: it opens nothing (any more).
    """
    user = kind.user_of(token, now)
    return _store(user, password, actor=user, now=now)


@atomic
def send_link(user_id: Any, *, base_url: str, actor: User, now: datetime) -> str:
    """Make a link by which the person chooses a password, and mail it if that is possible.

    :returns: the link, for the admin to hand over.
    :raises AccountClosed: it would open nothing.
    """
    require_admin(actor)
    user = User.objects.get(pk=user_id)
    if not user.is_usable(now):
        raise AccountClosed
    link = _mail_link(user, kind_for(user), base_url)
    record("accounts.link_made", user, actor=actor, at=now, user=user)
    return link


@atomic
def request_reset(name: str, *, base_url: str) -> None:
    """Somebody forgot a password. The same is done whether there is such an account or not; a worker does the rest.

    :param name: username or address, as typed.
    """
    asked = Q(username=normalize_username(name)) | Q(email=name.strip().lower())
    user_ids = list(User.objects.filter(asked).values_list("pk", flat=True)[:MOST_ACCOUNTS])
    enqueue("accounts.send_reset_links", user_ids=[str(pk) for pk in user_ids], base_url=base_url)


@atomic
def send_reset_link(user_id: Any, *, base_url: str, now: datetime) -> None:
    """Mail the link that somebody asked for, unless the account cannot use one."""
    user = User.objects.get(pk=user_id)
    if user.is_usable(now):
        _mail_link(user, RESET, base_url)


def renew_stamp(user: User) -> None:
    """End all sessions of the account as soon as it is stored: under the new stamp none exists yet."""
    user.security_stamp = secrets.token_hex(16)
    UserSession.objects.filter(user=user).delete()


def _store(user: User, password: str, *, actor: User | None, now: datetime) -> User:
    user.set_password(password)
    user.must_change_password = user.has_default_password = False
    renew_stamp(user)
    user.updated_at = now
    user.save(
        update_fields=[
            "password",
            "must_change_password",
            "has_default_password",
            "security_stamp",
            "updated_at",
        ]
    )
    unlock(user)
    record("accounts.password_set", user, actor=actor, at=now, user=user)
    return user


def _mail_link(user: User, kind: LinkKind, base_url: str) -> str:
    link = base_url + kind.address(user)
    if user.email and current().can_send_mail:
        context = {"link": link, "username": user.username}
        TemplatedMail(kind.template, context, to=user.email, user=user).send()
    return link
