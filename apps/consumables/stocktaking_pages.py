"""Pages of the stocktakings: list, start, the count itself with its sheet, and the confirmation."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.consumables import counting_desk
from apps.consumables.enums import Finding, StocktakingState
from apps.consumables.filters import SheetFilter
from apps.consumables.models import CountedItem, Stocktaking
from apps.consumables.services.stocktaking import (
    Count,
    book_stocktaking,
    cancel_stocktaking,
    start_stocktaking,
)
from apps.consumables.sheets import (
    differences_of,
    find_scanned,
    item_of,
    items_of,
    people_who_counted,
    stocktaking_by_number,
    summary_of,
    worth_of,
)
from apps.consumables.stocktaking_forms import BookForm, StartForm
from apps.core import clock
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_routes import submit
from apps.core.lists import Column, ListFilter, Listing
from apps.core.registry import registry

MAY_COUNT = permission_required("consumables.view_stocktaking", raise_exception=True)
MAY_BOOK = permission_required("consumables.change_stocktaking", raise_exception=True)
PAGE = "consumables:stocktaking"
MOST_RUNNING = 50
SHOWN_DIFFERENCES = 200
CLOSED_COLUMNS = (
    Column("number", gettext_lazy("Number")),
    Column("scope", gettext_lazy("What was counted")),
    Column("created_at", gettext_lazy("Started"), ("created_at",)),
    Column("closed_by", gettext_lazy("Closed by")),
    Column("state", gettext_lazy("State")),
)
SHEET_COLUMNS = (
    Column("name", gettext_lazy("Name"), ("sort_name",)),
    Column("place", gettext_lazy("Location")),
    Column("expected", gettext_lazy("Expected")),
    Column("counted", gettext_lazy("Counted")),
    Column("counted_by", gettext_lazy("Counted by")),
    Column("finding", gettext_lazy("Finding")),
)


class ClosedFilter(ListFilter):
    class Meta:
        model = Stocktaking
        fields: list[str] = []


@require_safe
@MAY_COUNT
def stocktaking_list(request: HttpRequest) -> HttpResponse:
    """Those that run, then those that are closed."""
    known = Stocktaking.objects.select_related("location", "category", "closed_by", "started_by")
    running = known.filter(state=StocktakingState.COUNTING).order_by("-created_at", "-pk")
    closed = known.filter(state__in=[StocktakingState.BOOKED, StocktakingState.CANCELED])
    listing = Listing(
        request.GET,
        closed,
        columns=CLOSED_COLUMNS,
        filterset=ClosedFilter,
        default_sort="-created_at",
    )
    context = {"listing": listing, "running": list(running[:MOST_RUNNING])}
    return render(request, "consumables/stocktaking/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_BOOK
def start(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, started = submit(
        request,
        lambda: StartForm(data),
        lambda form: start_stocktaking(**form.cleaned_data, actor=request.user, now=clock.now()),
    )
    if started:
        return redirect(PAGE, started.number)
    return render(request, "consumables/stocktaking/start.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_COUNT
def stocktaking(request: HttpRequest, number: str) -> HttpResponse:
    """The scan line with the sheet below it; after the end the protocol."""
    found = stocktaking_by_number(number)
    if request.method == "POST":
        return _counted(request, found)
    desk = {"code": request.GET.get("barcode", ""), "quantity": request.GET.get("quantity", "1")}
    return _page(request, found, desk)


@require_safe
@MAY_COUNT
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The part of the page that shows what others count; asked for again and again."""
    found = stocktaking_by_number(number)
    if not request.headers.get("HX-Request"):
        return redirect(PAGE, number)
    return render(request, "consumables/stocktaking/sheet.html", _sheet_of(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@MAY_BOOK
def book(request: HttpRequest, number: str) -> HttpResponse:
    """What would be booked and what it is worth; then doing it."""
    found = stocktaking_by_number(number)
    data = request.POST if request.method == "POST" else None
    form, booked = submit(
        request,
        lambda: BookForm(data),
        lambda form: book_stocktaking(
            stocktaking_id=found.pk,
            missing_are_zero=form.cleaned_data["missing_are_zero"],
            seen_at=form.cleaned_data["seen"],
            actor=request.user,
            now=clock.now(),
        ),
    )
    if booked is not None:
        text = ngettext("%(count)d difference booked.", "%(count)d differences booked.", booked)
        messages.success(request, text % {"count": booked})
        return redirect(PAGE, number)
    found = stocktaking_by_number(number)
    if found.state != StocktakingState.COUNTING:
        return redirect(PAGE, number)
    return render(request, "consumables/stocktaking/book.html", _summary(found, form))


@require_POST
@MAY_BOOK
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    found = stocktaking_by_number(number)
    try:
        cancel_stocktaking(stocktaking_id=found.pk, actor=request.user, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(PAGE, number)
    messages.success(request, _("Stocktaking %(number)s was given up.") % {"number": number})
    return redirect("consumables:stocktakings")


def _counted(request: HttpRequest, found: Stocktaking) -> HttpResponse:
    """Save what was typed, then go on to the next thing; a refusal leaves everything as it is."""
    posted = request.POST
    barcode, text = posted.get("barcode", ""), posted.get("quantity", "")
    typed = counting_desk.read_quantity(text, barcode=barcode, so_far=posted.get("so_far", "1"))
    if typed.is_one_more:
        return _go_on(found, barcode=barcode, quantity=typed.quantity)
    mode = posted.get("mode", "")
    try:
        answer = counting_desk.count_once(
            found,
            barcode,
            Count(typed.quantity, mode if mode in ("add", "replace") else "refuse"),
            operation_id=_operation_id(posted.get("operation_id", "")),
            actor=request.user,
            now=clock.now(),
        )
    except DomainError as refusal:
        text = typed.quantity if refusal.code == ErrorCode.ALREADY_COUNTED else text
        return _refused(request, found, barcode, text, refusal.code, _all_of(refusal))
    if answer.status != 200:  # the refusal that this operation got before
        code, message = answer.body["code"], answer.body["message"]
        return _refused(request, found, barcode, typed.quantity, code, message)
    messages.success(request, answer.body["message"])
    return _go_on(found, **({"barcode": typed.next_code} if typed.next_code else {}))


def _refused(
    request: HttpRequest, found: Stocktaking, barcode: str, text: str, code: str, message: str
) -> HttpResponse:
    is_asking = code == ErrorCode.ALREADY_COUNTED
    desk = {"code": barcode, "quantity": text, "refusal": message, "is_asking": is_asking}
    return _page(request, found, desk)


def _operation_id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _all_of(refusal: DomainError) -> str:
    """The refusal as one text, with what it says to single fields."""
    fields = (refusal.data or {}).get("fields")
    return " ".join(text for texts in fields.values() for text in texts) if fields else str(refusal)


def _go_on(found: Stocktaking, **selected: str) -> HttpResponse:
    response = redirect(PAGE, found.number)
    if selected:
        response["Location"] += f"?{urlencode(selected)}"
    return response


def _page(request: HttpRequest, found: Stocktaking, desk: dict[str, Any]) -> HttpResponse:
    item = None
    if desk["code"] and found.state == StocktakingState.COUNTING:
        try:
            item = item_of(found, find_scanned(found, desk["code"]))
        except DomainError as refusal:
            desk["refusal"] = str(refusal)
    context = {
        **_sheet_of(request, found),
        "desk": desk,
        "item": item,
        "is_divisible": item is not None and counting_desk.is_divisible(item),
        "operation_id": uuid4(),
        "is_part": "HX-Request" in request.headers,
        "kind": registry.countables[found.kind].label,
    }
    if found.state != StocktakingState.COUNTING:
        differences = differences_of(found)
        context |= {"worth": worth_of(differences), "people": people_who_counted(found)}
    return render(request, "consumables/stocktaking/stocktaking.html", context)


def _sheet_of(request: HttpRequest, found: Stocktaking) -> dict[str, Any]:
    summary = summary_of(found)
    lines: QuerySet[CountedItem] = items_of(found).prefetch_related("counted_by")
    listing = Listing(
        request.GET, lines, columns=SHEET_COLUMNS, filterset=SheetFilter, default_sort="name"
    )
    shown = request.GET.get("finding", "")
    findings = [
        {"value": finding.value, "label": finding.label, "count": count}
        for finding, count in summary.counts.items()
    ]
    return {
        "stocktaking": found,
        "summary": summary,
        "listing": listing,
        "findings": findings,
        "shown": shown if shown in Finding.values else "",
    }


def _summary(found: Stocktaking, form: BookForm) -> dict[str, Any]:
    differences = differences_of(found)
    return {
        "stocktaking": found,
        "form": form,
        "summary": summary_of(found),
        "worth": worth_of(differences),
        "differences": differences[:SHOWN_DIFFERENCES],
        "more": max(0, len(differences) - SHOWN_DIFFERENCES),
        "seen": found.updated_at.isoformat(),
        "tools": found.kind != "consumable",
    }
