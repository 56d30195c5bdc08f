"""States of a lending; ``overdue`` is computed from the due date, the others are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LendingStatus(TextChoices):
    ACTIVE = "active", _("lent")
    RETURNED = "returned", _("returned")
    OVERDUE = "overdue", _("overdue")
    LOST = "lost", _("lost")

    @property
    def tone(self) -> str:
        return TONES[self]

    @property
    def icon(self) -> str:
        return ICONS[self]


TONES = {
    LendingStatus.ACTIVE: "info",
    LendingStatus.RETURNED: "neutral",
    LendingStatus.OVERDUE: "error",
    LendingStatus.LOST: "error",
}
ICONS = {
    LendingStatus.ACTIVE: "user-round",
    LendingStatus.RETURNED: "undo-2",
    LendingStatus.OVERDUE: "clock-alert",
    LendingStatus.LOST: "circle-help",
}
