"""What can be done with accounts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.accounts import lockout
from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.passwords import renew_stamp
from apps.accounts.roles import PERMISSIONS
from apps.accounts.rules import ACCESS_FIELDS, require_admin
from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, serialize
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.references import hold
from apps.core.registry import registry

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


class OwnAccess(DomainError):
    """Nobody raises, locks out or ends himself."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("Another admin has to change your own role, expiry or status.")


@atomic
def create_user(user: User, *, password: str | None, actor: User | None, now: datetime) -> User:
    """Save a new account.

    :param user: not saved yet.
    :param password: None makes an account that cannot sign in until it gets one.
    :raises InvalidInput: username or e-mail belong to another account, or the expiry has passed.
    """
    require_admin(actor)
    user.pk = None
    user.clean()
    _check_expiry(user, now)
    _check_email(user)
    user.set_password(password)
    user.created_at = user.updated_at = now
    user.update_search()
    _save(user, force_insert=True)
    _join_group(user)
    record("accounts.user_created", user, actor=actor, at=now, user=user)
    _tell_person(registry.user_created, user, actor, now)
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
    create_user(user, password=password, actor=None, now=now)
    _tell_person(registry.user_created, user, user, now)
    return user


@atomic
def change_user(user_id: Any, values: dict[str, Any], *, actor: User | None, now: datetime) -> User:
    """Change fields of an account; a changed role, status or expiry ends its sessions at once.

    :raises OwnAccess: it is one's own role, status or expiry.
    :raises LastAdmin: nobody would be left to run the installation for good.
    :raises InvalidInput: username or e-mail belong to another account, or the expiry has passed.
    """
    require_admin(actor)
    return save_changes(user_id, values, actor=actor, now=now)


@atomic
def save_changes(
    user_id: Any, values: dict[str, Any], *, actor: User | None, now: datetime
) -> User:
    """What ``change_user`` does, for callers that have checked who may change which fields."""
    serialize("admins")
    user = User.objects.get(pk=user_id)
    before, was_lasting = snapshot(user, AUDITED_FIELDS), _is_lasting_admin(user)
    for name, value in values.items():
        setattr(user, name, value)
    user.clean()
    changes = changes_between(before, user)
    _check_change(user, changes, actor=actor, now=now)
    if was_lasting and not _is_lasting_admin(user):
        _keep_one_admin(user)
    if ACCESS_FIELDS & changes.keys():
        renew_stamp(user)
    user.updated_at = now
    user.update_search()
    _save(user, force_update=True)
    if changes:
        _join_group(user)
        record("accounts.user_changed", user, actor=actor, at=now, changes=changes, user=user)
        _tell_person(registry.user_changed, user, actor, now)
    return user


@atomic
def end_sessions(user_id: Any, *, actor: User, now: datetime) -> None:
    """Sign the person out everywhere, at once."""
    require_admin(actor)
    user = User.objects.get(pk=user_id)
    renew_stamp(user)
    user.save(update_fields=["security_stamp"])
    record("accounts.sessions_ended", user, actor=actor, at=now, user=user)


@atomic
def unlock_user(user_id: Any, *, actor: User, now: datetime) -> None:
    """Let somebody try again who typed too many wrong passwords."""
    require_admin(actor)
    user = User.objects.get(pk=user_id)
    lockout.unlock(user)
    record("accounts.unlocked", user, actor=actor, at=now, user=user)


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


def _tell_person(tell: Callable[..., None], user: User, actor: User | None, now: datetime) -> None:
    """What somebody does to an account concerns a person; the house's own (the demo) brings its people along."""
    if actor is not None:
        tell(user, actor=actor, now=now)


def _join_group(user: User) -> None:
    user.groups.set(Group.objects.filter(name=user.role))


def _is_lasting_admin(user: User) -> bool:
    return user.is_admin and user.is_active and user.expires_at is None


def _keep_one_admin(user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True, expires_at=None)
    if not others.exclude(pk=user.pk).exists():
        raise LastAdmin


def _check_change(
    user: User, changes: dict[str, Any], *, actor: User | None, now: datetime
) -> None:
    if actor is not None and actor.pk == user.pk and ACCESS_FIELDS & changes.keys():
        raise OwnAccess
    if "expires_at" in changes:
        _check_expiry(user, now)
    if "email" in changes:
        _check_email(user)


def _check_expiry(user: User, now: datetime) -> None:
    if user.is_expired(now):
        raise InvalidInput(
            {"expires_at": [str(_("This day is over. Deactivate the account instead."))]}
        )


def _check_email(user: User) -> None:
    """An address belongs to one account: links that it gets open an account."""
    if not user.email:
        return
    serialize("emails")
    if User.objects.filter(email=user.email).exclude(pk=user.pk).exists():
        raise InvalidInput({"email": [str(_("Another account has this e-mail address."))]})


def _save(user: User, **how: Any) -> None:
    hold(user)
    try:
        user.save(**how)
    except IntegrityError as error:
        taken = str(_("An account with this username exists already."))
        raise InvalidInput({"username": [taken]}) from error
