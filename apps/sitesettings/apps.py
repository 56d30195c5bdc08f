from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, registry


class SitesettingsConfig(AppConfig):
    name = "apps.sitesettings"
    verbose_name = _("Settings")

    def ready(self):
        from apps.sitesettings import checks  # noqa: F401 they register themselves
        from apps.sitesettings.queries import add_newest_runs, feature_enabled, letterhead

        registry.feature_enabled = feature_enabled
        registry.letterhead = letterhead
        registry.add_row_extra("sitesettings.scheduledtask", add_newest_runs)
        registry.add_events(
            EventType("sitesettings.changed", _("%(actor)s changed the settings."), "settings"),
            EventType(
                "sitesettings.schedule_changed",
                _("%(actor)s changed when %(schedule)s runs."),
                "calendar-clock",
            ),
        )
