"""States of a lending; ``overdue`` is computed from the due date, the others are stored."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LendingStatus(TextChoices):
    ACTIVE = "active", _("lent")
    RETURNED = "returned", _("returned")
    OVERDUE = "overdue", _("overdue")

    @property
    def tone(self) -> str:
        return {"active": "info", "returned": "neutral", "overdue": "error"}[self.value]

    @property
    def icon(self) -> str:
        return {"active": "user-round", "returned": "undo-2", "overdue": "clock-alert"}[self.value]
