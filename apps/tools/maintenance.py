"""The maintenance log: what was done to a tool, by whom, for how much, and when it is due again.

A record is never changed. A wrong one is struck with the reason, and another one says it right.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.clock import local_date
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.validation import refuse_invalid
from apps.tools.enums import ToolStatus
from apps.tools.models import MaintenanceRecord, Tool
from apps.tools.queries import living_tool
from apps.tools.rules import OLDEST, date_problems
from apps.tools.services import change_status

MOST_RECORDS = 500


class RecordNotFound(DomainError):
    """The tool has no such record, or it was struck already."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such maintenance record.")


@dataclass(frozen=True)
class Work:
    """A maintenance that was done. ``next_due`` None means: after the interval, if there is one."""

    date: date
    description: str
    cost: Decimal | None = None
    performed_by: str = ""
    next_due: date | None = None
    months: int | None = None


@atomic
def record_maintenance(
    tool_id: Any, work: Work, *, actor: Any, now: datetime, is_ready: bool = False
) -> Tool:
    """Write down a maintenance and when the next one is due.

    :param is_ready: the tool leaves the maintenance and is available again.
    :raises InvalidInput: a field is not what it should be.
    :raises StatusNotAllowed: it shall be available again but is lent.
    :raises ToolNotFound: it was deleted.
    """
    tool = living_tool(tool_id)
    entry = MaintenanceRecord(
        date=work.date,
        description=work.description.strip(),
        cost=work.cost,
        performed_by=work.performed_by.strip(),
    )
    _check(entry, tool, today=local_date(now))
    tool.maintenance_history = [*(tool.maintenance_history or []), entry]
    tool.maintenance_months = work.months
    tool.maintenance_due = work.next_due or add_months(work.date, work.months)
    _save(tool, now)
    due = f"{tool.maintenance_due:%d.%m.%Y}" if tool.maintenance_due else "\N{EN DASH}"
    words = {"tool": tool.name, "work": entry.description, "due": due}
    record("tools.maintained", tool, actor=actor, at=now, **words)
    if is_ready and tool.status != ToolStatus.AVAILABLE:
        tool = change_status(tool.pk, ToolStatus.AVAILABLE, actor=actor, now=now)
    return tool


@atomic
def strike_maintenance(
    tool_id: Any, position: int, *, reason: str, actor: Any, now: datetime
) -> Tool:
    """Mark a record as wrong; it stays readable.

    :param position: its place in the log, which only grows.
    :raises InvalidInput: there is no reason.
    :raises RecordNotFound: there is no such record.
    """
    tool = living_tool(tool_id)
    log = list(tool.maintenance_history or [])
    if not 0 <= position < len(log) or log[position].struck_at:
        raise RecordNotFound
    entry = log[position]
    entry.struck_at, entry.struck_reason = now, reason.strip()
    if not entry.struck_reason:
        raise InvalidInput({"reason": [str(_("Please say what is wrong with it."))]})
    tool.maintenance_history = log
    _save(tool, now)
    words = {"tool": tool.name, "work": entry.description, "reason": entry.struck_reason}
    record("tools.maintenance_struck", tool, actor=actor, at=now, **words)
    return tool


def add_months(day: date, months: int | None) -> date | None:
    """The same day so many months later, or the last one of a shorter month."""
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _check(entry: MaintenanceRecord, tool: Tool, *, today: date) -> None:
    refuse_invalid(entry, only=["date", "description", "cost", "performed_by"])
    problems: dict[str, list[str]] = {}
    if not OLDEST <= entry.date <= today:
        problems["date"] = [str(_("Please give a day between 1900 and today."))]
    if entry.cost is not None and entry.cost < 0:
        problems["cost"] = [str(_("A cost is not negative."))]
    if len(tool.maintenance_history or []) >= MOST_RECORDS:
        problems["non_field_errors"] = [str(_("This log is full."))]
    if problems:
        raise InvalidInput(problems)


def _save(tool: Tool, now: datetime) -> None:
    refuse_invalid(tool, only=["maintenance_due", "maintenance_months"])
    if found := date_problems(None, tool.maintenance_due, today=local_date(now)):
        raise InvalidInput({"next_due": [str(text) for text in found.values()]})
    tool.stamp(now)
    tool.save(force_update=True)
