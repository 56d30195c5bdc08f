"""Who signs in and out, and who tries to, for the log ``scandy.auth``: ids of accounts, neither names nor passwords."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from apps.accounts.models import User

logger = logging.getLogger("scandy.auth")


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="scandy.auth")
    user_logged_out.connect(_signed_out, dispatch_uid="scandy.auth")
    user_login_failed.connect(_refused, dispatch_uid="scandy.auth")


def _signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    logger.info("User %s signed in", user.pk)


def _signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("User %s signed out", user.pk)


def _refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """What was typed as name may be a password, so only the id of a known account is written."""
    name = credentials.get("username", "")
    known = User.objects.filter(username=name).values_list("pk", flat=True).first()
    logger.warning("Sign-in refused for %s", f"user {known}" if known else "an unknown name")
