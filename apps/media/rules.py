"""Who may do what with files, for kinds whose files follow the permissions on the thing itself."""

from typing import Any


def see_with(permission: str) -> Any:
    """Who has the permission sees the files, or may add some."""
    return lambda user, obj: user.has_perm(permission)


def remove_with(permission: str, *, own: str) -> Any:
    """Who has the permission removes each file; who has ``own`` those that he uploaded himself."""

    def may_remove(user: Any, obj: Any, attachment: Any) -> bool:
        is_own = attachment.uploaded_by_id == user.pk
        return user.has_perm(permission) or (is_own and user.has_perm(own))

    return may_remove
