"""Types, states and priorities of a ticket; stored are the specification's German words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TicketCategory(TextChoices):
    """What kind of request it is. Where it belongs in the house is its work area, not this."""

    GENERAL = "allgemein", _("general")
    WORK_ORDER = "auftrag", _("work order")
    MATERIAL_REQUEST = "materialbedarf", _("material request")

    @property
    def tone(self) -> str:
        return "info" if self == TicketCategory.WORK_ORDER else "neutral"

    @property
    def icon(self) -> str:
        return CATEGORY_ICONS[self]


class TicketStatus(TextChoices):
    """How far the work is; ``apps.tickets.rules`` says where it may go from here."""

    OPEN = "offen", _("open")
    ASSIGNED = "zugewiesen", _("assigned")
    IN_PROGRESS = "in_bearbeitung", _("in progress")
    RESOLVED = "gelöst", _("resolved")
    CLOSED = "geschlossen", _("closed")

    @property
    def tone(self) -> str:
        return STATUS_TONES[self]

    @property
    def icon(self) -> str:
        return STATUS_ICONS[self]

    @property
    def rank(self) -> int:
        """The order in which a ticket goes through the states."""
        return list(TicketStatus).index(self)


class Priority(TextChoices):
    """How urgent it is."""

    LOW = "niedrig", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "hoch", _("high")
    CRITICAL = "kritisch", _("critical")

    @property
    def tone(self) -> str:
        return PRIORITY_TONES[self]

    @property
    def icon(self) -> str:
        return PRIORITY_ICONS[self]

    @property
    def rank(self) -> int:
        """Higher is more urgent."""
        return list(Priority).index(self)


class Share(TextChoices):
    """What somebody may do with a ticket that was shared; stored by guardian as a permission."""

    VIEW = "view", _("may read")
    CHANGE = "change", _("may edit")


ACTIVE_STATUSES = frozenset({TicketStatus.OPEN, TicketStatus.ASSIGNED, TicketStatus.IN_PROGRESS})
DONE_STATUSES = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED})

CATEGORY_ICONS = {
    TicketCategory.GENERAL: "ticket",
    TicketCategory.WORK_ORDER: "clipboard-list",
    TicketCategory.MATERIAL_REQUEST: "package",
}
STATUS_TONES = {
    TicketStatus.OPEN: "warning",
    TicketStatus.ASSIGNED: "info",
    TicketStatus.IN_PROGRESS: "primary",
    TicketStatus.RESOLVED: "success",
    TicketStatus.CLOSED: "neutral",
}
STATUS_ICONS = {
    TicketStatus.OPEN: "circle-dashed",
    TicketStatus.ASSIGNED: "user-round",
    TicketStatus.IN_PROGRESS: "wrench",
    TicketStatus.RESOLVED: "circle-check",
    TicketStatus.CLOSED: "lock",
}
PRIORITY_TONES = {
    Priority.LOW: "neutral",
    Priority.NORMAL: "neutral",
    Priority.HIGH: "warning",
    Priority.CRITICAL: "error",
}
PRIORITY_ICONS = {
    Priority.LOW: "arrow-down",
    Priority.NORMAL: "minus",
    Priority.HIGH: "arrow-up",
    Priority.CRITICAL: "triangle-alert",
}


class CustomerKind(TextChoices):
    """Whether the house works for itself or for somebody else."""

    INTERNAL = "intern", _("internal")
    EXTERNAL = "extern", _("external")


class LineState(TextChoices):
    """What a line of an order is: asked for, part of it, or taken out again."""

    NEEDED = "benötigt", _("needed")
    BOOKED = "gebucht", _("booked")
    STRUCK = "gestrichen", _("struck")

    @property
    def tone(self) -> str:
        return {"benötigt": "warning", "gebucht": "success", "gestrichen": "neutral"}[self.value]

    @property
    def icon(self) -> str:
        icons = {"benötigt": "circle-dashed", "gebucht": "circle-check", "gestrichen": "undo-2"}
        return icons[self.value]
