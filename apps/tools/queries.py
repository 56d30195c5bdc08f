"""Questions about tools."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from bson import ObjectId
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError, ErrorCode
from apps.core.finder import find_things
from apps.core.registry import SearchHit, SearchQuery
from apps.core.scans import free_barcode_after, resolve
from apps.sitesettings.enums import Feature
from apps.sitesettings.queries import current
from apps.tools.models import Tool


class ToolNotFound(DomainError):
    """No tool has this barcode."""

    code = ErrorCode.TOOL_NOT_FOUND
    status = 404
    message = _("There is no tool with this barcode.")


FIRST_BARCODE = "T000001"

OPTIONAL_FIELDS = {
    "serial_number": Feature.SERIAL_NUMBER,
    "invoice_number": Feature.INVOICE_NUMBER,
    "mac_address": Feature.MAC_ADDRESS,
    "mac_address_wlan": Feature.MAC_ADDRESS_WLAN,
}


def hidden_fields() -> set[str]:
    """Fields of tools that the house has switched off; what stands in them stays."""
    settings = current()
    return {name for name, feature in OPTIONAL_FIELDS.items() if not settings.is_on(feature)}


def tool_by_barcode(barcode: str) -> Tool:
    """The tool with the barcode.

    :raises ToolNotFound: it is malformed, unknown, of something else, or of a deleted tool.
    """
    tools = Tool.objects.alive().select_related("category", "location")
    found = tools.filter(pk=tool_id_by_barcode(barcode)).first()
    if found is None:
        raise no_tool_with(barcode)
    return found


def tool_id_by_barcode(barcode: str) -> ObjectId:
    """The id of the tool with the barcode: all that a service needs, with one indexed read.

    :raises ToolNotFound: it is malformed, unknown, or of something else.
    """
    scanned = resolve(barcode, kind=Tool.barcode_kind)
    if scanned is None:
        raise no_tool_with(barcode)
    return scanned.object_id


def living_tool(tool_id: Any) -> Tool:
    """The tool, unless it lies in the trash.

    :raises ToolNotFound: it does, or it never existed.
    """
    tools = Tool.objects.alive().select_related("category", "location")
    tool = tools.filter(pk=tool_id).first()
    if tool is None:
        raise ToolNotFound
    return tool


def trashed_tool(tool_id: str) -> Tool:
    """The tool in the trash.

    :raises ToolNotFound: it does not lie there.
    """
    is_id = ObjectId.is_valid(tool_id)
    tool = Tool.objects.filter(pk=ObjectId(tool_id), deleted=True).first() if is_id else None
    if tool is None:
        raise ToolNotFound(_("This tool does not lie in the trash."))
    return tool


def next_barcode() -> str:
    """A free barcode after that of the newest tool; only a proposal, the service decides. Empty when none is near."""
    return free_barcode_after(Tool, FIRST_BARCODE)


def describe_tool(object_id: Any, now: datetime) -> dict[str, Any] | None:
    """What a scan shows of a tool; lending adds who has it."""
    tool = Tool.objects.alive().filter(pk=object_id).first()
    if tool is None:
        return None
    return {
        "kind": Tool.barcode_kind,
        "id": str(tool.pk),
        "barcode": tool.barcode,
        "name": tool.name,
        "status": tool.status,
        "status_label": str(tool.state.label),
        "url": reverse("tools:detail", args=[tool.barcode]),
    }


def tools_in_words(count: int) -> str:
    return ngettext("%(count)d tool", "%(count)d tools", count) % {"count": count}


def list_of_tools_with(field: str) -> Callable[[Any], str]:
    """The address of the list of the tools that refer to an entry of the master data."""
    return lambda item: f"{reverse('tools:list')}?{urlencode({field: item.name})}"


def no_tool_with(barcode: str) -> ToolNotFound:
    """The error that says which barcode no tool has."""
    message = _("There is no tool with barcode %(barcode)s.") % {"barcode": barcode[:50]}
    return ToolNotFound(message)


def find_tools(user: Any, query: SearchQuery, limit: int) -> list[SearchHit]:
    """Tools that the search over everything finds."""
    return find_things(Tool.objects.alive(), query, limit, hit=_hit)


def _hit(tool: Tool, is_exact: bool) -> SearchHit:
    url = reverse("tools:detail", args=[tool.barcode])
    return SearchHit(tool.name, tool.barcode, url, is_exact, tool.state, tool.pk)
