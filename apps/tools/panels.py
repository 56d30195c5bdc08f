"""What the pages of a tool show of its maintenance."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Panel
from apps.tools.models import Tool

SHOWN = 10


def maintenance(tool: Tool, request: HttpRequest) -> Panel | None:
    """The newest entries of the maintenance log; they lie in the tool itself."""
    records = sorted(tool.maintenance_history, key=lambda record: record.date, reverse=True)
    if not records:
        return None
    return Panel(
        title=_("Maintenance"),
        template="panels/maintenance.html",
        context={"records": records[:SHOWN]},
        more=max(0, len(records) - SHOWN),
        more_url=reverse("tools:detail", args=[tool.barcode]),
    )
