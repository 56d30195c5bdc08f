"""The API of the consumables: lists, and what the desk books.

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

from apps.consumables.filters import COLUMNS, ConsumableFilter
from apps.consumables.models import Consumable
from apps.consumables.queries import consumable_by_barcode, consumable_id_by_barcode
from apps.consumables.services import stock
from apps.consumables.wire import RECEIVE, WITHDRAW, ConsumableSerializer, answer_with
from apps.core import clock
from apps.core.api import ListView, Operation, respond
from apps.core.http import envelope
from apps.core.lists import Listing
from apps.core.operations import Answer, run_once
from apps.workers.queries import worker_id_by_barcode


class MovementInput(Operation):
    consumable_barcode = serializers.CharField(max_length=500)
    quantity = serializers.CharField(max_length=20)
    worker_barcode = serializers.CharField(required=False, allow_blank=True, max_length=500)
    ticket_number = serializers.CharField(required=False, allow_blank=True, max_length=20)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200)


class AdjustInput(Operation):
    quantity = serializers.CharField(max_length=20)
    reason = serializers.CharField(max_length=200)
    worker_barcode = serializers.CharField(required=False, allow_blank=True, max_length=500)


class ConsumableListView(ListView):
    """All consumables that are not deleted."""

    required_permissions = {"GET": "consumables.view_consumable"}
    serializer_class = ConsumableSerializer

    def get_listing(self, request: Request) -> Listing:
        return Listing(
            request.query_params,
            Consumable.objects.alive().select_related("category", "location", "supplier"),
            columns=COLUMNS,
            filterset=ConsumableFilter,
            default_sort="name",
            strict=True,
        )


class ConsumableDetailView(APIView):
    """One consumable."""

    required_permissions = {"GET": "consumables.view_consumable"}

    def get(self, request: Request, barcode: str) -> Response:
        return Response(envelope(dict(ConsumableSerializer(consumable_by_barcode(barcode)).data)))


class WithdrawView(APIView):
    """Take something out of stock, for a person or a ticket."""

    required_permissions = {"POST": "consumables.book_stock"}
    kind, service = WITHDRAW, staticmethod(stock.withdraw)
    message = _("%(quantity)s %(unit)s %(consumable)s %(barcode)s taken out, %(stock)s left.")
    message_for = _("%(worker)s got %(quantity)s %(unit)s %(consumable)s, %(stock)s left.")

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
            message = self.message_for if movement.worker_name else self.message
            return answer_with(movement, message)

        return respond(book_once(perform, self.kind, data, request.user, now))


class ReceiveView(WithdrawView):
    """Put goods that arrived into stock."""

    kind, service = RECEIVE, staticmethod(stock.receive)
    message = message_for = _(
        "%(quantity)s %(unit)s %(consumable)s %(barcode)s came in, %(stock)s there now."
    )


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


urlpatterns = [
    path("consumables", ConsumableListView.as_view(), name="consumables"),
    path("stock/withdraw", WithdrawView.as_view(), name="stock-withdraw"),
    path("stock/receive", ReceiveView.as_view(), name="stock-receive"),
    path("consumables/<barcode:barcode>", ConsumableDetailView.as_view(), name="consumable"),
]
