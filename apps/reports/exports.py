"""Reports as files: CSV and XLSX as every list (long ones in the background), PDF to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from apps.core.charts import bar_chart
from apps.core.exports.sheets import SheetColumn
from apps.core.pdf import render_pdf
from apps.core.registry import Export, Report
from apps.core.reporting import ReportColumn, Row, Rows
from apps.reports.listing import ReportListing
from apps.reports.queries import form_of

PRINTED = 500  # rows of a PDF; a file for Excel has all
PREFIX = "reports."


@dataclass(frozen=True)
class ExportedRows:
    """The rows in the order of the page, as exports read them."""

    rows: Rows
    sort: str

    def count(self) -> int:
        return self.rows.count()

    def iterator(self, chunk_size: int) -> Iterator[Row]:
        return self.rows.all(self.sort)


def export_of(report: Report) -> Export:
    """The report as something that can be exported."""

    def rows(params: QueryDict, user: Any, now: datetime) -> ExportedRows:
        form = form_of(report, params, now)
        form.full_clean()
        answer = report.run(form.cleaned_data, user, now)
        return ExportedRows(answer.rows, ReportListing(params, report, answer, form).sort)

    columns = [_sheet_column(column) for column in report.columns]
    return Export(
        f"{PREFIX}{report.code}", report.title, report.permission, lambda user: columns, rows
    )


def report_pdf(report: Report, form: Any, listing: ReportListing, user: Any) -> bytes:
    """One document: filters, figures, chart and the first rows."""
    part = listing.answer.rows.part(listing.sort, 0, PRINTED)
    chart = listing.answer.chart(part.totals)
    listing.part = part
    listing.page_size = PRINTED
    context = {
        "report": report,
        "filters": form.in_words,
        "figures": listing.answer.figures(part.totals),
        "chart": chart,
        "drawing": bar_chart(chart.values) if chart else None,
        "listing": listing,
        "more": max(0, part.count - PRINTED),
        "user": user,
    }
    return render_pdf("reports/report_pdf.html", context)


def _sheet_column(column: ReportColumn) -> SheetColumn:
    width = 14 if column.kind.is_number else 26
    return SheetColumn(column.label, lambda row: column.kind.rounded(row.get(column.key)), width)
