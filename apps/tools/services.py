"""What can be done with tools, apart from lending them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.clock import local_date
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.registry import registry
from apps.core.scans import move_to_trash, save_with_barcode
from apps.core.validation import refuse_invalid
from apps.tools import custom_fields
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool, ToolField
from apps.tools.queries import living_tool
from apps.tools.rules import TRANSITIONS, can_change_status, date_problems

AUDITED_FIELDS = (
    "barcode",
    "name",
    "description",
    "category",
    "location",
    "condition",
    "serial_number",
    "invoice_number",
    "mac_address",
    "mac_address_wlan",
    "purchase_date",
    "purchase_price",
    "maintenance_due",
    "maintenance_months",
)
CHECKED_FIELDS = (*AUDITED_FIELDS, "custom_fields")


class StatusNotAllowed(DomainError):
    """The tool cannot go from its state into the wanted one; ``data["allowed"]`` names those it can go into."""

    code = ErrorCode.STATUS_NOT_ALLOWED
    status = 409


class ToolInUse(DomainError):
    """Somebody has the tool; ``data["uses"]`` says who."""

    code = ErrorCode.IN_USE
    status = 409


@atomic
def create_tool(tool: Tool, *, actor: Any, now: datetime) -> Tool:
    """Save a new tool.

    :raises InvalidInput: a field is not what it should be.
    :raises BarcodeTaken: something else carries the barcode.
    """
    tool.pk = None
    check_tool(tool, now, stored={})
    tool.status = ToolStatus.AVAILABLE
    save_with_barcode(tool, now)
    record("tools.created", tool, actor=actor, at=now, tool=tool.name)
    return tool


@atomic
def change_tool(tool_id: Any, values: dict[str, Any], *, actor: Any, now: datetime) -> Tool:
    """Change fields of a tool; a new name or barcode reaches its lendings too.

    :param values: by field; ``custom_fields`` names only those of the house's fields that change.
    :raises InvalidInput: a field is not what it should be.
    :raises BarcodeTaken: something else carries the barcode.
    :raises ToolNotFound: it was deleted.
    """
    tool = living_tool(tool_id)
    before, own_before = snapshot(tool, AUDITED_FIELDS), tool.custom_fields
    for name, value in values.items():
        setattr(tool, name, {**own_before, **value} if name == "custom_fields" else value)
    check_tool(tool, now, stored=own_before, only=values)
    changes = changes_of(tool, before, own_before)
    save_with_barcode(tool, now)
    if {"barcode", "name"} & changes.keys():
        registry.renamed(tool)
    if changes:
        record("tools.changed", tool, actor=actor, at=now, changes=changes, tool=tool.name)
    return tool


@atomic
def change_status(tool_id: Any, wanted: ToolStatus, *, actor: Any, now: datetime) -> Tool:
    """Move a tool between available, defective and in maintenance.

    :raises StatusNotAllowed: it is lent, or already there.
    :raises ToolNotFound: it was deleted.
    """
    tool = living_tool(tool_id)
    changes = move_status(tool, wanted, now=now)
    record("tools.status_changed", tool, actor=actor, at=now, changes=changes, tool=tool.name)
    return tool


@atomic
def move_status(tool: Tool, wanted: ToolStatus, *, now: datetime) -> dict[str, dict[str, str]]:
    """The change of the status alone, without an event; returns it as the event tells it.

    :raises StatusNotAllowed: it is lent, or already there.
    """
    current = tool.state
    if not can_change_status(current, wanted):
        message = _("%(tool)s is %(status)s and cannot be set to %(wanted)s.") % {
            "tool": f"{tool.name} {tool.barcode}",
            "status": current.label,
            "wanted": ToolStatus(wanted).label,
        }
        allowed = sorted(TRANSITIONS[current])
        raise StatusNotAllowed(message, data={"status": current.value, "allowed": allowed})
    Tool.objects.move(tool.pk, to=wanted, only_from=current, now=now)
    tool.status = wanted
    return {
        "status": {
            "label": str(_("status")),
            "old": str(current.label),
            "new": str(ToolStatus(wanted).label),
        }
    }


@atomic
def delete_tool(tool_id: Any, *, actor: Any, now: datetime) -> None:
    """Move a tool to the trash; its barcode becomes free.

    :raises ToolInUse: somebody has it.
    :raises ToolNotFound: it was deleted already.
    """
    tool = living_tool(tool_id)
    if uses := registry.uses_of(tool):
        message = _("%(tool)s cannot be deleted: %(uses)s") % {
            "tool": f"{tool.name} {tool.barcode}",
            "uses": " ".join(uses),
        }
        raise ToolInUse(message, data={"uses": uses})
    move_to_trash(tool, actor=actor, now=now)
    record("tools.deleted", tool, actor=actor, at=now, tool=tool.name)


def changes_of(
    tool: Tool, before: dict[str, str], own_before: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """What differs from a snapshot and from what stood in the house's own fields, ready for the audit."""
    own = custom_fields.changes(ToolField.objects.in_use(), own_before, tool.custom_fields)
    return {**changes_between(before, tool), **own}


def check_tool(
    tool: Tool,
    now: datetime,
    *,
    stored: dict[str, Any],
    only: Collection[str] = CHECKED_FIELDS,
) -> None:
    """Refuse what cannot be saved, before it is.

    :param stored: what stands in the house's own fields so far.
    :param only: the fields to check.
    :raises InvalidInput: a field is not what it should be.
    """
    refuse_invalid(tool, only=only)
    if "custom_fields" in only:
        tool.custom_fields = _checked_custom_fields(tool.custom_fields, stored)
    found = date_problems(tool.purchase_date, tool.maintenance_due, today=local_date(now))
    problems = {name: [str(sentence)] for name, sentence in found.items() if name in only}
    if problems:
        raise InvalidInput(problems)


def _checked_custom_fields(values: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """The values as they are stored; what did not change stays, also in fields that were deleted."""
    checked, problems = dict(values), {}
    for field in ToolField.objects.in_use():
        value = checked.pop(field.key, None)
        try:
            if value != stored.get(field.key):
                value = custom_fields.parse(field, value)
        except ValueError as error:
            problems[field.input_name] = [str(error)]
            continue
        if value is not None:
            checked[field.key] = value
        elif field.required:
            problems[field.input_name] = [str(_("Please fill in this field."))]
    if problems:
        raise InvalidInput(problems)
    return checked
