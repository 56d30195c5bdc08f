from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, registry


class MasterdataConfig(AppConfig):
    name = "apps.masterdata"
    verbose_name = _("Master data")

    def ready(self):
        registry.add_events(
            EventType("masterdata.created", _("%(actor)s created %(kind)s %(name)s."), "plus"),
            EventType("masterdata.changed", _("%(actor)s changed %(kind)s %(name)s."), "pencil"),
            EventType("masterdata.deleted", _("%(actor)s deleted %(kind)s %(name)s."), "trash-2"),
        )
