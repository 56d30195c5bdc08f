"""The states of a worker, as they are shown."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class WorkerState:
    """What a badge says: colour, icon and word."""

    tone: str
    icon: str
    label: Any


ACTIVE = WorkerState("success", "circle-check", _("active"))
INACTIVE = WorkerState("neutral", "circle-off", _("inactive"))
BLOCKED = WorkerState("error", "ban", _("blocked"))
