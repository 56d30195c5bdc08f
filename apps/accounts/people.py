"""The person part of an account: what those who look after people may change of it, too."""

from datetime import datetime
from typing import Any

from apps.accounts import services
from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.rules import PERSON_FIELDS
from apps.core.db import atomic
from apps.core.errors import NotPermitted


def outranks(user: User, actor: Any) -> bool:
    """Whether the account has more rights than the actor's."""
    return Role(user.role).rank > Role(actor.role).rank


@atomic
def change_person(user_id: Any, values: dict[str, Any], *, actor: Any, now: datetime) -> User:
    """Change name, department or address of an account, by somebody who may change people.

    :raises NotPermitted: it is another part, or the address of an account with more rights.
    """
    user = User.objects.get(pk=user_id)
    is_locked = actor is not None and "email" in values and outranks(user, actor)
    if is_locked or not PERSON_FIELDS.issuperset(values):
        raise NotPermitted
    return services.save_changes(user_id, values, actor=actor, now=now)
