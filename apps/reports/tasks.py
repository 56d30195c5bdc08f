"""What reports do by themselves each morning."""

from apps.core import clock
from apps.core.schedules import scheduled
from apps.reports.sending import send_saved_reports
from apps.reports.weekly import send_week
from apps.sitesettings.queries import current


@scheduled("reports.send_saved")
def send_saved_daily() -> str:
    return f"{send_saved_reports(clock.now())}"


@scheduled("reports.send_week")
def send_week_daily() -> str:
    return f"{send_week(current(), clock.now())}"
