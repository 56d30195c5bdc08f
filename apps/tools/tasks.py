"""What the tools do by themselves every day."""

from apps.core import clock
from apps.core.schedules import scheduled
from apps.sitesettings.queries import current
from apps.tools.reminders import tell_maintenance_due


@scheduled("tools.tell_maintenance_due")
def tell_maintenance_due_daily() -> str:
    return f"{tell_maintenance_due(current(), clock.now())}"
