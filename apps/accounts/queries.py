"""Questions about accounts."""

from apps.accounts.enums import Role
from apps.accounts.models import User


def is_set_up() -> bool:
    """Whether somebody can run this instance."""
    return User.objects.filter(role=Role.ADMIN).exists()
