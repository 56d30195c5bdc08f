"""Pages of the tools."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.audit.queries import history_of
from apps.core import clock
from apps.core.lists import Listing
from apps.core.menu import back_office_url
from apps.core.registry import registry
from apps.tools.filters import COLUMNS, ToolFilter
from apps.tools.models import Tool
from apps.tools.queries import hidden_fields, tool_by_barcode


@require_safe
@not_teilnehmer_required
def tool_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        Tool.objects.alive().select_related("category", "location"),
        columns=COLUMNS,
        filterset=ToolFilter,
        default_sort="name",
    )
    registry.add_to_rows(list(listing.page), clock.now())
    context = {"listing": listing, "add_url": back_office_url(request, "tools_tool_add")}
    return render(request, "tools/tool_list.html", context)


@require_safe
@not_teilnehmer_required
def tool_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    tool = tool_by_barcode(barcode)
    registry.add_to_rows([tool], clock.now())
    context = {
        "tool": tool,
        "hidden_fields": hidden_fields(),
        "open_lending": tool.open_lending,
        "history": history_of(tool),
        "edit_url": back_office_url(request, "tools_tool_change", tool.pk),
    }
    return render(request, "tools/tool_detail.html", context)
