"""A report for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from apps.reports.listing import ReportListing


def answer_in_json(listing: ReportListing) -> dict[str, Any]:
    """One page of the table with its totals, the figures and the chart."""
    report, part = listing.report, listing.part
    chart = listing.answer.chart(part.totals)
    return {
        "report": report.code,
        "title": str(report.title),
        "columns": [{"key": each.key, "label": str(each.label)} for each in report.columns],
        "results": [
            {each.key: plain(each.kind.rounded(row.get(each.key))) for each in report.columns}
            for row in part.rows
        ],
        "count": part.count,
        "next": listing.next_url,
        "totals": {
            each.key: plain(each.kind.rounded(part.totals.get(each.key)))
            for each in report.columns
            if each.is_sum
        },
        "figures": [
            {"label": str(each.label), "value": plain(each.kind.rounded(each.value))}
            for each in listing.answer.figures(part.totals)
        ],
        "chart": [{"label": each.label, "value": each.size} for each in chart.values]
        if chart
        else [],
    }


def plain(value: Any) -> Any:
    """What JSON knows: numbers, texts, moments with their offset."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
