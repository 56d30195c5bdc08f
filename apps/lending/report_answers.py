"""What the reports about lendings answer: rows, figures and charts, out of the statistics."""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.charts import Value
from apps.core.reporting import (
    Answer,
    ByBarcode,
    Chart,
    Figure,
    Kind,
    ListedRows,
    OneOf,
    PeriodForm,
    Row,
    over_time,
)
from apps.lending import report_rows, statistics
from apps.lending.statistics import Scope
from apps.masterdata.models import Category, Department
from apps.tools.models import Tool
from apps.workers.models import Worker


class LendingsForm(PeriodForm):
    """A period, and whose or which lendings."""

    department = OneOf(Department, gettext_lazy("Department"))
    category = OneOf(Category, gettext_lazy("Category"))
    tool_barcode = ByBarcode("tool", gettext_lazy("Tool barcode"))
    worker_barcode = ByBarcode("worker", gettext_lazy("Worker barcode"))


class UtilizationForm(PeriodForm):
    """A period, and which tools."""

    category = OneOf(Category, gettext_lazy("Category"))
    tool_barcode = ByBarcode("tool", gettext_lazy("Tool barcode"))


def by_tool(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = scope_of(values)
    return Answer(
        rows=statistics.lent_by_tool(scope, report_rows.with_tools),
        figures=lambda totals: [
            Figure(_("Lendings"), totals.get("lendings", 0)),
            Figure(_("Tools that were lent"), totals["count"]),
        ],
        chart=lambda totals: _lendings_chart(scope),
    )


def by_worker(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = scope_of(values)
    rows = report_rows.with_people(list(statistics.lent_by_person(scope, now)))
    return Answer(
        rows=ListedRows(rows, {**_sums(rows), "people": len(rows)}),
        figures=_figures_of_people,
        chart=lambda totals: _lendings_chart(scope),
    )


def by_department(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = scope_of(values)
    people = report_rows.with_people(list(statistics.lent_by_person(scope, now)))
    rows = report_rows.merged_by_department(people)
    return Answer(
        rows=ListedRows(rows, _sums(rows, "people")),
        figures=_figures_of_people,
        chart=lambda totals: _lendings_chart(scope),
    )


def by_period(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = scope_of(values)
    unit = scope.period.unit
    lent = dict.fromkeys(scope.period.pieces(), 0)
    for day, count in statistics.lent_over_time(scope).items():
        lent[unit.first_of(day)] += count
    total = sum(lent.values())
    rows = [
        {"period": unit.label(first), "lendings": count, "share": 100 * count / (total or 1)}
        for first, count in lent.items()
    ]
    return Answer(
        rows=ListedRows(rows, {"lendings": total}),
        figures=lambda totals: [
            Figure(_("Lendings"), total),
            Figure(_("Most at once"), max(lent.values())),
            Figure(_("Mean"), total / len(lent), Kind.TENTH),
        ],
        chart=lambda totals: Chart(_("Lendings"), over_time(scope.period, lent)),
    )


def utilization(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = Scope(values["period"], tool=values.get("tool_barcode"))
    return Answer(
        rows=statistics.utilization(scope, values.get("category"), now, report_rows.with_tools),
        figures=lambda totals: [
            Figure(_("Tools"), totals["count"]),
            Figure(_("Mean utilization"), totals.get("mean") or 0, Kind.PERCENT),
            Figure(_("Never lent in the period"), totals.get("upto0", 0)),
        ],
        chart=_shares_chart,
    )


def overdue_history(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    scope = scope_of(values)

    @cache
    def pieces() -> dict[date, tuple[int, int]]:
        return statistics.due_over_time(scope, now)

    def figures(totals: Mapping[str, Any]) -> list[Figure]:
        due = sum(count for count, _late in pieces().values())
        late = totals["count"]
        return [
            Figure(_("Late lendings"), late),
            Figure(_("Share of all that were due"), 100 * late / due if due else 0, Kind.PERCENT),
            Figure(_("Mean delay in days"), totals["days"] / late if late else 0, Kind.TENTH),
            Figure(_("Longest delay in days"), totals.get("longest") or 0),
        ]

    return Answer(
        rows=statistics.late_lendings(scope, now, lambda ids: report_rows.with_lendings(ids, now)),
        figures=figures,
        chart=lambda totals: Chart(
            _("Late lendings by due date"),
            over_time(scope.period, {day: late for day, (_due, late) in pieces().items()}),
        ),
    )


def scope_of(values: dict[str, Any]) -> Scope:
    """Which lendings the filters mean; a department means its people, a category its tools."""
    department, category = values.get("department"), values.get("category")
    return Scope(
        period=values["period"],
        tool=values.get("tool_barcode"),
        worker=values.get("worker_barcode"),
        tools=_keys(Tool, category=category) if category else None,
        workers=_keys(Worker, department=department) if department else None,
    )


def _keys(model: Any, **conditions: Any) -> list[Any]:
    return list(model.objects.filter(**conditions).values_list("pk", flat=True))


def _figures_of_people(totals: Mapping[str, Any]) -> list[Figure]:
    return [
        Figure(_("Lendings"), totals["lendings"]),
        Figure(_("People who borrowed"), totals["people"]),
        Figure(_("Of them late"), totals["late"]),
    ]


def _lendings_chart(scope: Scope) -> Chart:
    return Chart(_("Lendings"), over_time(scope.period, statistics.lent_over_time(scope)))


def _shares_chart(totals: Mapping[str, Any]) -> Chart:
    """How many tools were never out, up to a quarter of the time, and so on."""
    upto = [totals.get(f"upto{share}", 0) for share in statistics.SHARES] + [totals["count"]]
    counts = [upto[0], *(after - before for before, after in itertools.pairwise(upto))]
    labels = [_("never lent"), *(f"{begin}\N{EN DASH}{begin + 25} %" for begin in (0, 25, 50, 75))]
    values = [
        Value(float(count), label, f"{label}: {Kind.COUNT.in_words(count)}")
        for label, count in zip(labels, counts, strict=True)
    ]
    return Chart(_("Tools by utilization"), values)


def _sums(rows: Iterable[Row], *names: str) -> dict[str, int]:
    rows = list(rows)
    return {name: sum(row[name] for row in rows) for name in (*report_rows.COUNTED, *names)}
