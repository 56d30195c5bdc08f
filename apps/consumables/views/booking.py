"""Booking stock by hand: take out, goods receipt, correction; for programs the same addresses take JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import not_teilnehmer_required
from apps.consumables.forms import AdjustForm, BookingForm, ReceiveForm, WithdrawForm
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.queries import consumable_by_barcode
from apps.consumables.services import stock
from apps.consumables.views.steps import by
from apps.consumables.wire import ADJUST, RECEIVE, WITHDRAW, answer_with
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_fields import as_sent
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import input_of, wants_json
from apps.core.operations import Answer, run_once
from apps.masterdata.models import Location
from apps.workers.queries import worker_id_by_barcode

FORM = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Booking:
    """One way to change a stock: its form, its service, and what its page says."""

    kind: str
    form: type[BookingForm]
    run: Callable[..., StockMovement]
    title: Any
    submit: Any
    status: int = 201


def _withdraw(consumable: Consumable, values: dict[str, Any], **who: Any) -> StockMovement:
    place = Location.objects.filter(name=values["location"]).first() if values["location"] else None
    purpose = stock.Purpose(
        worker_id=_worker_id(values),
        location_id=place.pk if place else None,
        ticket_number=values["ticket_number"],
        reason=values["reason"],
    )
    quantity = values["quantity"]
    return stock.withdraw(consumable_id=consumable.pk, quantity=quantity, purpose=purpose, **who)


def _receive(consumable: Consumable, values: dict[str, Any], **who: Any) -> StockMovement:
    purpose, quantity = stock.Purpose(reason=values["reason"]), values["quantity"]
    return stock.receive(consumable_id=consumable.pk, quantity=quantity, purpose=purpose, **who)


def _adjust(consumable: Consumable, values: dict[str, Any], **who: Any) -> StockMovement:
    return stock.adjust_stock(
        consumable_id=consumable.pk,
        quantity=values["quantity"],
        reason=values["reason"],
        worker_id=_worker_id(values),
        **who,
    )


def _worker_id(values: dict[str, Any]) -> Any:
    code = values["worker_barcode"]
    return worker_id_by_barcode(code) if code else None


WITHDRAWAL = Booking(
    WITHDRAW,
    WithdrawForm,
    _withdraw,
    _("Take out"),
    _("Take out"),
)
RECEIPT = Booking(
    RECEIVE,
    ReceiveForm,
    _receive,
    _("Goods receipt"),
    _("Book goods receipt"),
)
CORRECTION = Booking(
    ADJUST,
    AdjustForm,
    _adjust,
    _("Correct the stock"),
    _("Book correction"),
    status=200,
)


@FORM
@not_teilnehmer_required
def withdraw(request: HttpRequest, barcode: str) -> HttpResponse:
    return _page(request, consumable_by_barcode(barcode), WITHDRAWAL)


@FORM
@not_teilnehmer_required
def receive(request: HttpRequest, barcode: str) -> HttpResponse:
    return _page(request, consumable_by_barcode(barcode), RECEIPT)


@FORM
@not_teilnehmer_required
def adjust_stock(request: HttpRequest, barcode: str) -> HttpResponse:
    return _page(request, consumable_by_barcode(barcode), CORRECTION)


def _page(request: HttpRequest, consumable: Consumable, booking: Booking) -> HttpResponse:
    form = booking.form()
    if request.method == "POST" and wants_json(request):
        form = booking.form(_sent(request, form))
        refuse_errors(form)
        answer = _book(request, consumable, booking, form)
        return JsonResponse(answer.body, status=answer.status)
    if request.method == "POST":
        form = booking.form(request.POST)
        if form.is_valid() and (message := _booked(request, consumable, booking, form)):
            messages.success(request, message)
            return redirect("consumables:detail", consumable.barcode)
    context = {"form": form, "consumable": consumable, "booking": booking}
    return render(request, "consumables/booking.html", context)


def _sent(request: HttpRequest, form: BookingForm) -> Any:
    """What a program sent; without an id of its own the operation has none."""
    return as_sent(form, {"operation_id": "", **input_of(request)})


def _booked(
    request: HttpRequest, consumable: Consumable, booking: Booking, form: BookingForm
) -> str:
    """What was booked, in words; empty when it was refused, which then stands at the form."""
    try:
        answer = _book(request, consumable, booking, form)
    except DomainError as refusal:
        if refusal.code == ErrorCode.VALIDATION_ERROR:
            show_refusal(form, refusal)
        else:
            form.refuse(str(refusal))
        return ""
    if answer.status >= 400:
        form.refuse(answer.body["message"])
        return ""
    return str(answer.body["message"])


def _book(
    request: HttpRequest, consumable: Consumable, booking: Booking, form: BookingForm
) -> Answer:
    who = by(request)

    def perform() -> Answer:
        movement = booking.run(consumable, form.content, **who)
        return answer_with(movement, status=booking.status)

    return run_once(
        perform,
        operation_id=form.operation,
        kind=booking.kind,
        content={"consumable": str(consumable.pk), **form.content},
        **who,
    )
