from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import BarcodeKind, EventType, registry


class WorkersConfig(AppConfig):
    name = "apps.workers"
    verbose_name = _("People")

    def ready(self):
        from apps.workers import queries
        from apps.workers.models import Worker

        registry.add_barcode_kind(
            BarcodeKind(
                kind=Worker.barcode_kind,
                label=_("worker"),
                describe=queries.describe_worker,
                name_of=lambda pk: str(Worker.objects.get(pk=pk)),
            )
        )
        registry.add_events(
            EventType("workers.created", _("%(actor)s added %(worker)s."), "user-plus"),
            EventType("workers.changed", _("%(actor)s changed %(worker)s."), "pencil"),
            EventType("workers.deleted", _("%(actor)s deleted %(worker)s."), "trash-2"),
        )
        registry.add_usage_blocker("masterdata.department", queries.uses_of_department)
