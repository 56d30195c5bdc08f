"""Reading the settings: once per request or task, so a change is effective with the next one, in every process."""

from datetime import datetime

from django.conf import settings as django_settings

from apps.core.logs import scope_cache
from apps.core.mongodb import direct
from apps.core.pdf import data_uri
from apps.core.registry import Letterhead
from apps.core.schedules import latest_runs
from apps.sitesettings.enums import Feature, Weekday
from apps.sitesettings.models import KEY, ScheduledTask, SystemSettings

_CACHE = "sitesettings"
WORKDAYS = [day.value for day in Weekday if day < Weekday.SATURDAY]
FIRST_REMINDERS = [0, 3, 7]
OPTIONAL_TOOL_FIELDS = [feature for feature in Feature if feature.value.startswith("tool_")]


def current() -> SystemSettings:
    """The settings as stored; before the first start has stored them, what .env says."""
    cache = scope_cache()
    if _CACHE not in cache:
        cache[_CACHE] = _stored() or first_settings()
    return cache[_CACHE]


def _stored() -> SystemSettings | None:
    """Without the logo, which is large; ``defer`` would still read it from the database."""
    return direct.read(SystemSettings, {"key": KEY}, without=["logo"])


def forget() -> None:
    """Read anew with the next ``current()`` of this request."""
    scope_cache().pop(_CACHE, None)


def logo() -> tuple[bytes, str] | None:
    """The house's picture and its media type."""
    stored = SystemSettings.objects.filter(key=KEY).exclude(logo_type="")
    found = stored.values_list("logo", "logo_type").first()
    return (bytes(found[0]), found[1]) if found and found[0] else None


def letterhead() -> Letterhead:
    """What stands at the top of a printed document."""
    found = logo()
    return Letterhead(current().system_name, data_uri(*found) if found else "")


def add_newest_runs(tasks: list[ScheduledTask], now: datetime) -> None:
    """Set each schedule's newest run, for a list."""
    runs = latest_runs()
    for task in tasks:
        task.newest_run = runs.get(task.name)


def feature_enabled(feature: str) -> bool:
    """Whether the house uses the module or optional field."""
    return current().is_on(feature)


def first_settings() -> SystemSettings:
    """Settings of a new instance, not stored yet: .env and our defaults."""
    initial = django_settings.INITIAL_SETTINGS
    flags = {
        Feature.TICKETS: initial["tickets"],
        Feature.JOB_BOARD: initial["job_board"],
        Feature.WEEKLY_REPORTS: initial["weekly_reports"],
    }
    return SystemSettings(
        features=[*(flag for flag, is_on in flags.items() if is_on), *OPTIONAL_TOOL_FIELDS],
        opening_days=WORKDAYS,
        reminder_days=FIRST_REMINDERS,
        system_name=django_settings.SYSTEM_NAME,
        mail_server=initial["mail_server"],
        mail_port=initial["mail_port"],
        mail_security=initial["mail_security"],
        mail_username=initial["mail_username"],
        mail_default_sender=initial["mail_sender"],
    )
