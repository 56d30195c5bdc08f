from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Schedule, registry


class ReportsConfig(AppConfig):
    name = "apps.reports"
    verbose_name = _("Reports")

    def ready(self):
        from apps.reports import notification_types
        from apps.reports.exports import export_of

        for report in registry.reports.values():
            registry.add_export(export_of(report))
        registry.add_notifications(notification_types.SAVED, notification_types.WEEK)
        registry.add_schedule(
            Schedule("reports.send_saved", _("Send saved reports by mail"), at_hour=6)
        )
        registry.add_schedule(
            Schedule("reports.send_week", _("Send “Your week” by mail"), at_hour=6, at_minute=15)
        )
