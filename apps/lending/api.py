"""The API of lending: what the desk sends, and lists.

Lend, return and undo happen once per operation id and answer with what was stored (apps.core.operations).
"""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.urls import path
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core import clock
from apps.core.api import ListView, Operation, respond
from apps.core.lists import Listing
from apps.core.operations import Answer, run_once, undo_once
from apps.lending import services, undo
from apps.lending.filters import COLUMNS, LendingFilter
from apps.lending.models import Lending
from apps.lending.queries import parties
from apps.tools.queries import tool_id_by_barcode

LEND, RETURN = "lending.lend", "lending.return"
NOTES_LENGTH = 2000


class DueDateField(serializers.Field):
    """A day (due at its end in Berlin) or a moment; a moment without an offset is Berlin's time."""

    default_error_messages = {"invalid": _("Please give a date such as 2026-12-07.")}

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            if day := parse_date(data):
                return clock.end_of_day(day)
            moment = parse_datetime(data)
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            self.fail("invalid")
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.BERLIN)

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


class LendInput(Operation):
    tool_barcode = serializers.CharField(max_length=500)
    worker_barcode = serializers.CharField(max_length=500)
    due_date = DueDateField(required=False, allow_null=True)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=NOTES_LENGTH)


class ReturnInput(Operation):
    tool_barcode = serializers.CharField(max_length=500)
    notes = serializers.CharField(required=False, allow_blank=True, max_length=NOTES_LENGTH)


class UndoInput(serializers.Serializer):
    operation_id = serializers.UUIDField()


class LendingSerializer(serializers.Serializer):
    """One lending as everybody outside sees it."""

    id = serializers.CharField(source="pk")
    tool_barcode = serializers.CharField()
    tool_name = serializers.CharField()
    worker_barcode = serializers.CharField()
    worker_name = serializers.CharField()
    lent_at = serializers.DateTimeField()
    due_date = serializers.DateTimeField()
    returned_at = serializers.DateTimeField()
    canceled_at = serializers.DateTimeField()
    notes = serializers.CharField()
    return_notes = serializers.CharField()
    lent_by = serializers.CharField(source="lent_by.username")
    returned_by = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    overdue_days = serializers.SerializerMethodField()
    reminder_sent = serializers.BooleanField()

    def get_returned_by(self, lending: Lending) -> str | None:
        return lending.returned_by.username if lending.returned_by else None

    def get_status(self, lending: Lending) -> str:
        return lending.status_at(self.context["now"]).value

    def get_overdue_days(self, lending: Lending) -> int:
        return lending.overdue_days_at(self.context["now"])


class LendView(APIView):
    """Hand a tool out."""

    required_permissions = {"POST": "lending.lend_tool"}

    def post(self, request: Request) -> Response:
        data = LendInput(data=request.data)
        data.is_valid(raise_exception=True)
        values, now = data.validated_data, clock.now()

        def perform() -> Answer:
            tool_id, worker_id = parties(values["tool_barcode"], values["worker_barcode"])
            lending = services.lend_tool(
                tool_id=tool_id,
                worker_id=worker_id,
                actor=request.user,
                now=now,
                due_date=values.get("due_date"),
                notes=values.get("notes", ""),
            )
            message = _("%(tool)s %(barcode)s lent to %(worker)s, back by %(due)s.") % words(
                lending
            )
            return Answer.success(
                represent(lending, now), message, object_id=lending.pk, status=201
            )

        return respond(_run_once(perform, LEND, data, request, now))


class ReturnView(APIView):
    """Take a tool back."""

    required_permissions = {"POST": "lending.lend_tool"}

    def post(self, request: Request) -> Response:
        data = ReturnInput(data=request.data)
        data.is_valid(raise_exception=True)
        values, now = data.validated_data, clock.now()

        def perform() -> Answer:
            lending = services.return_tool(
                tool_id=tool_id_by_barcode(values["tool_barcode"]),
                actor=request.user,
                now=now,
                notes=values.get("notes", ""),
            )
            message = _("%(tool)s %(barcode)s is back from %(worker)s.") % words(lending)
            return Answer.success(represent(lending, now), message, object_id=lending.pk)

        return respond(_run_once(perform, RETURN, data, request, now))


class UndoView(APIView):
    """Undo a desk operation by its id."""

    required_permissions = {"POST": "lending.lend_tool"}

    def post(self, request: Request) -> Response:
        data = UndoInput(data=request.data)
        data.is_valid(raise_exception=True)
        body = undo_once(
            operation_id=str(data.validated_data["operation_id"]),
            actor=request.user,
            may_undo_others=request.user.has_perm("lending.undo_lending"),
            now=clock.now(),
        )
        return Response(body)


class HistoryView(ListView):
    """All lendings, newest first."""

    required_permissions = {"GET": "lending.view_lending"}
    serializer_class = LendingSerializer

    def get_listing(self, request: Request) -> Listing:
        return _listing(request, default_sort="-lent_at")

    def serializer_context(self, request: Request) -> dict[str, Any]:
        return {"now": clock.now()}


class OverdueView(HistoryView):
    """Lendings of tools that should be back, longest overdue first."""

    def get_listing(self, request: Request) -> Listing:
        return _listing(
            request, default_sort="due_date", queryset=Lending.objects.overdue(clock.now())
        )


def undo_lend(object_id: str, *, done_at: datetime, actor: Any, now: datetime) -> tuple[dict, Any]:
    """Undo handler of operations of the kind LEND."""
    lending = undo.undo_lending(
        lending_id=ObjectId(object_id), done_at=done_at, actor=actor, now=now
    )
    message = _("Undone: %(tool)s %(barcode)s was not lent to %(worker)s.") % words(lending)
    return represent(lending, now), message


def undo_return(
    object_id: str, *, done_at: datetime, actor: Any, now: datetime
) -> tuple[dict, Any]:
    """Undo handler of operations of the kind RETURN."""
    lending = undo.undo_return(
        lending_id=ObjectId(object_id), done_at=done_at, actor=actor, now=now
    )
    message = _("Undone: %(worker)s still has %(tool)s %(barcode)s.") % words(lending)
    return represent(lending, now), message


def represent(lending: Lending, now: datetime) -> dict[str, Any]:
    """The lending as JSON."""
    return dict(LendingSerializer(lending, context={"now": now}).data)


def words(lending: Lending) -> dict[str, str]:
    """What messages mention."""
    return {
        "tool": lending.tool_name,
        "barcode": lending.tool_barcode,
        "worker": lending.worker_name,
        "due": f"{lending.due_date.astimezone(clock.BERLIN):%d.%m.%Y}",
    }


def _run_once(perform, kind: str, data: Operation, request: Request, now: datetime) -> Answer:
    content = {name: value for name, value in data.validated_data.items() if name != "operation_id"}
    return run_once(
        perform,
        operation_id=data.validated_operation_id(),
        kind=kind,
        content=content,
        actor=request.user,
        now=now,
    )


def _listing(request: Request, *, default_sort: str, queryset=None) -> Listing:
    lendings = Lending.objects.all() if queryset is None else queryset
    return Listing(
        request.query_params,
        lendings.select_related("lent_by", "returned_by"),
        columns=COLUMNS,
        filterset=LendingFilter,
        default_sort=default_sort,
        strict=True,
    )


urlpatterns = [
    path("lending/process", LendView.as_view(), name="lending-process"),
    path("lending/return", ReturnView.as_view(), name="lending-return"),
    path("lending/undo", UndoView.as_view(), name="lending-undo"),
    path("lending/history", HistoryView.as_view(), name="lending-history"),
    path("lending/overdue", OverdueView.as_view(), name="lending-overdue"),
]
