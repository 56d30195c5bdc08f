"""Looking at tools: the list, one tool, what needs maintenance, the trash."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import mitarbeiter_required, not_teilnehmer_required
from apps.audit.queries import history_of
from apps.core import clock
from apps.core.lists import Listing
from apps.core.menu import back_office_url
from apps.core.registry import registry
from apps.core.symbols import code_128, qr_code
from apps.media.gallery import gallery_of
from apps.tools import custom_fields
from apps.tools.filters import (
    COLUMNS,
    MAINTENANCE_COLUMNS,
    TRASH_COLUMNS,
    MaintenanceFilter,
    TrashFilter,
    tool_filter,
)
from apps.tools.models import Tool, ToolField
from apps.tools.queries import hidden_fields, tool_by_barcode
from apps.tools.rules import OLDEST, maintenance_state, next_states


@require_safe
@not_teilnehmer_required
def tool_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        Tool.objects.alive().select_related("category", "location"),
        columns=COLUMNS,
        filterset=tool_filter(),
        default_sort="name",
    )
    registry.add_to_rows(list(listing.page), clock.now())
    return render(request, "tools/tool_list.html", {"listing": listing})


@require_safe
@not_teilnehmer_required
def tool_detail(request: HttpRequest, barcode: str) -> HttpResponse:
    tool, now = tool_by_barcode(barcode), clock.now()
    registry.add_to_one(tool, now)
    may_maintain = request.user.has_perm("tools.maintain_tool")
    context = {
        "tool": tool,
        "hidden_fields": hidden_fields(),
        "own_facts": custom_fields.facts(ToolField.objects.in_use(), tool.custom_fields),
        "maintenance_state": maintenance_state(tool.maintenance_due, today=clock.local_date(now)),
        "log": list(reversed(list(enumerate(tool.maintenance_history or [])))),
        "next_states": next_states(tool.status, is_maintainer=may_maintain),
        "open_lending": tool.open_lending,
        "gallery": gallery_of(tool, request),
        "history": history_of(tool),
        "back_office_url": back_office_url(request, "tools_tool_change", tool.pk),
    }
    return render(request, "tools/tool_detail.html", context)


@require_safe
@not_teilnehmer_required
def tool_code(request: HttpRequest, barcode: str) -> HttpResponse:
    """The barcode so large that another device can scan it from the screen."""
    tool = tool_by_barcode(barcode)
    codes: dict[str, Any] = {"qr": qr_code(tool.barcode), "bars": code_128(tool.barcode)}
    return render(request, "tools/tool_code.html", {"tool": tool, **codes})


@require_safe
@mitarbeiter_required
def maintenance_list(request: HttpRequest) -> HttpResponse:
    """What is due, the most urgent first."""
    listing = Listing(
        request.GET,
        Tool.objects.alive().filter(maintenance_due__gte=OLDEST).select_related("location"),
        columns=MAINTENANCE_COLUMNS,
        filterset=MaintenanceFilter,
        default_sort="maintenance_due",
    )
    today = clock.local_date(clock.now())
    for tool in listing.page:
        tool.urgency = maintenance_state(tool.maintenance_due, today=today)
    return render(request, "tools/maintenance_list.html", {"listing": listing})


@require_safe
@mitarbeiter_required
def trash(request: HttpRequest) -> HttpResponse:
    """What was deleted or lost, the newest first."""
    listing = Listing(
        request.GET,
        Tool.objects.filter(deleted=True).select_related("deleted_by"),
        columns=TRASH_COLUMNS,
        filterset=TrashFilter,
        default_sort="-deleted_at",
    )
    return render(request, "tools/trash.html", {"listing": listing})
