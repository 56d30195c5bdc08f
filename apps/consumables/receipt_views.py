"""Pages on which deliveries are booked: one order line by line, or whatever is scanned."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.consumables.enums import AWAITED
from apps.consumables.models import Consumable, PurchaseOrder, StockMovement
from apps.consumables.order_forms import as_decimal, quantities_of
from apps.consumables.order_queries import (
    NothingOrdered,
    awaited_orders,
    complete_orders,
    lines_of,
    oldest_open_line,
    order_by_number,
)
from apps.consumables.order_wire import represent_order
from apps.consumables.queries import consumable_id_by_barcode, describe_consumable
from apps.consumables.receipt_texts import texts
from apps.consumables.rules import as_number
from apps.consumables.services import orders, stock
from apps.consumables.wire import RECEIVE, RECEIVE_ORDER, answer_with
from apps.core import clock
from apps.core.errors import DomainError, InvalidInput
from apps.core.http import input_of, success, wants_json
from apps.core.lists import MAX_QUERY_LENGTH
from apps.core.operations import Answer, run_once
from apps.core.scans import resolve

MOST_SUGGESTED = 8


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def receive_order(request: HttpRequest, number: str) -> HttpResponse:
    """What of an order came, line by line; with or without a scanner."""
    order = order_by_number(number)
    values: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    if request.method == "POST":
        values = input_of(request)
        try:
            answer = _receive_once(request, order, values)
        except DomainError as refusal:
            if wants_json(request):
                raise
            problems = (refusal.data or {}).get("fields", {"order": [str(refusal)]})
        else:
            return _after_receipt(request, order, answer)
    return _show_receipt(request, order, values, problems)


@require_safe
@not_teilnehmer_required
def receive_page(request: HttpRequest) -> HttpResponse:
    """Receipt by scan, and what is expected."""
    awaited = complete_orders(awaited_orders(), clock.today())
    context = {"orders": awaited, "texts": texts()}
    return render(request, "consumables/orders/receive.html", context)


@require_safe
@never_cache
@not_teilnehmer_required
def receive_scan(request: HttpRequest) -> JsonResponse:
    """What was scanned, and the oldest order line that waits for it (None: it comes without an order)."""
    consumable_id = consumable_id_by_barcode(request.GET.get("code", "")[:MAX_QUERY_LENGTH])
    consumable = Consumable.objects.only("pack_size").get(pk=consumable_id)
    line = oldest_open_line(consumable_id)
    waiting = line and {
        "id": str(line.pk),
        "order_number": line.order.number,
        "missing": as_number(line.missing),
    }
    found = describe_consumable(consumable_id, clock.now())
    pack_size = as_number(line.pack_size if line else consumable.pack_size)
    return success({"consumable": found, "pack_size": pack_size, "line": waiting or None})


@require_POST
@not_teilnehmer_required
def book_scanned(request: HttpRequest) -> JsonResponse:
    """Book a scanned delivery, once: for the order line that was shown, or without an order."""
    if not request.user.has_perm("consumables.book_stock"):
        raise PermissionDenied
    values, now = input_of(request), clock.now()
    barcode, line_id = str(values.get("consumable_barcode", "")), str(values.get("line_id") or "")
    quantity = as_decimal(values.get("quantity"))
    operation_id = _operation_id(values)

    def perform() -> Answer:
        consumable_id = consumable_id_by_barcode(barcode)
        what = {"quantity": quantity, "actor": request.user, "now": now}
        if line_id:
            line = oldest_open_line(consumable_id)
            if line is None or str(line.pk) != line_id:
                raise NothingOrdered(_("This order has gone on: please scan it again."))
            movement = orders.receive_line(line_id=line.pk, **what)
        else:
            movement = stock.receive(consumable_id=consumable_id, **what)
        return answer_with(movement)

    answer = run_once(
        perform,
        operation_id=operation_id,
        kind=RECEIVE,
        content={"consumable_barcode": barcode, "quantity": quantity, "line_id": line_id},
        actor=request.user,
        now=now,
    )
    return JsonResponse(answer.body, status=answer.status)


@require_safe
@never_cache
@not_teilnehmer_required
def order_search(request: HttpRequest) -> JsonResponse:
    """Suggestions of consumables by name or barcode."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:MAX_QUERY_LENGTH]
    alive = Consumable.objects.alive().select_related("supplier")
    scanned = resolve(query, kind=Consumable.barcode_kind)
    found = list(alive.filter(pk=scanned.object_id)) if scanned else []
    by_name = alive.search(query).order_by("sort_name", "pk")[:MOST_SUGGESTED]
    found += [consumable for consumable in by_name if consumable not in found]
    rows = [
        {
            "barcode": consumable.barcode,
            "name": consumable.name,
            "detail": f"{consumable.stock_in_words} · {consumable.supplier or _('no supplier')}",
            "refusal": "",
        }
        for consumable in found[:MOST_SUGGESTED]
    ]
    return success({"results": rows})


def _receive_once(request: HttpRequest, order: PurchaseOrder, values: dict[str, Any]) -> Answer:
    """Book all lines of the form in one operation."""
    if not request.user.has_perm("consumables.book_stock"):
        raise PermissionDenied
    quantities, now = quantities_of(values), clock.now()

    def perform() -> Answer:
        movements = orders.receive_lines(
            order_id=order.pk, quantities=quantities, actor=request.user, now=now
        )
        current = order_by_number(order.number)
        return Answer.success(
            represent_order(current, lines_of(current)),
            _booked(order, movements),
            object_id=order.pk,
        )

    return run_once(
        perform,
        operation_id=_operation_id(values),
        kind=RECEIVE_ORDER,
        content={"order": order.number, **quantities},
        actor=request.user,
        now=now,
    )


def _booked(order: PurchaseOrder, movements: list[StockMovement]) -> str:
    text = ngettext(
        "%(count)d line of %(number)s is in stock.",
        "%(count)d lines of %(number)s are in stock.",
        len(movements),
    ) % {"count": len(movements), "number": order.number}
    ordered = {line.pk: line for line in lines_of(order)}
    extra = [
        movement.consumable_name
        for movement in movements
        if (line := ordered[movement.order_line_id]).received_quantity > line.quantity
    ]
    if not extra:
        return text
    more = _("More than ordered: %(names)s.") % {"names": ", ".join(extra)}
    return f"{text} {more}"


def _after_receipt(request: HttpRequest, order: PurchaseOrder, answer: Answer) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(answer.body, status=answer.status)
    if answer.status >= 400:
        messages.error(request, answer.body["message"])
    else:
        messages.success(request, answer.body["message"])
    if request.user.has_perm("consumables.view_purchaseorder"):
        return redirect("consumables:order", order.number)
    return redirect("consumables:receive")


def _show_receipt(
    request: HttpRequest,
    order: PurchaseOrder,
    typed: dict[str, Any],
    problems: dict[str, list[str]],
) -> HttpResponse:
    lines = lines_of(order)
    for line in lines:
        line.typed = typed.get(f"quantity_{line.pk}", "")
        line.problem = " ".join(problems.get(f"quantity_{line.pk}", []))
    known = {f"quantity_{line.pk}" for line in lines}
    context = {
        "order": order,
        "lines": lines,
        "is_awaited": order.state in AWAITED,
        "problems": [" ".join(texts) for name, texts in problems.items() if name not in known],
        "operation_id": str(uuid4()),
        "texts": texts(),
    }
    status = 400 if problems else 200
    return render(request, "consumables/orders/receive_order.html", context, status=status)


def _operation_id(values: dict[str, Any]) -> str | None:
    """
    :raises InvalidInput: it is no UUID.
    """
    given = values.get("operation_id")
    if not given:
        return None
    try:
        return str(forms.UUIDField().clean(str(given)))
    except forms.ValidationError as error:
        raise InvalidInput({"operation_id": error.messages}) from error
