"""The rows of reports about lendings: keys that MongoDB counted, with the names that people know."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.reporting import Row
from apps.lending.models import Lending
from apps.lending.rules import days_overdue
from apps.tools.models import Tool
from apps.workers.models import Worker

COUNTED = ("lendings", "late", "out")


def with_tools(found: list[Row]) -> list[Row]:
    """Names and addresses of some hundred tools, with one read."""
    keys = [row["_id"] for row in found]
    tools = {tool.pk: tool for tool in Tool.objects.filter(pk__in=keys).select_related("category")}
    return [{**row, **_tool_cells(tools.get(row["_id"]))} for row in found]


def _tool_cells(tool: Tool | None) -> Row:
    if tool is None:
        return {"tool": "", "barcode": "", "category": "", "url": ""}
    return {
        "tool": _named(tool.name, is_deleted=tool.deleted),
        "barcode": tool.barcode,
        "category": str(tool.category or ""),
        "url": "" if tool.deleted else reverse("tools:detail", args=[tool.barcode]),
    }


def with_people(found: list[Row]) -> list[Row]:
    """Names and departments of people, with one read."""
    keys = [row["_id"] for row in found]
    names = ("pk", "first_name", "last_name", "barcode", "deleted", "department__name")
    people = {row[0]: row for row in Worker.objects.filter(pk__in=keys).values_list(*names)}
    return [{**row, **_worker_cells(*people[row["_id"]])} for row in found if row["_id"] in people]


def _worker_cells(
    pk: Any, first: str, last: str, barcode: str, deleted: bool, department: str | None
) -> Row:
    return {
        "worker": _named(f"{last}, {first}", is_deleted=deleted),
        "barcode": barcode,
        "department": department or "",
        "url": "" if deleted else reverse("workers:detail", args=[barcode]),
    }


def _named(name: str, *, is_deleted: bool) -> str:
    return _("%(name)s (deleted)") % {"name": name} if is_deleted else name


def merged_by_department(people: list[Row]) -> list[Row]:
    """One row for each department out of those of its people."""
    total = sum(row["lendings"] for row in people) or 1
    merged: dict[str, Row] = {}
    for person in people:
        name = person["department"] or _("without a department")
        row = merged.setdefault(
            name, {"department": name, "people": 0, **dict.fromkeys(COUNTED, 0)}
        )
        row["people"] += 1
        for count in COUNTED:
            row[count] += person[count]
    return [{**row, "share": 100 * row["lendings"] / total} for row in merged.values()]


def with_lendings(found: list[Row], now: datetime) -> list[Row]:
    """What people see of some hundred lendings, with one read."""
    lendings = {
        each.pk: each for each in Lending.objects.filter(pk__in=[row["_id"] for row in found])
    }
    return [_late_cells(lendings[row["_id"]], now) for row in found if row["_id"] in lendings]


def _late_cells(lending: Lending, now: datetime) -> Row:
    return {
        "tool": f"{lending.tool_name} · {lending.tool_barcode}",
        "worker": lending.worker_name,
        "due": clock.local_date(lending.due_date),
        "returned": lending.returned_at,
        "days": days_overdue(lending.due_date, lending.returned_at or now),
    }
