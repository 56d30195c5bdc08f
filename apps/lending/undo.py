"""Undoing what a desk booked: a lending that was a mistake never happened, a return that was one did not either."""

from datetime import datetime
from typing import Any

from bson import ObjectId

from apps.audit.models import subject_of
from apps.audit.queries import newest_event
from apps.audit.services import record
from apps.core.db import atomic
from apps.core.operations import UndoNotPossible
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.workers.models import Worker


@atomic
def undo_lending(*, lending_id: ObjectId, done_at: datetime, actor: Any, now: datetime) -> Lending:
    """Take back a handing out; the lending stays in the history, struck through, and in no statistics.

    :param done_at: when it was booked.
    :raises UndoNotPossible: something newer happened to the tool.
    """
    lending = _untouched_since(lending_id, done_at)
    lending.is_open, lending.status = False, LendingStatus.RETURNED
    lending.returned_at = lending.canceled_at = now
    lending.returned_by = actor
    before = Lending.objects.filter(tool=lending.tool_id, canceled_at=None).exclude(pk=lending_id)
    last = before.order_by("-lent_at").values_list("lent_at", flat=True).first()
    return _book(
        lending,
        actor,
        now,
        "lending.lending_undone",
        ToolStatus.LENT,
        ToolStatus.AVAILABLE,
        last_lent_at=last,
    )


@atomic
def undo_return(*, lending_id: ObjectId, done_at: datetime, actor: Any, now: datetime) -> Lending:
    """Open the lending again that a return closed, with its old due date.

    :param done_at: when it was booked.
    :raises UndoNotPossible: something newer happened to the tool, or the person was deleted.
    """
    lending = _untouched_since(lending_id, done_at)
    # Writing to the person's record makes a deletion at the same moment conflict.
    if not Worker.objects.alive().filter(pk=lending.worker_id).update(updated_at=now):
        raise UndoNotPossible
    lending.is_open, lending.status = True, LendingStatus.ACTIVE
    lending.returned_at = lending.returned_by = None
    lending.return_notes = ""
    return _book(
        lending, actor, now, "lending.return_undone", ToolStatus.AVAILABLE, ToolStatus.LENT
    )


def _untouched_since(lending_id: ObjectId, done_at: datetime) -> Lending:
    """The lending, if the newest thing that happened to its tool is the booking of that moment."""
    lending = Lending.objects.select_related("tool", "worker").get(pk=lending_id)
    newest = newest_event(lending.tool)
    if newest is None or newest.at != done_at or subject_of(lending) not in newest.subjects:
        raise UndoNotPossible
    return lending


def _book(
    lending: Lending,
    actor: Any,
    now: datetime,
    event: str,
    status: ToolStatus,
    status_after: ToolStatus,
    **values: Any,
) -> Lending:
    moved = Tool.objects.move(lending.tool_id, to=status_after, only_from=status, now=now, **values)
    if not moved:
        raise UndoNotPossible
    lending.stamp(now)
    lending.save(force_update=True)
    record(
        event,
        lending,
        actor=actor,
        at=now,
        about=[lending.tool, lending.worker],
        tool=lending.tool_name,
        worker=lending.worker_name,
    )
    return lending
