"""What can be done with accounts."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.roles import PERMISSIONS
from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, serialize
from apps.core.errors import DomainError, ErrorCode, InvalidInput

AUDITED_FIELDS = (
    "username",
    "first_name",
    "last_name",
    "email",
    "role",
    "department",
    "is_active",
    "expires_at",
)


class AlreadySetUp(DomainError):
    """The link to the first account was used: there is an admin."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("Scandy is set up already. Please sign in.")


class LastAdmin(DomainError):
    """Without an admin nobody could run the installation."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This is the last active admin; the role and the account stay as they are.")


@atomic
def create_user(user: User, *, password: str | None, actor: User | None, now: datetime) -> User:
    """Save a new account.

    :param user: not saved yet.
    :param password: None makes an account that cannot sign in until it gets one.
    :raises InvalidInput: the username is taken.
    """
    user.pk = None
    user.clean()
    user.set_password(password)
    user.created_at = user.updated_at = now
    user.update_search()
    try:
        user.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidInput(
            {"username": [str(_("An account with this username exists already."))]}
        ) from error
    _join_group(user)
    record("accounts.user_created", user, actor=actor, at=now, user=user)
    return user


@atomic
def create_first_admin(user: User, *, password: str, now: datetime) -> User:
    """Create the account that runs a new instance; only one of two people at the same link succeeds.

    :raises AlreadySetUp: there is an admin.
    """
    serialize("first-admin")
    if User.objects.filter(role=Role.ADMIN).exists():
        raise AlreadySetUp
    user.role = Role.ADMIN
    return create_user(user, password=password, actor=None, now=now)


@atomic
def change_user(user_id: Any, values: dict[str, Any], *, actor: User, now: datetime) -> User:
    """Change fields of an account; a changed role takes effect with the person's next click.

    :raises LastAdmin: nobody would be left to run the installation.
    """
    serialize("admins")
    user = User.objects.get(pk=user_id)
    before = snapshot(user, AUDITED_FIELDS)
    was_admin = user.is_admin and user.is_active
    for name, value in values.items():
        setattr(user, name, value)
    user.clean()
    if was_admin and not (user.is_admin and user.is_active):
        _keep_one_admin(user)
    user.updated_at = now
    user.update_search()
    try:
        user.save(force_update=True)
    except IntegrityError as error:
        raise InvalidInput(
            {"username": [str(_("An account with this username exists already."))]}
        ) from error
    _join_group(user)
    if changes := changes_between(before, user):
        record("accounts.user_changed", user, actor=actor, at=now, changes=changes, user=user)
    return user


@atomic
def sync_roles() -> None:
    """Write the table of roles into Django's groups; run after each migration, changes nothing the second time."""
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set([by_name[name] for name in sorted(PERMISSIONS[role])])


def _join_group(user: User) -> None:
    user.groups.set(Group.objects.filter(name=user.role))


def _keep_one_admin(user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise LastAdmin
