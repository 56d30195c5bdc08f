"""What is allowed with a tool, as tables and one-sentence predicates."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from apps.tools.enums import MaintenanceState, ToolStatus

T = TypeVar("T")

# What a person may set by hand; lending alone sets and leaves "lent".
TRANSITIONS = {
    ToolStatus.AVAILABLE: {ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.DEFECTIVE: {ToolStatus.AVAILABLE, ToolStatus.IN_MAINTENANCE},
    ToolStatus.IN_MAINTENANCE: {ToolStatus.AVAILABLE, ToolStatus.DEFECTIVE},
    ToolStatus.LENT: set(),
}


@dataclass(frozen=True)
class Sheet:
    """Labels as shops sell them on A4; lengths in mm."""

    label: Any
    columns: int
    rows: int
    width: float
    height: float

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def side(self) -> float:
        """Of a square code."""
        return min(self.height - 6, self.width * 0.4)

    @property
    def bar_height(self) -> float:
        return self.height * 0.29

    def place(self, number: int) -> tuple[float, float]:
        """Where the label lies, from the left and from the top; what the labels leave is margin."""
        row, column = divmod(number, self.columns)
        left = (210 - self.columns * self.width) / 2
        top = (297 - self.rows * self.height) / 2
        return left + column * self.width, top + row * self.height


SHEETS = {
    "70x37": Sheet(_("70 by 37 mm, 24 on a sheet"), 3, 8, 70, 37),
    "48x25": Sheet(_("48.5 by 25.4 mm, 40 on a sheet"), 4, 10, 48.5, 25.4),
    "105x48": Sheet(_("105 by 48 mm, 12 on a sheet"), 2, 6, 105, 48),
}
OLDEST = date(1900, 1, 1)
SOON = timedelta(days=30)
FARTHEST = timedelta(days=50 * 366)


def needs_maintainer(current: str, wanted: str) -> bool:
    """Whether only those who look after the tools may make this change of status."""
    return ToolStatus.IN_MAINTENANCE in {current, wanted}


def next_states(current: str, *, is_maintainer: bool) -> list[ToolStatus]:
    """Where a person may move the tool to, in the order of the states."""
    return [
        status
        for status in ToolStatus
        if can_change_status(current, status)
        and (is_maintainer or not needs_maintainer(current, status))
    ]


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


def maintenance_state(due: date | None, *, today: date) -> MaintenanceState | None:
    """How urgent the maintenance is; None when none is planned."""
    if due is None:
        return None
    if due < today:
        return MaintenanceState.OVERDUE
    return MaintenanceState.SOON if due <= today + SOON else MaintenanceState.LATER


def sheet_pages(labels: list[T], sheet: Sheet) -> list[list[tuple[float, float, T]]]:
    """The labels by sheets of paper, each with its distance from the left and the top."""
    pages = [labels[start : start + sheet.count] for start in range(0, len(labels), sheet.count)]
    return [[(*sheet.place(number), each) for number, each in enumerate(page)] for page in pages]
