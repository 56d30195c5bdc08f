"""What apps offer to the reports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Report:
    """A question about the house that figures answer.

    ``form`` is the class of its filters; ``run(values, user, now)`` returns the answer to the cleaned ones.
    """

    code: str
    title: Any
    description: Any
    permission: str
    form: type
    run: Callable[[dict[str, Any], Any, datetime], Any]
    feature: str = ""


@dataclass
class ReportHooks:
    """The part of the registry for them."""

    reports: dict[str, Report] = field(default_factory=dict)

    def add_report(self, report: Report) -> None:
        self.reports[report.code] = report
