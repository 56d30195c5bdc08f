"""The API of the consumables: what they are, and what the desk books.

Bookings happen once per operation id and answer with what was stored (apps.core.operations).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.consumables.filters import listing_of
from apps.consumables.forms import add_from, change_from
from apps.consumables.models import Consumable
from apps.consumables.queries import consumable_by_barcode, consumable_id_by_barcode
from apps.consumables.services import stock
from apps.consumables.services.consumables import delete_consumable
from apps.consumables.wire import (
    RECEIVE,
    WITHDRAW,
    ConsumableRowSerializer,
    ConsumableSerializer,
    answer_with,
    represent_consumable,
)
from apps.core import clock
from apps.core.api import ListView, Operation, respond
from apps.core.http import UnreadableBody, envelope
from apps.core.lists import Listing
from apps.core.operations import Answer, run_once
from apps.media.queries import show_on_rows
from apps.workers.queries import worker_id_by_barcode


class MovementInput(Operation):
    consumable_barcode = serializers.CharField(max_length=500)
    quantity = serializers.CharField(max_length=20)
    worker_barcode = serializers.CharField(required=False, allow_blank=True, max_length=500)
    ticket_number = serializers.CharField(required=False, allow_blank=True, max_length=20)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)


class ConsumableListView(ListView):
    """All consumables that are not deleted; POST adds one."""

    required_permissions = {
        "GET": "consumables.view_consumable",
        "POST": "consumables.add_consumable",
    }
    serializer_class = ConsumableRowSerializer

    def get_listing(self, request: Request) -> Listing:
        return listing_of(request.query_params, strict=True)

    def represent(self, rows: list[Any], request: Request) -> Any:
        if rows:
            show_on_rows(rows, clock.now())
        return super().represent(rows, request)

    def post(self, request: Request) -> Response:
        consumable = add_from(_body(request), actor=request.user, now=clock.now())
        message = _("%(consumable)s %(barcode)s added.") % _names(consumable)
        return Response(envelope(represent_consumable(consumable), message), status=201)


class ConsumableDetailView(APIView):
    """One consumable. PUT and PATCH both change what they name and leave the rest."""

    required_permissions = {
        "GET": "consumables.view_consumable",
        "PUT": "consumables.change_consumable",
        "PATCH": "consumables.change_consumable",
        "DELETE": "consumables.delete_consumable",
    }
    serializer_class = ConsumableSerializer

    def get(self, request: Request, barcode: str) -> Response:
        return Response(envelope(represent_consumable(consumable_by_barcode(barcode))))

    def put(self, request: Request, barcode: str) -> Response:
        consumable_id = consumable_id_by_barcode(barcode)
        saved = change_from(consumable_id, _body(request), actor=request.user, now=clock.now())
        message = _("%(consumable)s %(barcode)s saved.") % _names(saved)
        return Response(envelope(represent_consumable(saved), message))

    def patch(self, request: Request, barcode: str) -> Response:
        return self.put(request, barcode)

    def delete(self, request: Request, barcode: str) -> Response:
        consumable_id = consumable_id_by_barcode(barcode)
        delete_consumable(consumable_id, actor=request.user, now=clock.now())
        return Response(envelope(None, _("The consumable is in the trash now.")))


class WithdrawView(APIView):
    """Take something out of stock, for a person or a ticket."""

    required_permissions = {"POST": "consumables.book_stock"}
    kind, service = WITHDRAW, staticmethod(stock.withdraw)

    def post(self, request: Request) -> Response:
        data = MovementInput(data=request.data)
        data.is_valid(raise_exception=True)
        values, now = data.validated_data, clock.now()

        def perform() -> Answer:
            movement = self.service(
                consumable_id=consumable_id_by_barcode(values["consumable_barcode"]),
                quantity=values["quantity"],
                actor=request.user,
                now=now,
                purpose=_purpose(values),
            )
            return answer_with(movement)

        return respond(book_once(perform, self.kind, data, request.user, now))


class ReceiveView(WithdrawView):
    """Put goods that arrived into stock."""

    kind, service = RECEIVE, staticmethod(stock.receive)


def book_once(
    perform: Callable[[], Answer], kind: str, data: Operation, actor: Any, now: datetime
) -> Answer:
    """Book under the operation's id, or answer as the first time."""
    content = {name: value for name, value in data.validated_data.items() if name != "operation_id"}
    return run_once(
        perform,
        operation_id=data.validated_operation_id(),
        kind=kind,
        content=content,
        actor=actor,
        now=now,
    )


def _purpose(values: dict[str, Any]) -> stock.Purpose:
    barcode = values.get("worker_barcode")
    return stock.Purpose(
        worker_id=worker_id_by_barcode(barcode) if barcode else None,
        ticket_number=values.get("ticket_number", ""),
        reason=values.get("reason", ""),
    )


def _body(request: Request) -> dict[str, Any]:
    body = request.data
    if not isinstance(body, dict):
        raise UnreadableBody
    return dict(body.items())


def _names(consumable: Consumable) -> dict[str, str]:
    return {"consumable": consumable.name, "barcode": consumable.barcode}


urlpatterns = [
    path("consumables", ConsumableListView.as_view(), name="consumables"),
    path("stock/withdraw", WithdrawView.as_view(), name="stock-withdraw"),
    path("stock/receive", ReceiveView.as_view(), name="stock-receive"),
    path("consumables/<barcode:barcode>", ConsumableDetailView.as_view(), name="consumable"),
]
