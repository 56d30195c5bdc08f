"""What the search of manual lending offers while somebody types: tools and people, and why one cannot be chosen.

Of people it tells what a scan at the desk tells: who looks for the address of somebody must ask an employee.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.scans import resolve
from apps.lending.queries import add_holders
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.workers.models import Worker

SHORTEST = 2  # letters; a barcode may be shorter
MOST = 8


def suggest(kind: str, query: str, now: datetime) -> list[dict[str, Any]]:
    """Up to eight things of the kind, what carries exactly this barcode first."""
    query = query.strip()
    scanned = resolve(query, kind=kind)
    if len(query) < SHORTEST and scanned is None:
        return []
    model = Tool if kind == Tool.barcode_kind else Worker
    things = model.objects.alive().select_related(*RELATED[kind])
    found = list(things.search(query).order_by("sort_name", "pk")[:MOST])
    if scanned:
        exact = list(things.filter(pk=scanned.object_id))
        found = [*exact, *(thing for thing in found if thing not in exact)][:MOST]
    if kind == Tool.barcode_kind:
        add_holders(found, now)
        return [_tool(tool) for tool in found]
    return [_worker(worker) for worker in found]


RELATED = {Tool.barcode_kind: ("location",), Worker.barcode_kind: ("department",)}


def _tool(tool: Tool) -> dict[str, Any]:
    return {
        "barcode": tool.barcode,
        "name": tool.name,
        "detail": tool.location.name if tool.location else "",
        "refusal": _why_not(tool),
    }


def _why_not(tool: Tool) -> str:
    """Why the tool cannot go out; empty when it can."""
    if tool.open_lending:
        due = clock.local_date(tool.open_lending.due_date)
        words = {"worker": tool.open_lending.worker_name, "due": f"{due:%d.%m.%Y}"}
        return _("Lent to %(worker)s until %(due)s") % words
    return "" if tool.status == ToolStatus.AVAILABLE else str(tool.state.label)


def _worker(worker: Worker) -> dict[str, Any]:
    refusal = "" if worker.is_active else _("Not active")
    if worker.is_blocked:
        reason = worker.blocked_reason or _("no reason given")
        refusal = _("Blocked: %(reason)s") % {"reason": reason}
    return {
        "barcode": worker.barcode,
        "name": worker.full_name,
        "detail": worker.department.name if worker.department else "",
        "refusal": refusal,
    }
