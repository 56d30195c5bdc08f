"""Questions about accounts."""

from apps.accounts.enums import EMPLOYEE_ROLES, Role
from apps.accounts.models import User


def is_set_up() -> bool:
    """Whether somebody can run this instance."""
    return User.objects.filter(role=Role.ADMIN).exists()


def employees() -> list[User]:
    """Who runs the store: employees and admins that are active."""
    return list(User.objects.filter(role__in=list(EMPLOYEE_ROLES), is_active=True))
