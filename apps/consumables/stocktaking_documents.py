"""Papers of a stocktaking: the sheet to count on, and the differences with their value."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.consumables.sheets import (
    differences_of,
    items_of,
    people_who_counted,
    stocktaking_by_number,
    summary_of,
    worth_of,
)
from apps.consumables.stocktaking_pages import MAY_COUNT
from apps.core.exports.sheets import SheetColumn, SheetFormat, csv_chunks
from apps.core.pdf import pdf_response, render_pdf
from apps.core.registry import registry
from apps.core.symbols import code_128

MOST_LINES = 2000  # on paper; WeasyPrint takes about 20 ms for each
COLUMNS = (
    SheetColumn(_("Barcode"), lambda item: item.barcode),
    SheetColumn(_("Name"), lambda item: item.name, 40),
    SheetColumn(_("Location"), lambda item: item.place),
    SheetColumn(_("Unit"), lambda item: item.unit),
    SheetColumn(_("Finding"), lambda item: str(item.state.label)),
    SheetColumn(_("Expected"), lambda item: item.expected.normalize()),
    SheetColumn(_("Counted"), lambda item: item.counted.normalize()),
    SheetColumn(_("Difference"), lambda item: item.difference.normalize()),
    SheetColumn(_("Cost per unit"), lambda item: item.unit_cost),
    SheetColumn(_("Value"), lambda item: item.value),
    SheetColumn(_("Counted by"), lambda item: str(item.counted_by or "")),
    SheetColumn(_("Counted at"), lambda item: item.counted_at),
)


@require_safe
@MAY_COUNT
def count_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet to count on paper, place by place; ``?blind=1`` leaves out what should be there."""
    stocktaking = stocktaking_by_number(number)
    items = list(items_of(stocktaking).order_by("place", "sort_name", "pk")[: MOST_LINES + 1])
    context: dict[str, Any] = {
        "stocktaking": stocktaking,
        "kind": registry.countables[stocktaking.kind].label,
        "lines": [{"item": item, "code": code_128(item.barcode)} for item in items[:MOST_LINES]],
        "is_cut": len(items) > MOST_LINES,
        "is_blind": request.GET.get("blind") == "1",
    }
    content = render_pdf("consumables/stocktaking/count_sheet_pdf.html", context)
    return pdf_response(content, f"{number}.pdf")


@require_safe
@MAY_COUNT
def differences_pdf(request: HttpRequest, number: str) -> HttpResponse:
    stocktaking = stocktaking_by_number(number)
    differences = differences_of(stocktaking)
    context = {
        "stocktaking": stocktaking,
        "kind": registry.countables[stocktaking.kind].label,
        "summary": summary_of(stocktaking),
        "worth": worth_of(differences),
        "differences": differences[:MOST_LINES],
        "is_cut": len(differences) > MOST_LINES,
        "people": people_who_counted(stocktaking),
    }
    content = render_pdf("consumables/stocktaking/differences_pdf.html", context)
    return pdf_response(content, f"{number}-{_('differences')}.pdf")


@require_safe
@MAY_COUNT
def differences_csv(request: HttpRequest, number: str) -> StreamingHttpResponse:
    differences = differences_of(stocktaking_by_number(number))
    name = f"{number}-{_('differences')}.csv"
    response = StreamingHttpResponse(
        csv_chunks(COLUMNS, differences), content_type=SheetFormat.CSV.media_type
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
