"""How a tool leaves the stock, and how it comes back: restored, erased for good, written off as lost.

A lost tool lies in the trash with ``lost_at`` and the reason, so no list, count or lending meets it any more; when it
is found it is restored like anything else.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.references import uses_of
from apps.core.registry import registry
from apps.core.scans import move_to_trash, take_from_trash
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound, living_tool
from apps.tools.services import ToolInUse

LONGEST_REASON = 500


@atomic
def restore_tool(tool_id: Any, *, actor: Any, now: datetime, barcode: str = "") -> Tool:
    """Take a tool out of the trash.

    :param barcode: a new one, when something else carries the old one by now.
    :raises InvalidInput: that is no barcode.
    :raises BarcodeTaken: something else carries it.
    :raises ToolNotFound: it does not lie in the trash.
    """
    tool = _in_trash(tool_id)
    tool.lost_at, tool.lost_reason = None, ""
    take_from_trash(tool, now=now, barcode=barcode)
    record("tools.restored", tool, actor=actor, at=now, tool=tool.name)
    return tool


@atomic
def erase_tool(tool_id: Any, *, actor: Any, now: datetime) -> None:
    """Delete a tool for good, if nothing tells of it any more. Only its events stay.

    :raises ToolInUse: something does; ``data["uses"]`` says what.
    :raises ToolNotFound: it does not lie in the trash.
    """
    tool = _in_trash(tool_id)
    if uses := [use.sentence for use in uses_of(tool)]:
        raise _refusal(_("%(tool)s cannot be deleted for good: %(uses)s"), tool, uses)
    record("tools.erased", tool, actor=actor, at=now, tool=tool.name)
    registry.erased(tool, now=now)
    tool.delete()


@atomic
def mark_as_lost(tool_id: Any, *, reason: str, actor: Any, now: datetime) -> Tool:
    """Write off a tool that is not where it should be. Of a tool that is out, lending closes the lending too.

    :raises InvalidInput: there is no reason.
    :raises ToolInUse: somebody has it.
    :raises ToolNotFound: it was deleted.
    """
    tool = living_tool(tool_id)
    if uses := registry.uses_of(tool):
        raise _refusal(_("%(tool)s cannot be written off: %(uses)s"), tool, uses)
    tool = move_lost_to_trash(tool_id, reason=reason, actor=actor, now=now)
    record("tools.lost", tool, actor=actor, at=now, tool=tool.name, reason=tool.lost_reason)
    return tool


@atomic
def move_lost_to_trash(tool_id: Any, *, reason: str, actor: Any, now: datetime) -> Tool:
    """The tool's part of writing it off, without a check and without an event: the caller does both.

    :raises InvalidInput: there is no reason.
    :raises ToolNotFound: it was deleted.
    """
    tool = living_tool(tool_id)
    tool.lost_at, tool.lost_reason = now, _checked_reason(reason)
    if tool.status == ToolStatus.LENT:
        tool.status = ToolStatus.AVAILABLE  # its lending is closed: this is how it would come back
    move_to_trash(tool, actor=actor, now=now)
    return tool


def _checked_reason(reason: str) -> str:
    reason = " ".join(str(reason or "").replace("\0", "").split())
    if not reason or len(reason) > LONGEST_REASON:
        text = _("Please say in a few words how it was lost.")
        raise InvalidInput({"reason": [str(text)]}, message=text)
    return reason.rstrip(".")


def _refusal(message: Any, tool: Tool, uses: list[str]) -> ToolInUse:
    words = {"tool": f"{tool.name} {tool.barcode}", "uses": " ".join(uses)}
    return ToolInUse(message % words, data={"uses": uses})


def _in_trash(tool_id: Any) -> Tool:
    tool = Tool.objects.filter(pk=tool_id, deleted=True).first()
    if tool is None:
        raise ToolNotFound
    return tool
