"""The API of the tools; what it writes goes through the form and the services that the pages use."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core import clock
from apps.core.api import ListView
from apps.core.http import UnreadableBody, envelope
from apps.core.lists import Listing
from apps.media.queries import show_on_rows
from apps.tools.filters import COLUMNS, tool_filter
from apps.tools.forms import add_from, change_from
from apps.tools.models import Tool
from apps.tools.queries import tool_by_barcode, tool_id_by_barcode
from apps.tools.serializers import ToolDetailSerializer, ToolRowSerializer, represent
from apps.tools.services import delete_tool


class ToolListView(ListView):
    """All tools that are not deleted; POST adds one."""

    required_permissions = {"GET": "tools.view_tool", "POST": "tools.add_tool"}
    serializer_class = ToolRowSerializer

    def get_listing(self, request: Request) -> Listing:
        return Listing(
            request.query_params,
            Tool.objects.alive().select_related("category", "location"),
            columns=COLUMNS,
            filterset=tool_filter(),
            default_sort="name",
            strict=True,
        )

    def represent(self, rows: list[Any], request: Request) -> Any:
        if rows:
            show_on_rows(rows, clock.now())
        return super().represent(rows, request)

    def post(self, request: Request) -> Response:
        tool = add_from(_body(request), actor=request.user, now=clock.now())
        message = _("%(tool)s %(barcode)s added.") % _words(tool)
        return Response(envelope(represent(tool), message), status=201)


class ToolDetailView(APIView):
    """One tool. PUT and PATCH both change what they name and leave the rest."""

    required_permissions = {
        "GET": "tools.view_tool",
        "PUT": "tools.change_tool",
        "PATCH": "tools.change_tool",
        "DELETE": "tools.delete_tool",
    }
    serializer_class = ToolDetailSerializer

    def get(self, request: Request, barcode: str) -> Response:
        return Response(envelope(represent(tool_by_barcode(barcode))))

    def put(self, request: Request, barcode: str) -> Response:
        tool_id = tool_id_by_barcode(barcode)
        tool = change_from(tool_id, _body(request), actor=request.user, now=clock.now())
        return Response(envelope(represent(tool), _("%(tool)s %(barcode)s saved.") % _words(tool)))

    def patch(self, request: Request, barcode: str) -> Response:
        return self.put(request, barcode)

    def delete(self, request: Request, barcode: str) -> Response:
        delete_tool(tool_id_by_barcode(barcode), actor=request.user, now=clock.now())
        return Response(envelope(None, _("The tool is in the trash now.")))


def _body(request: Request) -> dict[str, Any]:
    body = request.data
    if not isinstance(body, dict):
        raise UnreadableBody
    return dict(body.items())


def _words(tool: Tool) -> dict[str, str]:
    return {"tool": tool.name, "barcode": tool.barcode}


urlpatterns = [
    path("tools", ToolListView.as_view(), name="tools"),
    path("tools/<barcode:barcode>", ToolDetailView.as_view(), name="tool"),
]
