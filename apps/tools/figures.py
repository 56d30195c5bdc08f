"""The tools on the dashboard: how many there are in each state, and what they need."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.clock import local_date
from apps.core.registry import HOUSE, Figure
from apps.tools.enums import MaintenanceState, ToolStatus
from apps.tools.filters import NEVER
from apps.tools.models import Tool


def _in_state(status: ToolStatus) -> Figure:
    return Figure(
        code=f"tools.{status.name.lower()}",
        label=status.label,
        icon=status.icon,
        tone=status.tone,
        permission="tools.maintain_tool",
        rows=lambda now: Tool.objects.alive().filter(status=status),
        url=lambda: f"{reverse('tools:list')}?status={status.value}",
        group=HOUSE,
    )


STATES = tuple(_in_state(status) for status in ToolStatus)
MAINTENANCE_DUE = Figure(
    code="tools.maintenance_due",
    label=_("maintenance due"),
    icon="wrench",
    tone="warning",
    permission="tools.maintain_tool",
    rows=lambda now: Tool.objects.alive().filter(maintenance_due__lt=local_date(now)),
    url=lambda: f"{reverse('tools:maintenance')}?due={MaintenanceState.OVERDUE.value}",
)
NEVER_LENT = Figure(
    code="tools.never_lent",
    label=_("never lent"),
    icon="package-open",
    tone="neutral",
    permission="tools.maintain_tool",
    rows=lambda now: Tool.objects.alive().never_lent(),
    url=lambda: f"{reverse('tools:list')}?lent={NEVER}",
    group=HOUSE,
)
