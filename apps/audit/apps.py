from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import registry


class AuditConfig(AppConfig):
    name = "apps.audit"
    verbose_name = _("Audit")

    def ready(self):
        from apps.audit.queries import history_of

        registry.set_history(history_of)
