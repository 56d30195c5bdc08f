"""The reports about lendings, as they are registered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.registry import Report
from apps.core.reporting import Kind, ReportColumn
from apps.lending import report_answers as answers

PAST_COUNTS = _("Undone lendings do not count. Lendings of tools and people that were deleted do.")
DEPARTMENT_NOW = _("People count for the department to which they belong now.")
WHOLE_TOOLS = _(
    "The share of the period, as far as it has passed, in which the tool was lent. Deleted tools are left out; undone "
    "lendings do not count."
)
WHAT_IS_LATE = _(
    "Lendings that were due in the period and came back late or are still out. Undone lendings do not count."
)
LENDINGS = ReportColumn("lendings", _("Lendings"), Kind.COUNT, is_sum=True)
SHARE = ReportColumn("share", _("Share of all"), Kind.PERCENT)
COUNTS = (
    LENDINGS,
    ReportColumn("late", _("Of them late"), Kind.COUNT, is_sum=True),
    ReportColumn("out", _("Still out"), Kind.COUNT, is_sum=True),
)
LAST = ReportColumn("last", _("Last lent"), Kind.MOMENT)
TOOL = (
    ReportColumn("tool", _("Tool")),
    ReportColumn("barcode", _("Barcode"), is_sortable=False),
    ReportColumn("category", _("Category"), is_sortable=False),
)
PERSON = (
    ReportColumn("worker", _("Worker")),
    ReportColumn("barcode", _("Barcode")),
    ReportColumn("department", _("Department")),
)


def _report(code: str, title: Any, description: Any, run: Any, **options: Any) -> Report:
    options.setdefault("permission", "lending.view_lending")
    options.setdefault("form", answers.LendingsForm)
    options.setdefault("sort", "-lendings")
    return Report(code, title, description, run=run, group=_("Lending"), **options)


REPORTS = (
    _report(
        "lendings-by-tool",
        _("Lendings by tool"),
        _("Which tools are asked for most."),
        answers.by_tool,
        columns=(*TOOL, LENDINGS, LAST),
        notes=(PAST_COUNTS,),
        icon="wrench",
    ),
    _report(
        "lendings-by-worker",
        _("Lendings by person"),
        _("Who borrows how much, and who brings it back late."),
        answers.by_worker,
        columns=(*PERSON, *COUNTS, LAST),
        notes=(PAST_COUNTS, DEPARTMENT_NOW),
        permission="workers.view_worker",
        icon="users",
    ),
    _report(
        "lendings-by-department",
        _("Lendings by department"),
        _("How lendings are distributed over the house."),
        answers.by_department,
        columns=(
            ReportColumn("department", _("Department")),
            ReportColumn("people", _("People who borrowed"), Kind.COUNT, is_sum=True),
            *COUNTS,
            SHARE,
        ),
        notes=(PAST_COUNTS, DEPARTMENT_NOW),
        icon="building-2",
    ),
    _report(
        "lendings-by-period",
        _("Lendings over time"),
        _("How much is lent by day, month, quarter or year."),
        answers.by_period,
        columns=(ReportColumn("period", _("Period"), is_sortable=False), LENDINGS, SHARE),
        sort="",
        notes=(PAST_COUNTS,),
        icon="calendar",
    ),
    _report(
        "utilization",
        _("Utilization of tools"),
        _("How much of the time each tool was lent, and which never are."),
        answers.utilization,
        form=answers.UtilizationForm,
        columns=(
            *TOOL,
            LENDINGS,
            ReportColumn("days", _("Days lent"), Kind.TENTH, is_sum=True),
            ReportColumn("share", _("Utilization"), Kind.PERCENT),
        ),
        sort="-share",
        notes=(WHOLE_TOOLS,),
        icon="clock",
    ),
    _report(
        "overdue",
        _("Overdue history"),
        _("What came back late or is still out, and by how much."),
        answers.overdue_history,
        columns=(
            ReportColumn("tool", _("Tool"), is_sortable=False),
            ReportColumn("worker", _("Worker"), is_sortable=False),
            ReportColumn("due", _("Due"), Kind.DAY),
            ReportColumn("returned", _("Returned"), Kind.MOMENT, is_sortable=False),
            ReportColumn("days", _("Days late"), Kind.COUNT),
        ),
        sort="-due",
        notes=(WHAT_IS_LATE,),
        permission="workers.view_worker",
        icon="clock-alert",
    ),
)
