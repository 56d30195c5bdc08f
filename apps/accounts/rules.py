"""Who may touch accounts."""

from typing import Any

from apps.core.errors import NotPermitted

ACCESS_FIELDS = frozenset({"role", "is_active", "expires_at"})
PERSON_FIELDS = frozenset({"first_name", "last_name", "email", "department", "department_id"})


def require_admin(actor: Any) -> None:
    """
    :param actor: None is the house itself: its first start, its commands.
    :raises NotPermitted: it is not an Admin, whatever door this is.
    """
    if actor is not None and not actor.has_perm("accounts.change_user"):
        raise NotPermitted
