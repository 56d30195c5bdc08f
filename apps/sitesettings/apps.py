from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, registry


class SitesettingsConfig(AppConfig):
    name = "apps.sitesettings"
    verbose_name = _("Settings")

    def ready(self):
        from apps.sitesettings.queries import feature_enabled

        registry.feature_enabled = feature_enabled
        registry.add_events(
            EventType("sitesettings.changed", _("%(actor)s changed the settings."), "settings")
        )
