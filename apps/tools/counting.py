"""How tools are counted: whatever is not lent should lie in its place.

Booking a stocktaking changes no tool. What was not found is noted in its history; somebody then looks for it and
writes it off as lost, if it is. What was found although it is lent is noted too: its return was not booked.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.audit.models import AuditEvent
from apps.audit.services import build_event
from apps.core.db import atomic
from apps.core.registry import Counted, Shelved
from apps.masterdata.queries import places_within
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool

AT_ONCE = 1000


def shelved(location: Any, category: Any) -> Iterator[Shelved]:
    """What should be there; all tools in the house when neither is named."""
    found = Tool.objects.alive().exclude(status=ToolStatus.LENT)
    if location is not None:
        found = found.filter(location__in=places_within(location))
    if category is not None:
        found = found.filter(category=category)
    for tool in found.order_by("sort_name", "pk").prefetch_related("location"):
        yield _as_shelved(tool)


def find(object_ids: Collection[Any]) -> dict[Any, Shelved]:
    """Tools as they are now, without those that were deleted."""
    found = Tool.objects.alive().filter(pk__in=object_ids).prefetch_related("location")
    return {tool.pk: _as_shelved(tool) for tool in found}


@atomic
def book(counts: Collection[Counted], *, reason: str, actor: Any, now: datetime) -> None:
    """Note in the histories what was missing, and what was there although it is lent."""
    tools = Tool.objects.alive().in_bulk([count.object_id for count in counts])
    events = [
        build_event(
            "tools.missed" if count.difference < 0 else "tools.found",
            tools[count.object_id],
            actor=actor,
            at=now,
            tool=tools[count.object_id],
            reason=reason,
        )
        for count in counts
        if count.object_id in tools
    ]
    AuditEvent.objects.bulk_create(events, batch_size=AT_ONCE)


def _as_shelved(tool: Tool) -> Shelved:
    is_there = tool.status != ToolStatus.LENT
    return Shelved(
        object_id=tool.pk,
        barcode=tool.barcode,
        name=tool.name,
        sort_name=tool.sort_name,
        quantity=Decimal(int(is_there)),
        is_single=True,
        place=tool.location.name if tool.location else "",
        unit_cost=tool.purchase_price,
    )
