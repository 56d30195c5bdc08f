"""Questions about accounts."""

from typing import Any

from django.utils.translation import ngettext

from apps.accounts.enums import Role
from apps.accounts.models import User


def is_set_up() -> bool:
    """Whether somebody can run this instance."""
    return User.objects.filter(role=Role.ADMIN).exists()


def uses_of_department(department: Any) -> list[str]:
    """Why a department cannot be deleted."""
    count = User.objects.filter(department=department).count()
    if not count:
        return []
    return [ngettext("%(count)d account.", "%(count)d accounts.", count) % {"count": count}]
