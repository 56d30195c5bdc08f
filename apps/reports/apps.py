from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import registry


class ReportsConfig(AppConfig):
    name = "apps.reports"
    verbose_name = _("Reports")

    def ready(self):
        from apps.reports.exports import export_of

        for report in registry.reports.values():
            registry.add_export(export_of(report))
