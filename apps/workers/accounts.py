"""A person with an account is one person: name, e-mail and department are the same on both sides.

What is changed of one is changed of the other (person_hooks is the way from the account to the person). Role, password
and expiry stay with the account, which only admins touch.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.people import change_person, outranks
from apps.audit.services import record
from apps.core.errors import DomainError, ErrorCode, NotPermitted
from apps.workers.models import Worker

SHARED = ("first_name", "last_name", "email", "department_id")


class EmailLocked(DomainError):
    """A link to a new password goes to this address, so it belongs to those who may hand out that role."""

    code = ErrorCode.PERMISSION_DENIED
    status = 403
    message = _(
        "The account of this person has more rights than yours. An admin changes its e-mail."
    )


def is_email_locked(worker: Worker, actor: Any) -> bool:
    """Whether the actor may not change the person's e-mail."""
    return worker.user is not None and outranks(worker.user, actor)


def account_for(worker: Worker, viewer: Any, now: datetime) -> dict[str, Any] | None:
    """The person's account as admins see it; nobody else sees that there is one."""
    if worker.user is None or not viewer.has_perm("accounts.view_user"):
        return None
    return {"user": worker.user, "state": worker.user.state(now)}


def check_change(worker: Worker, changed: set[str], actor: Any) -> None:
    """
    :raises EmailLocked: the account outranks the actor.
    :raises NotPermitted: only admins say whose account is whose.
    """
    if actor is None:
        return
    if "email" in changed and is_email_locked(worker, actor):
        raise EmailLocked
    if "user" in changed and not actor.has_perm("accounts.change_user"):
        raise NotPermitted


def carry_to_account(worker: Worker, actor: Any, now: datetime) -> None:
    """The other way round: the account learns what was changed of its person."""
    if worker.user is not None and (values := differences(worker, worker.user)):
        change_person(worker.user_id, values, actor=actor, now=now)


def record_link(worker: Worker, before: Any, *, actor: Any, now: datetime) -> None:
    """Say at the account whose it is now; those who look after people do not read there."""
    for user, event in (
        (before, "workers.account_unlinked"),
        (worker.user, "workers.account_linked"),
    ):
        if user is not None:
            record(event, user, actor=actor, at=now, user=user, worker=worker.full_name)


def take_from_account(worker: Worker) -> None:
    """A person who gets an account takes what it says; links go to its address, so that counts."""
    if worker.user is None:
        return
    for name, value in differences(worker.user, worker).items():
        if value:
            setattr(worker, name, value)


def differences(source: Any, target: Any) -> dict[str, Any]:
    """What of the shared fields the source has and the target has not."""
    values = {name: getattr(source, name) for name in SHARED}
    return {name: value for name, value in values.items() if getattr(target, name) != value}
