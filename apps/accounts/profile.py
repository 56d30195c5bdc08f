"""What people change of their own account: name, and an address that they have shown to be theirs."""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.accounts.links import LinkInvalid
from apps.accounts.models import User
from apps.accounts.services import save_changes
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.mail import TemplatedMail
from apps.sitesettings.queries import current

SALT = "apps.accounts.email"
VALID_FOR = timedelta(days=2)
OWN_FIELDS = ("first_name", "last_name")


class MailNotPossible(DomainError):
    """Without mail nobody can show that an address is his."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This house sends no mail, so an admin has to change your address.")


@atomic
def change_own_name(user_id: Any, values: dict[str, Any], *, now: datetime) -> User:
    """Change one's own name."""
    own = {name: values[name] for name in OWN_FIELDS if name in values}
    user = User.objects.get(pk=user_id)
    return save_changes(user_id, own, actor=user, now=now) if own else user


@atomic
def request_email(user_id: Any, email: str, *, base_url: str) -> None:
    """Ask the new address whether it is this person's, and tell the old one; until then the old one stays.

    Whether somebody else has the address already is said to its owner alone, who opens the link.

    :raises MailNotPossible: the house sends no mail.
    """
    if not current().can_send_mail:
        raise MailNotPossible
    user = User.objects.get(pk=user_id)
    user.new_email = email.strip().lower()
    user.save(update_fields=["new_email"])
    token = signing.dumps([str(user.pk), user.new_email], salt=SALT)
    context = {"username": user.username, "new_email": user.new_email}
    link = base_url + reverse("profile:confirm_email", args=[token])
    TemplatedMail(
        "email_confirmation", {**context, "link": link}, to=user.new_email, user=user
    ).send()
    if user.email:
        TemplatedMail("email_changing", context, to=user.email, user=user).send()


def email_of(token: str, user: User) -> str:
    """The address that the link confirms.

    :raises LinkInvalid: it was used, is too old, or is somebody else's.
    """
    try:
        user_id, email = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise LinkInvalid from error
    if user_id != str(user.pk) or not email or email != user.new_email:
        raise LinkInvalid
    return email


@atomic
def confirm_email(user_id: Any, token: str, *, now: datetime) -> User:
    """Take the new address.

    :raises LinkInvalid: the link was used, is too old, or is somebody else's.
    :raises InvalidInput: another account has the address.
    """
    user = User.objects.get(pk=user_id)
    values = {"email": email_of(token, user), "new_email": ""}
    return save_changes(user_id, values, actor=user, now=now)
