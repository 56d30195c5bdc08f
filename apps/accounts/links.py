"""Links that open an account once, to choose a password: signed with the instance's key, kept nowhere.

A link dies with its time, and with whatever it was made for: the password that it replaces, the address that it
went to, the last sign-in. So it works once, and of two people at one link one wins.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bson import ObjectId
from bson.errors import InvalidId
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.errors import DomainError, ErrorCode


class LinkInvalid(DomainError):
    """The link was used, is too old, or was never one of ours."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("This link is not valid any more.")


@dataclass(frozen=True)
class LinkKind:
    """What a link is for; ``name`` is its address and its salt."""

    name: str
    template: str
    valid_for: timedelta

    def address(self, user: User) -> str:
        """The path of a new link for the account."""
        token = signing.dumps([str(user.pk), _fingerprint(user)], salt=self._salt)
        return reverse(f"accounts:{self.name}", args=[token])

    def user_of(self, token: str, now: datetime) -> User:
        """Whose link it is.

        :raises LinkInvalid: it opens nothing.
        """
        try:
            user_id, fingerprint = signing.loads(token, salt=self._salt, max_age=self.valid_for)
            user = User.objects.get(pk=ObjectId(user_id))
        except (signing.BadSignature, InvalidId, User.DoesNotExist) as error:
            raise LinkInvalid from error
        if not user.is_usable(now) or not constant_time_compare(fingerprint, _fingerprint(user)):
            raise LinkInvalid
        return user

    @property
    def _salt(self) -> str:
        return f"apps.accounts.{self.name}"


INVITATION = LinkKind("invitation", "account_invitation", timedelta(days=7))
RESET = LinkKind("reset_link", "password_reset", timedelta(hours=4))


def kind_for(user: User) -> LinkKind:
    """Who never had a password is invited; all others reset theirs."""
    return RESET if user.has_usable_password() else INVITATION


def _fingerprint(user: User) -> str:
    state = f"{user.password} {user.email} {user.last_login}"
    return salted_hmac("apps.accounts.link", state, algorithm="sha256").hexdigest()[:32]
