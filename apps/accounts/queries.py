"""Questions about accounts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from apps.accounts.enums import EMPLOYEE_ROLES, Role
from apps.accounts.models import User


def is_set_up() -> bool:
    """Whether somebody can run this instance."""
    return User.objects.filter(role=Role.ADMIN).exists()


def employees() -> list[User]:
    """Who runs the store: employees and admins that are active."""
    return list(User.objects.filter(role__in=list(EMPLOYEE_ROLES), is_active=True))


def accounts_in_words(count: int) -> str:
    return ngettext("%(count)d account", "%(count)d accounts", count) % {"count": count}


def list_of_accounts_in(department: Any) -> str:
    """The address of the list of a department's accounts."""
    return f"{reverse('admin:accounts_user_changelist')}?department__id__exact={department.pk}"
