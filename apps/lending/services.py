"""The verbs of lending. Two counters may scan the same tool at the same moment: exactly one of them wins.

A lending starts by claiming the tool with one conditional update, in one transaction with its record, event and copies;
a partial unique index forbids a second open lending of a tool besides (I1, I2).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.mongodb import direct
from apps.lending.enums import LendingStatus
from apps.lending.models import NOT_REMINDED, Lending
from apps.lending.queries import default_due_date
from apps.lending.refusals import (
    ToolsRefused,
    day,
    not_available,
    not_lent,
)
from apps.lending.rules import is_possible_due_date
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.trash import move_lost_to_trash
from apps.workers.borrowing import require_borrower
from apps.workers.models import Worker
from apps.workers.queries import WorkerNotFound


@atomic
def lend_tool(
    *,
    tool_id: ObjectId,
    worker_id: ObjectId,
    actor: Any,
    now: datetime,
    due_date: datetime | None = None,
    notes: str = "",
) -> Lending:
    """Hand the tool to the worker and start the lending period.

    :raises ToolNotAvailable: somebody else has it, or it is defective or in maintenance.
    :raises WorkerInactive: or :class:`WorkerBlocked`: the person may not borrow.
    :raises InvalidInput: the due date has passed or is too far away.
    """
    due = _checked_due_date(due_date, now)
    worker = _borrower(worker_id, now)
    lending = _hand_out(tool_id, worker, actor, now, due, notes)
    if lending is None:
        raise not_available(tool_id)
    return lending


@atomic
def lend_tools(
    *,
    tool_ids: Iterable[ObjectId],
    worker_id: ObjectId,
    actor: Any,
    now: datetime,
    due_date: datetime | None = None,
    notes: str = "",
) -> list[Lending]:
    """Hand several tools to the worker, each as a lending of its own: all of them, or none.

    :raises ToolsRefused: some cannot go out; ``data["tools"]`` has a sentence for each.
    :raises WorkerInactive: or :class:`WorkerBlocked`: the person may not borrow.
    :raises InvalidInput: the due date has passed or is too far away.
    """
    due = _checked_due_date(due_date, now)
    worker = _borrower(worker_id, now)
    lendings, refusals = [], {}
    for tool_id in dict.fromkeys(tool_ids):
        lending = _hand_out(tool_id, worker, actor, now, due, notes)
        if lending:
            lendings.append(lending)
        else:
            refusals[str(tool_id)] = str(not_available(tool_id))
    if refusals:
        raise ToolsRefused(data={"tools": refusals})
    return lendings


@atomic
def return_tool(*, tool_id: ObjectId, actor: Any, now: datetime, notes: str = "") -> Lending:
    """Take the tool back, whoever brings it.

    :raises ToolNotLent: nobody has it.
    """
    lending = _close(tool_id, actor, now, notes)
    Tool.objects.claim(tool_id, to=ToolStatus.AVAILABLE, only_from=ToolStatus.LENT, now=now)
    _record("lending.tool_returned", lending, actor, now)
    return lending


@atomic
def extend_lending(*, tool_id: ObjectId, due_date: datetime, actor: Any, now: datetime) -> Lending:
    """Let the person keep the tool until another date.

    :raises ToolNotLent: nobody has it.
    :raises InvalidInput: the due date has passed or is too far away.
    """
    lending = _open_lending_of(tool_id)
    old, lending.due_date = lending.due_date, _checked_due_date(due_date, now)
    lending.reminder_sent, lending.reminder_stage = False, NOT_REMINDED
    lending.stamp(now)
    lending.save(update_fields=["due_date", "reminder_sent", "reminder_stage", "updated_at"])
    changes = {
        "due_date": {
            "label": str(_("due")),
            "old": day(old),
            "new": day(lending.due_date),
        }
    }
    _record("lending.extended", lending, actor, now, changes=changes)
    return lending


@atomic
def pass_on_tool(
    *,
    tool_id: ObjectId,
    worker_id: ObjectId,
    actor: Any,
    now: datetime,
    due_date: datetime | None = None,
    notes: str = "",
) -> Lending:
    """Give a tool that is out to another person: one lending ends, the next begins, the tool stays out.

    :raises ToolNotLent: nobody has it.
    :raises ToolNotAvailable: the person has it already.
    :raises WorkerInactive: or :class:`WorkerBlocked`: the person may not borrow.
    """
    due = _checked_due_date(due_date, now)
    before = _open_lending_of(tool_id)
    worker = _borrower(worker_id, now)
    if before.worker_id == worker.pk:
        raise not_available(tool_id)
    _close(tool_id, actor, now, notes="")
    Tool.objects.filter(pk=tool_id).update(updated_at=now, last_lent_at=now)
    lending = _open_lending(before.tool, worker, actor, now, due, notes)
    _record(
        "lending.passed_on",
        lending,
        actor,
        now,
        about=[before, before.worker],
        giver=before.worker_name,
    )
    return lending


@atomic
def write_off_tool(*, tool_id: ObjectId, reason: str, actor: Any, now: datetime) -> Lending:
    """Give up on a tool that somebody has and does not bring back: its lending ends as lost, and it leaves the stock.

    :raises ToolNotLent: nobody has it.
    :raises InvalidInput: there is no reason.
    """
    lending = _close(tool_id, actor, now, notes=reason, status=LendingStatus.LOST)
    tool = move_lost_to_trash(tool_id, reason=reason, actor=actor, now=now)
    _record("lending.lost", lending, actor, now, reason=tool.lost_reason)
    return lending


def _checked_due_date(due: datetime | None, now: datetime) -> datetime:
    if due is None:
        return default_due_date(now)
    if not is_possible_due_date(due, now):
        text = _("The date must lie in the future, at most five years away.")
        raise InvalidInput({"due_date": [str(text)]}, message=text)
    return due


def _borrower(worker_id: ObjectId, now: datetime) -> Worker:
    """The person who may borrow. Writing to the person's record makes a deletion at the same moment conflict."""
    worker = Worker.objects.touch(worker_id, last_lent_at=now)
    if worker is None:
        raise WorkerNotFound
    require_borrower(worker)
    return worker


def _hand_out(
    tool_id: ObjectId, worker: Worker, actor: Any, now: datetime, due: datetime, notes: str
) -> Lending | None:
    """Claim the tool and begin its lending; None when it is not there to be lent."""
    tool = Tool.objects.claim(
        tool_id,
        to=ToolStatus.LENT,
        only_from=ToolStatus.AVAILABLE,
        now=now,
        last_lent_at=now,
    )
    if tool is None:
        return None
    lending = _open_lending(tool, worker, actor, now, due, notes)
    _record("lending.tool_lent", lending, actor, now)
    return lending


def _open_lending(
    tool: Tool, worker: Worker, actor: Any, now: datetime, due: datetime, notes: str
) -> Lending:
    lending = Lending(
        tool=tool, worker=worker, lent_by=actor, lent_at=now, due_date=due, notes=notes
    )
    lending.copy_names()
    lending.stamp(now)
    direct.insert(lending)
    return lending


def _open_lending_of(tool_id: ObjectId) -> Lending:
    lendings = Lending.objects.open().select_related("tool", "worker", "lent_by")
    lending = lendings.filter(tool=tool_id).first()
    if lending is None:
        raise not_lent(tool_id)
    return lending


def _close(
    tool_id: ObjectId,
    actor: Any,
    now: datetime,
    notes: str,
    status: LendingStatus = LendingStatus.RETURNED,
) -> Lending:
    """End the tool's open lending; of two who try at once, one does it."""
    lending = Lending.objects.close(
        tool_id,
        status=status,
        returned_at=now,
        returned_by=actor,
        return_notes=notes,
        updated_at=now,
    )
    if lending is None:
        raise not_lent(tool_id)
    lending.returned_by = actor
    if (
        lending.lent_by_id == lending.returned_by_id
    ):  # mostly the same desk: no need to read who that is
        lending.lent_by = actor
    return lending


def _record(
    event: str,
    lending: Lending,
    actor: Any,
    now: datetime,
    *,
    about: Iterable[Model] = (),
    changes: dict[str, dict[str, str]] | None = None,
    **words: Any,
) -> None:
    subjects = [Tool(pk=lending.tool_id), Worker(pk=lending.worker_id), *about]
    record(
        event,
        lending,
        actor=actor,
        at=now,
        about=subjects,
        changes=changes,
        tool=lending.tool_name,
        worker=lending.worker_name,
        due=day(lending.due_date),
        **words,
    )
