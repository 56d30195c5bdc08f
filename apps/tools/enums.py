"""States and conditions of a tool; stored are the specification's German words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ToolStatus(TextChoices):
    """Where a tool is. ``ausgeliehen`` is set and left by lending alone (I2)."""

    AVAILABLE = "verfügbar", _("available")
    LENT = "ausgeliehen", _("lent")
    DEFECTIVE = "defekt", _("defective")
    IN_MAINTENANCE = "wartung", _("in maintenance")

    @property
    def tone(self) -> str:
        return TONES[self]

    @property
    def icon(self) -> str:
        return ICONS[self]


TONES = {
    ToolStatus.AVAILABLE: "success",
    ToolStatus.LENT: "info",
    ToolStatus.DEFECTIVE: "error",
    ToolStatus.IN_MAINTENANCE: "warning",
}
ICONS = {
    ToolStatus.AVAILABLE: "circle-check",
    ToolStatus.LENT: "user-round",
    ToolStatus.DEFECTIVE: "triangle-alert",
    ToolStatus.IN_MAINTENANCE: "wrench",
}


class ToolCondition(TextChoices):
    """How good a tool still is."""

    NEW = "neu", _("new")
    GOOD = "gut", _("good")
    USED = "gebraucht", _("used")
    BAD = "schlecht", _("bad")


class TrashState(TextChoices):
    """Why a tool lies in the trash; not stored, ``lost_at`` says it."""

    DELETED = "deleted", _("deleted")
    LOST = "lost", _("lost")

    @property
    def tone(self) -> str:
        return "error" if self == TrashState.LOST else "neutral"

    @property
    def icon(self) -> str:
        return "circle-help" if self == TrashState.LOST else "trash-2"


class FieldKind(TextChoices):
    """What can stand in a field that a house added."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    CHOICE = "choice", _("choice")
    YES_NO = "yes_no", _("yes or no")


class MaintenanceState(TextChoices):
    """How urgent a maintenance is; not stored, ``maintenance_due`` says it."""

    OVERDUE = "overdue", _("overdue")
    SOON = "soon", _("due soon")
    IN_MAINTENANCE = "in", _("in maintenance")
    LATER = "later", _("later")

    @property
    def tone(self) -> str:
        return {"overdue": "error", "soon": "warning"}.get(self.value, "neutral")

    @property
    def icon(self) -> str:
        return "clock-alert" if self == MaintenanceState.OVERDUE else "calendar-clock"
