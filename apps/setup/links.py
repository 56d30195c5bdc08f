"""The one-time link to the first account: signed with the instance's key, void as soon as there is an admin."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

VALID_FOR = timedelta(days=7)
_SALT = "apps.setup.first_admin"


def make_link(base_url: str) -> str:
    """The address that whoever starts a new instance gets to see."""
    token = signing.dumps("first-admin", salt=_SALT, compress=False)
    return base_url.rstrip("/") + reverse("setup:first_admin", args=[token])


def is_valid(token: str) -> bool:
    """Whether this instance made the token, not too long ago."""
    try:
        return signing.loads(token, salt=_SALT, max_age=VALID_FOR) == "first-admin"
    except signing.BadSignature:
        return False
