"""What the back office does with tools by itself; lending adds its own actions."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.core.admin import RestoreForm
from apps.core.registry import AdminAction
from apps.tools import services, trash
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.rules import can_change_status


def into(wanted: ToolStatus) -> Callable[..., str]:
    def run(tool: Tool, values: dict[str, Any], **by: Any) -> str:
        tool = services.change_status(tool.pk, wanted, **by)
        words = {"tool": tool.name, "barcode": tool.barcode, "status": tool.state.label}
        return _("%(tool)s %(barcode)s is %(status)s now.") % words

    return run


def may_become(wanted: ToolStatus) -> Callable[[Tool], bool]:
    return lambda tool: can_change_status(tool.status, wanted)


def status_action(wanted: ToolStatus, code: str, label: Any, icon: str, done: Any) -> AdminAction:
    return AdminAction(
        code=code,
        label=label,
        icon=icon,
        permission="tools.change_tool",
        run=into(wanted),
        done=done,
        is_possible=may_become(wanted),
    )


def restore(tool: Tool, values: dict[str, Any], **by: Any) -> str:
    tool = trash.restore_tool(tool.pk, barcode=values.get("barcode", ""), **by)
    return _("%(tool)s %(barcode)s is back from the trash.") % _words(tool)


def erase(tool: Tool, values: dict[str, Any], **by: Any) -> str:
    trash.erase_tool(tool.pk, **by)
    return _("%(tool)s %(barcode)s is deleted for good.") % _words(tool)


def _words(tool: Tool) -> dict[str, Any]:
    return {"tool": tool.name, "barcode": tool.barcode}


TOOL_ACTIONS = (
    status_action(
        ToolStatus.DEFECTIVE,
        "mark_as_defective",
        _("Mark as defective"),
        "report",
        ngettext_lazy(
            "%(count)d tool is defective now.", "%(count)d tools are defective now.", "count"
        ),
    ),
    status_action(
        ToolStatus.IN_MAINTENANCE,
        "send_to_maintenance",
        _("Into maintenance"),
        "build",
        ngettext_lazy(
            "%(count)d tool is in maintenance now.",
            "%(count)d tools are in maintenance now.",
            "count",
        ),
    ),
    status_action(
        ToolStatus.AVAILABLE,
        "make_available",
        _("Available again"),
        "check_circle",
        ngettext_lazy(
            "%(count)d tool is available again.", "%(count)d tools are available again.", "count"
        ),
    ),
    AdminAction(
        code="restore",
        label=_("Restore"),
        icon="restore_from_trash",
        permission="tools.delete_tool",
        run=restore,
        done=ngettext_lazy(
            "%(count)d tool is back from the trash.",
            "%(count)d tools are back from the trash.",
            "count",
        ),
        form=RestoreForm,
        in_trash=True,
    ),
    AdminAction(
        code="erase",
        label=_("Delete for good"),
        icon="delete_forever",
        permission="tools.erase_tool",
        run=erase,
        done=ngettext_lazy(
            "%(count)d tool is deleted for good.", "%(count)d tools are deleted for good.", "count"
        ),
        is_grave=True,
        in_trash=True,
    ),
)
