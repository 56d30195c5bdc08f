"""The four roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is allowed to do; the stored values are the specification's words."""

    ADMIN = "admin", _("Admin")
    EMPLOYEE = "mitarbeiter", _("Employee")
    STANDARD_USER = "anwender", _("Standard user")
    PARTICIPANT = "teilnehmer", _("Participant")

    @property
    def rank(self) -> int:
        """Higher means more rights."""
        return RANKS[self]


RANKS = {Role.PARTICIPANT: 1, Role.STANDARD_USER: 2, Role.EMPLOYEE: 3, Role.ADMIN: 4}
EMPLOYEE_ROLES = frozenset({Role.ADMIN, Role.EMPLOYEE})
