"""Setting passwords: one's own, and those that others must change."""

import secrets
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput


@atomic
def set_password(user_id: Any, password: str, *, actor: User | None, now: datetime) -> User:
    """Give the account a password; sessions and links under the old one end."""
    user = User.objects.get(pk=user_id)
    store_password(user, password, now)
    record("accounts.password_set", user, actor=actor, at=now, user=user)
    return user


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
    store_password(user, new, now)
    record("accounts.password_set", user, actor=user, at=now, user=user)
    return user


def store_password(user: User, password: str, now: datetime) -> None:
    """Save a password that its owner chose, within the caller's transaction."""
    user.set_password(password)
    user.must_change_password = user.has_default_password = False
    user.security_stamp = new_stamp()
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


def new_stamp() -> str:
    """A stamp under which no session and no link exists yet."""
    return secrets.token_hex(16)
