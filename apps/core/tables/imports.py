"""An import in two steps: the file is checked and shown, then somebody confirms it, and it is done, all or nothing.

Between the steps the file waits in the database, so any process of any machine can go on with it. What is done runs in
one transaction that also marks the import as done: killed at any moment it has done nothing, and nothing is done twice.
"""

from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, NotPermitted
from apps.core.jobs import Progress, enqueue, job
from apps.core.registry import registry
from apps.core.tables.bulk import Outdated
from apps.core.tables.files import read
from apps.core.tables.models import FileImport, ImportState
from apps.core.tables.plans import ImportTable, Plan, Report, plan_of, untold

CHECK, APPLY = "core.check_import", "core.apply_import"
KEPT = timedelta(days=1)
AT_ONCE = 500  # rows that are worked on while somebody waits
SHOWN_ROWS, SHOWN_PROBLEMS, LONGEST_SHOWN = 20, 100, 200


class NotConfirmable(DomainError):
    """The import has errors, or is under way or done already."""

    code = ErrorCode.CONFLICT
    status = 409
    message = _("This import is done already, or cannot be done.")


def may_import(table: Any, user: Any) -> bool:
    """Whether the person may both add and change what the table lists."""
    verbs = ("add", "change")
    is_open = isinstance(table, ImportTable)
    return is_open and all(user.has_perm(table.permission(verb)) for verb in verbs)


@atomic
def upload(
    table: ImportTable,
    file_name: str,
    data: bytes,
    *,
    makes_missing: bool,
    actor: Any,
    now: datetime,
) -> FileImport:
    """Keep a file and check it: at once, or by the background workers when it is long.

    :raises BadFile: it cannot be read.
    """
    item = FileImport.objects.create(
        table=table.label,
        file_name=file_name[-200:],
        content=data,
        row_count=len(read(data).rows),
        makes_missing=makes_missing,
        actor=actor,
        created_at=now,
    )
    _check(item, now)
    return item


@atomic
def confirm(import_id: Any, *, actor: Any, now: datetime) -> FileImport:
    """Do what the preview shows: at once, or in the background when it is much.

    :raises NotConfirmable: it has errors, or somebody confirmed it already.
    :raises Outdated: it would do something else by now.
    """
    item = FileImport.objects.get(pk=import_id, actor=actor)
    if item.preview.get("problems") or not _claim(item, ImportState.CHECKED, ImportState.APPLYING):
        raise NotConfirmable
    if item.row_count > AT_ONCE:
        _start(item, APPLY, ImportState.APPLYING)
    else:
        _apply(item, now)
    return item


@atomic
def check_again(import_id: Any, *, actor: Any, now: datetime) -> None:
    """Show what the file would do by now; for one that was outdated."""
    item = FileImport.objects.get(pk=import_id, actor=actor)
    if item.state == ImportState.DONE:
        return
    _check(item, now)


@atomic
def discard(import_id: Any, *, actor: Any) -> None:
    """Forget a file that shall not be imported; what is done stays done."""
    FileImport.objects.filter(pk=import_id, actor=actor, state=ImportState.CHECKED).delete()


def forget_old_imports(now: datetime) -> int:
    """Delete what nobody confirmed in time; returns how many."""
    count, _details = FileImport.objects.filter(created_at__lt=now - KEPT).delete()
    return count


@job(CHECK)
def check_import(progress: Progress, *, import_id: str) -> list[str]:
    """Work out what a long file would do."""
    item = FileImport.objects.get(pk=ObjectId(import_id))
    _store_preview(item, clock.now(), progress.report)
    return [str(item)]


@job(APPLY)
def apply_import(progress: Progress, *, import_id: str) -> list[str]:
    """Do what a long file says; run again after an accident, it sees whether that is done."""
    item = FileImport.objects.get(pk=ObjectId(import_id))
    if item.state != ImportState.DONE:
        try:
            _apply(item, clock.now(), progress.report)
        except DomainError:
            _claim(item, ImportState.APPLYING, ImportState.CHECKED)
            raise
    return [str(item)]


def _check(item: FileImport, now: datetime) -> None:
    if item.row_count <= AT_ONCE:
        _store_preview(item, now)
    else:
        _start(item, CHECK, ImportState.CHECKING)


def _start(item: FileImport, work: str, state: ImportState) -> None:
    background = enqueue(work, actor=item.actor, import_id=str(item.pk))
    item.state, item.job_id = state, str(background.pk)
    item.save(update_fields=["state", "job_id"])


def _claim(item: FileImport, expected: ImportState, wanted: ImportState, **values: Any) -> bool:
    """Move the import from the one state into the other, if nobody else did."""
    same: QuerySet[FileImport] = FileImport.objects.filter(pk=item.pk, state=expected)
    if same.update(state=wanted, **values) != 1:
        return False
    item.state = wanted
    return True


def _apply(item: FileImport, now: datetime, report: Report = untold) -> None:
    table = registry.tables[item.table]
    if not may_import(table, item.actor) or not item.actor.is_active:
        raise NotPermitted
    plan = _plan(item, now, report)
    if plan.problems or plan.digest != item.digest:
        raise Outdated
    table.prepare(plan, actor=item.actor, now=now)
    _write(item, plan, now)


@atomic
def _write(item: FileImport, plan: Plan, now: datetime) -> None:
    if not _claim(item, ImportState.APPLYING, ImportState.DONE, content=b""):
        raise NotConfirmable
    registry.tables[item.table].save(plan, actor=item.actor, now=now)


def _plan(item: FileImport, now: datetime, report: Report) -> Plan:
    return plan_of(
        registry.tables[item.table],
        read(bytes(item.content)),
        makes_missing=item.makes_missing,
        actor=item.actor,
        now=now,
        report=report,
    )


def _store_preview(item: FileImport, now: datetime, report: Report = untold) -> None:
    plan = _plan(item, now, report)
    item.digest, item.preview, item.state = plan.digest, _preview(plan), ImportState.CHECKED
    item.save(update_fields=["digest", "preview", "state"])


def _preview(plan: Plan) -> dict[str, Any]:
    """What is shown of a plan."""
    new = sum(row.is_new for row in plan.rows)
    return {
        "new": new,
        "changed": len(plan.rows) - new,
        "unchanged": plan.unchanged,
        "problems": [str(problem) for problem in plan.problems[:SHOWN_PROBLEMS]],
        "more_problems": max(0, len(plan.problems) - SHOWN_PROBLEMS),
        "ignored": plan.ignored,
        "made": [str(thing) for thing in plan.made[:SHOWN_PROBLEMS]],
        "rows": [
            {
                "number": row.number,
                "name": str(row.obj),
                "is_new": row.is_new,
                "changes": [_shortened(each) for each in row.changes.values()],
            }
            for row in plan.rows[:SHOWN_ROWS]
        ],
        "more_rows": max(0, len(plan.rows) - SHOWN_ROWS),
    }


def _shortened(change: dict[str, str]) -> dict[str, str]:
    return {name: text[:LONGEST_SHOWN] for name, text in change.items()}
