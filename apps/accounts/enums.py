"""The four roles, and the states of an account."""

from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class AccountState:
    """What a badge says: color, icon and word."""

    tone: str
    icon: str
    label: Any


ACTIVE = AccountState("success", "circle-check", _("active"))
INACTIVE = AccountState("neutral", "circle-off", _("inactive"))
EXPIRED = AccountState("warning", "calendar-clock", _("expired"))
LOCKED = AccountState("error", "lock", _("locked for some minutes"))
INVITED = AccountState("info", "mail", _("invited"))
