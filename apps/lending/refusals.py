"""Why a tool cannot go out or come back, in words."""

from datetime import datetime

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.core.clock import BERLIN
from apps.core.errors import DomainError, ErrorCode
from apps.lending.models import Lending
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound


class ToolNotAvailable(DomainError):
    """Somebody else has the tool, or it is defective or in maintenance."""

    code = ErrorCode.TOOL_NOT_AVAILABLE
    status = 409


class ToolsRefused(ToolNotAvailable):
    """Some of several tools cannot go out, so none does."""

    message = _("Nothing was lent, because not all of these tools can go out.")


class ToolNotLent(DomainError):
    """Nobody has the tool, so it cannot come back."""

    code = ErrorCode.TOOL_NOT_LENT
    status = 409


def not_available(tool_id: ObjectId) -> DomainError:
    """Why the tool cannot go out."""
    tool = Tool.objects.alive().filter(pk=tool_id).first()
    if tool is None:
        return ToolNotFound()
    lending = Lending.objects.open().filter(tool=tool_id).first()
    words = {"tool": tool.name, "barcode": tool.barcode, "status": tool.state.label}
    data = {"tool_status": tool.status, "lent_to": None}
    if lending is None:
        return ToolNotAvailable(_("%(tool)s %(barcode)s is %(status)s.") % words, data=data)
    message = _("%(tool)s %(barcode)s is already lent to %(worker)s, until %(due)s.") % {
        **words,
        "worker": lending.worker_name,
        "due": day(lending.due_date),
    }
    return ToolNotAvailable(message, data={**data, "lent_to": lending.worker_name})


def not_lent(tool_id: ObjectId) -> DomainError:
    """Why the tool cannot come back."""
    tool = Tool.objects.alive().filter(pk=tool_id).first()
    if tool is None:
        return ToolNotFound()
    message = _("%(tool)s %(barcode)s is not lent at the moment.") % {
        "tool": tool.name,
        "barcode": tool.barcode,
    }
    return ToolNotLent(message, data={"tool_status": tool.status})


def day(moment: datetime) -> str:
    """The day in Berlin, as people write it."""
    return f"{moment.astimezone(BERLIN):%d.%m.%Y}"
