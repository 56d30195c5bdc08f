"""Labels to stick on tools: barcode, name and the house, on sheets that shops sell."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core.errors import InvalidInput
from apps.core.lists import Listing
from apps.core.pdf import pdf_response, render_pdf
from apps.core.symbols import code_128, qr_code
from apps.tools.filters import COLUMNS, tool_filter
from apps.tools.models import Tool
from apps.tools.rules import SHEETS, sheet_pages

MOST_LABELS = 500


class LabelForm(forms.Form):
    """The sheet that lies in the printer."""

    sheet = forms.ChoiceField(
        label=_("Sheet"), choices=[(key, sheet.label) for key, sheet in SHEETS.items()]
    )
    code = forms.ChoiceField(
        label=_("Code"), choices=[("qr", _("QR code")), ("bars", _("Bars (Code 128)"))]
    )
    skip = forms.IntegerField(
        label=_("Labels already used"),
        min_value=0,
        max_value=100,
        help_text=_("So many places at the top of the first sheet stay empty."),
    )


@require_safe
@not_teilnehmer_required
def choose_labels(request: HttpRequest) -> HttpResponse:
    """Which sheet; the tools are those of ``?barcode=`` (repeatable), or of the list with its filters."""
    tools = _chosen(request.GET)
    context = {
        "form": LabelForm(initial={"skip": 0}),
        "count": len(tools),
        "names": tools[:5],
        "more": len(tools) - 5,
        "chosen": [(k, v) for k in request.GET for v in request.GET.getlist(k)],
    }
    return render(request, "tools/labels.html", context)


@require_safe
@not_teilnehmer_required
def label_sheet(request: HttpRequest) -> HttpResponse:
    form = LabelForm(request.GET)
    if not form.is_valid():
        raise InvalidInput({name: list(texts) for name, texts in form.errors.items()})
    sheet = SHEETS[form.cleaned_data["sheet"]]
    draw: Any = qr_code if form.cleaned_data["code"] == "qr" else code_128
    labels: list[dict[str, Any] | None] = [None] * min(form.cleaned_data["skip"], sheet.count - 1)
    labels += [{"tool": tool, "code": draw(tool.barcode)} for tool in _chosen(request.GET)]
    context = {
        "pages": sheet_pages(labels, sheet),
        "sheet": sheet,
        "is_qr": form.cleaned_data["code"] == "qr",
    }
    return pdf_response(render_pdf("pdf/tool_labels.html", context), str(_("labels")) + ".pdf")


def _chosen(params: QueryDict) -> list[Tool]:
    """The tools asked for, at most 500."""
    tools = Tool.objects.alive()
    if barcodes := params.getlist("barcode"):
        return list(tools.filter(barcode__in=barcodes[:MOST_LABELS]).order_by("sort_name", "pk"))
    listing = Listing(params, tools, columns=COLUMNS, filterset=tool_filter(), default_sort="name")
    return list(listing.rows[:MOST_LABELS])
