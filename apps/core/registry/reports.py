"""What apps offer to the reports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Report:
    """A question about the house that figures answer.

    ``form`` is the class of its filters (an ``apps.core.reporting.ReportForm``); ``run(values, user, now)`` returns
    the ``Answer`` to the cleaned ones; ``columns`` are its table's, sorted by ``sort`` at first; ``notes`` say what one
    must know to read it right; who lacks the ``permission`` for its data does not see it; ``group`` is the heading in
    the list of reports.
    """

    code: str
    title: Any
    description: Any
    permission: str
    form: type
    run: Callable[[dict[str, Any], Any, datetime], Any]
    columns: tuple[Any, ...]
    sort: str
    notes: tuple[Any, ...] = ()
    group: Any = ""
    icon: str = "chart-column"
    feature: str = ""


@dataclass
class ReportHooks:
    """The part of the registry for them."""

    reports: dict[str, Report] = field(default_factory=dict)

    def add_report(self, report: Report) -> None:
        self.reports[report.code] = report
