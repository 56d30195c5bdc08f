"""Secrets at rest: encrypted with a key derived from the instance's SECRET_KEY, so it is never in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode


class SecretUnreadable(DomainError):
    """The SECRET_KEY has changed since the secret was stored."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("A stored password cannot be read any more. Please enter it again.")


def encrypt(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode() if secret else ""


def decrypt(stored: str) -> str:
    """The secret behind what ``encrypt`` returned.

    :raises SecretUnreadable: it was encrypted with another key.
    """
    try:
        return _fernet().decrypt(stored.encode()).decode() if stored else ""
    except InvalidToken as error:
        raise SecretUnreadable from error


def _fernet() -> Fernet:
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"scandy-secrets")
    return Fernet(base64.urlsafe_b64encode(key.digest()))
