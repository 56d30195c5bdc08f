"""What is allowed with a tool, as tables and one-sentence predicates."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.tools.enums import ToolStatus

# What a person may set by hand; lending alone sets and leaves "lent".
TRANSITIONS = {
    ToolStatus.AVAILABLE: {ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.DEFECTIVE: {ToolStatus.AVAILABLE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.IN_MAINTENANCE: {ToolStatus.AVAILABLE, ToolStatus.DEFECTIVE},
    ToolStatus.LENT: set(),
}

OLDEST = date(1900, 1, 1)
FARTHEST = timedelta(days=50 * 366)


def can_change_status(current: str, wanted: str) -> bool:
    """Whether a person may move a tool from one state to the other."""
    return ToolStatus(wanted) in TRANSITIONS[ToolStatus(current)]


def date_problems(
    purchase_date: date | None, maintenance_due: date | None, *, today: date
) -> dict[str, Any]:
    """What is wrong with a tool's dates, as sentences by field."""
    problems: dict[str, Any] = {}
    if purchase_date and not OLDEST <= purchase_date <= today:
        problems["purchase_date"] = _("Please give a day between 1900 and today.")
    if maintenance_due and not OLDEST <= maintenance_due <= today + FARTHEST:
        problems["maintenance_due"] = _("Please give a day within the next 50 years.")
    return problems
