"""The states of a worker, as they are shown and asked for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WorkerStatus(TextChoices):
    """What an address or a form calls a state."""

    ACTIVE = "aktiv", _("active")
    INACTIVE = "inaktiv", _("inactive")
    BLOCKED = "gesperrt", _("blocked")


@dataclass(frozen=True)
class WorkerState:
    """What a badge says: colour, icon and word."""

    tone: str
    icon: str
    label: Any
    value: str


ACTIVE = WorkerState("success", "circle-check", _("active"), WorkerStatus.ACTIVE.value)
INACTIVE = WorkerState("neutral", "circle-off", _("inactive"), WorkerStatus.INACTIVE.value)
BLOCKED = WorkerState("error", "ban", _("blocked"), WorkerStatus.BLOCKED.value)
