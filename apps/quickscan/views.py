"""The desk: one page, and the question "what is this code?". It books through the APIs of lending and stock.

Beside it stand the sheet by which a scanner is set up, and the page that tests one.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core import clock
from apps.core.barcodes import is_barcode
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.http import failure, success
from apps.core.menu import back_office_url
from apps.core.pdf import pdf_response, render_pdf
from apps.core.registry import registry
from apps.core.scans import resolve
from apps.lending.queries import default_due_date
from apps.lending.rules import LONGEST_LENDING
from apps.quickscan.samples import SAMPLES
from apps.quickscan.scanner_texts import scanner_texts
from apps.quickscan.texts import desk_texts
from apps.sitesettings.queries import current

MAX_SCAN_LENGTH = 500


class BarcodeUnknown(DomainError):
    """Nothing that is not deleted carries the code."""

    code = ErrorCode.BARCODE_UNKNOWN
    status = 404


@require_safe
@not_teilnehmer_required
def desk(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {
        "default_due_date": clock.local_date(default_due_date(now)),
        "last_due_date": clock.local_date(now + LONGEST_LENDING) - timedelta(days=1),
        "lending_days": current().lending_days,
        "texts": desk_texts(),
    }
    return render(request, "quickscan/desk.html", context)


@require_safe
@not_teilnehmer_required
def scan(request: HttpRequest) -> JsonResponse:
    """What carries the code: a tool with its holder, a person with what is out, or why it is neither."""
    try:
        return success(_read(request, request.GET.get("code", "").strip()))
    except DomainError as refusal:
        return failure(refusal)


@require_safe
@not_teilnehmer_required
def scanner_sheet(request: HttpRequest) -> HttpResponse:
    return render(request, "quickscan/scanner_sheet.html", {"samples": SAMPLES})


@require_safe
@not_teilnehmer_required
def scanner_sheet_pdf(_request: HttpRequest) -> HttpResponse:
    content = render_pdf("quickscan/scanner_sheet_pdf.html", {"samples": SAMPLES})
    return pdf_response(content, "scanner.pdf")


@require_safe
@not_teilnehmer_required
def scanner_test(request: HttpRequest) -> HttpResponse:
    """The page diagnoses in its script what a scanner types; nothing of it is sent."""
    samples = [
        {"name": sample.name, "text": sample.text, "isRequired": sample.is_required}
        for sample in SAMPLES
    ]
    context = {"samples": SAMPLES, "data": {"samples": samples}, "texts": scanner_texts()}
    return render(request, "quickscan/scanner_test.html", context)


def _read(request: HttpRequest, code: str) -> dict[str, Any]:
    if not code:
        raise _invalid(_("Please scan or type a code."))
    if len(code) > MAX_SCAN_LENGTH:
        raise _invalid(_("That is too long to be a barcode."))
    scanned = resolve(code)
    described = scanned and _describe(scanned.kind, scanned.object_id)
    if not described:
        raise _unknown(request, code)
    return described


def _invalid(sentence: str) -> InvalidInput:
    return InvalidInput({"code": [sentence]}, message=sentence)


def _describe(kind: str, object_id: Any) -> dict[str, Any] | None:
    now = clock.now()
    described = registry.barcode_kinds[kind].describe(object_id, now)
    extra = registry.scan_extras.get(kind)
    return described and {**described, **(extra(object_id, now) if extra else {})}


def _unknown(request: HttpRequest, code: str) -> BarcodeUnknown:
    read = "".join(char for char in code if char.isprintable())[:50]
    data: dict[str, Any] = {"code": read, "create_url": None, "create_consumable_url": None}
    if not is_barcode(code):
        message = gettext_lazy("“%(code)s” is no barcode. Please scan again or type the number.")
        return BarcodeUnknown(message % {"code": read}, data=data)
    if add_url := back_office_url(request, "tools_tool_add"):
        data["create_url"] = f"{add_url}?barcode={code}"
    if add_url := _add_consumable_url(request):
        data["create_consumable_url"] = f"{add_url}?barcode={code}"
    message = gettext_lazy("The barcode “%(code)s” is not in use.")
    return BarcodeUnknown(message % {"code": read}, data=data)


def _add_consumable_url(request: HttpRequest) -> str | None:
    user: Any = request.user
    return reverse("consumables:add") if user.has_perm("consumables.add_consumable") else None
