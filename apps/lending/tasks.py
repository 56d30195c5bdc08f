"""What lending does by itself every day."""

from apps.core import clock
from apps.core.schedules import scheduled
from apps.lending.reminders import remind_borrowers, tell_employees
from apps.sitesettings.queries import current


@scheduled("lending.remind_borrowers")
def remind_borrowers_daily() -> str:
    return f"{remind_borrowers(current(), clock.now())}"


@scheduled("lending.tell_employees")
def tell_employees_daily() -> str:
    return f"{tell_employees(current(), clock.now())}"
