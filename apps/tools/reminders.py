"""Telling the employees once a day which tools need maintenance."""

from datetime import datetime, timedelta

from django.urls import reverse

from apps.core import clock
from apps.notifications.services import notify
from apps.sitesettings.models import SystemSettings
from apps.tools.models import Tool
from apps.tools.notification_types import MAINTENANCE_DUE

AHEAD = timedelta(days=7)
LISTED = 50


def tell_maintenance_due(settings: SystemSettings, now: datetime) -> int:
    """Notify about tools whose maintenance is due within a week or overdue; none on closed days."""
    today = clock.local_date(now)
    due = Tool.objects.alive().filter(maintenance_due__lte=today + AHEAD)
    count = due.count()
    if not count or not settings.calendar.is_open(today):
        return 0
    tools = list(due.order_by("maintenance_due", "pk")[:LISTED])
    lines = [
        {
            "tool": tool.name,
            "barcode": tool.barcode,
            "due": f"{tool.maintenance_due:%d.%m.%Y}",
            "is_late": tool.maintenance_due < today,
        }
        for tool in tools
    ]
    notify(
        MAINTENANCE_DUE.code,
        tools[0],
        key=f"maintenance:{today}",
        actor=None,
        now=now,
        url=reverse("tools:list"),
        count=count,
        mail={"lines": lines, "more": count - len(lines)},
    )
    return count
