"""Counting for programs: one thing of a stocktaking, once per operation id."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.consumables.counting_desk import count_once
from apps.consumables.services.stocktaking import Count
from apps.consumables.sheets import stocktaking_by_number
from apps.core import clock
from apps.core.api import Operation, respond


class CountInput(Operation):
    barcode = serializers.CharField(max_length=500)
    quantity = serializers.CharField(max_length=20)
    mode = serializers.ChoiceField(["refuse", "add", "replace"], default="refuse")


class CountView(APIView):
    """Note how much of a thing lies there."""

    required_permissions = {"POST": "consumables.view_stocktaking"}

    def post(self, request: Request, number: str) -> Response:
        data = CountInput(data=request.data)
        data.is_valid(raise_exception=True)
        values = data.validated_data
        answer = count_once(
            stocktaking_by_number(number),
            values["barcode"],
            Count(values["quantity"], values["mode"]),
            operation_id=data.validated_operation_id(),
            actor=request.user,
            now=clock.now(),
        )
        return respond(answer)
