"""Questions about accounts."""

from typing import Any

from django.utils.translation import ngettext

from apps.accounts.enums import EMPLOYEE_ROLES, Role
from apps.accounts.models import User


def is_set_up() -> bool:
    """Whether somebody can run this instance."""
    return User.objects.filter(role=Role.ADMIN).exists()


def employees() -> list[User]:
    """Who runs the store: employees and admins that are active."""
    return list(User.objects.filter(role__in=list(EMPLOYEE_ROLES), is_active=True))


def uses_of_department(department: Any) -> list[str]:
    """Why a department cannot be deleted."""
    count = User.objects.filter(department=department).count()
    if not count:
        return []
    return [ngettext("%(count)d account.", "%(count)d accounts.", count) % {"count": count}]
