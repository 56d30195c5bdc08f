"""What the back office does about lendings: at the tool and in the list of lendings. Each action calls its service."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.core import clock
from apps.core.admin import ActionForm, DayField, Textarea, TextInput, reference_field
from apps.core.registry import AdminAction
from apps.lending import services
from apps.lending.models import Lending
from apps.lending.queries import default_due_date
from apps.lending.refusals import ToolNotLent
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.trash import LONGEST_REASON, mark_as_lost

NOTES_LENGTH = 2000
PERMISSION = "lending.lend_tool"


def preset_day() -> date:
    """The day that the desk presets too."""
    return clock.local_date(default_due_date(clock.now()))


class DueField(DayField):
    """The day at whose end something is due."""

    def __init__(self, **options: Any):
        super().__init__(label=_("Back by"), initial=preset_day, **options)

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        return day and clock.end_of_day(day)


class NotesField(forms.CharField):
    """What somebody wants to add."""

    def __init__(self, **options: Any):
        looks = Textarea({"rows": 3})
        super().__init__(
            label=_("Notes"), required=False, max_length=NOTES_LENGTH, widget=looks, **options
        )


class LendForm(ActionForm):
    worker = reference_field(Lending, "worker", label=_("Worker"))
    due_date = DueField()
    notes = NotesField()


class ReturnForm(ActionForm):
    notes = NotesField()


class ExtendForm(ActionForm):
    due_date = DueField()


class LostForm(ActionForm):
    reason = forms.CharField(
        label=_("How was it lost?"), max_length=LONGEST_REASON, widget=TextInput
    )


def lend(tool_id: Any, values: dict[str, Any], **by: Any) -> str:
    details = {"due_date": values["due_date"], "notes": values["notes"]}
    worker_id = values["worker"].pk
    lending = services.lend_tool(tool_id=tool_id, worker_id=worker_id, **details, **by)
    return _("%(tool)s %(barcode)s lent to %(worker)s, back by %(due)s.") % _words(lending)


def take_back(tool_id: Any, values: dict[str, Any], **by: Any) -> str:
    lending = services.return_tool(tool_id=tool_id, notes=values["notes"], **by)
    return _("%(tool)s %(barcode)s is back from %(worker)s.") % _words(lending)


def extend(tool_id: Any, values: dict[str, Any], **by: Any) -> str:
    lending = services.extend_lending(tool_id=tool_id, due_date=values["due_date"], **by)
    return _("%(worker)s keeps %(tool)s %(barcode)s until %(due)s.") % _words(lending)


def pass_on(tool_id: Any, values: dict[str, Any], **by: Any) -> str:
    details = {"due_date": values["due_date"], "notes": values["notes"]}
    worker_id = values["worker"].pk
    lending = services.pass_on_tool(tool_id=tool_id, worker_id=worker_id, **details, **by)
    return _("%(worker)s has %(tool)s %(barcode)s now, until %(due)s.") % _words(lending)


def write_off(tool_id: Any, values: dict[str, Any], **by: Any) -> str:
    lending = services.write_off_tool(tool_id=tool_id, reason=values["reason"], **by)
    return _("%(tool)s %(barcode)s is written off as lost.") % _words(lending)


def write_off_anywhere(tool: Tool, values: dict[str, Any], **by: Any) -> str:
    """A tool that is out takes its lending along; one in the store has none."""
    if is_out(tool):
        return write_off(tool.pk, values, **by)
    mark_as_lost(tool.pk, reason=values["reason"], **by)
    words = {"tool": tool.name, "barcode": tool.barcode}
    return _("%(tool)s %(barcode)s is written off as lost.") % words


def _words(lending: Lending) -> dict[str, str]:
    return {
        "tool": lending.tool_name,
        "barcode": lending.tool_barcode,
        "worker": lending.worker_name,
        "due": f"{clock.local_date(lending.due_date):%d.%m.%Y}",
    }


def at_tool(run: Callable[..., str]) -> Callable[..., str]:
    return lambda tool, values, **by: run(tool.pk, values, **by)


def at_lending(run: Callable[..., str]) -> Callable[..., str]:
    """Only while it is open: afterwards the tool may be in other hands."""

    def run_if_open(lending: Lending, values: dict[str, Any], **by: Any) -> str:
        if not lending.is_open:
            raise ToolNotLent(_("%(lending)s: this lending has ended.") % {"lending": lending})
        return run(lending.tool_id, values, **by)

    return run_if_open


def is_available(tool: Tool) -> bool:
    return tool.state == ToolStatus.AVAILABLE


def is_out(tool: Tool) -> bool:
    return tool.state == ToolStatus.LENT


def is_open(lending: Lending) -> bool:
    return lending.is_open


LEND = AdminAction(
    code="lend",
    label=_("Lend"),
    icon="output",
    permission=PERMISSION,
    run=at_tool(lend),
    done=ngettext_lazy("%(count)d tool lent.", "%(count)d tools lent.", "count"),
    form=LendForm,
    is_possible=is_available,
)
TAKE_BACK = AdminAction(
    code="take_back",
    label=_("Take back"),
    icon="assignment_return",
    permission=PERMISSION,
    run=at_tool(take_back),
    done=ngettext_lazy("%(count)d tool is back.", "%(count)d tools are back.", "count"),
    form=ReturnForm,
    is_possible=is_out,
)
EXTEND = AdminAction(
    code="extend",
    label=_("Extend"),
    icon="event_repeat",
    permission=PERMISSION,
    run=at_tool(extend),
    done=ngettext_lazy("%(count)d lending extended.", "%(count)d lendings extended.", "count"),
    form=ExtendForm,
    is_possible=is_out,
)
PASS_ON = AdminAction(
    code="pass_on",
    label=_("Pass on"),
    icon="swap_horiz",
    permission=PERMISSION,
    run=at_tool(pass_on),
    done=ngettext_lazy("%(count)d tool passed on.", "%(count)d tools passed on.", "count"),
    form=LendForm,
    is_possible=is_out,
)
WRITE_OFF = AdminAction(
    code="write_off",
    label=_("Write off as lost"),
    icon="help_center",
    permission="tools.delete_tool",
    run=write_off_anywhere,
    done=ngettext_lazy(
        "%(count)d tool written off as lost.", "%(count)d tools written off as lost.", "count"
    ),
    form=LostForm,
)
TOOL_ACTIONS = (LEND, TAKE_BACK, EXTEND, PASS_ON, WRITE_OFF)
LENDING_ACTIONS = (
    replace(TAKE_BACK, run=at_lending(take_back), is_possible=is_open),
    replace(EXTEND, run=at_lending(extend), is_possible=is_open),
    replace(PASS_ON, run=at_lending(pass_on), is_possible=is_open),
    replace(WRITE_OFF, run=at_lending(write_off), is_possible=is_open),
)
