from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, Reference, registry


class MasterdataConfig(AppConfig):
    name = "apps.masterdata"
    verbose_name = _("Master data")

    def ready(self):
        from apps.core.tables.columns import offer
        from apps.masterdata import queries, tables

        registry.add_events(
            EventType("masterdata.created", _("%(actor)s created %(kind)s %(name)s."), "plus"),
            EventType("masterdata.changed", _("%(actor)s changed %(kind)s %(name)s."), "pencil"),
            EventType("masterdata.deleted", _("%(actor)s deleted %(kind)s %(name)s."), "trash-2"),
            EventType(
                "masterdata.merged",
                _("%(actor)s merged %(kind)s %(name)s into %(survivor)s."),
                "arrow-left-right",
            ),
        )
        registry.add_reference(
            "masterdata.location",
            Reference(
                queries.Location, "parent", queries.places_in_words, queries.list_of_places_in
            ),
        )
        for table in tables.TABLES:
            offer(table())
        registry.add_job_label("masterdata.merge", _("Merge master data"))
        for model in queries.KINDS.values():
            registry.add_usage_blocker(model._meta.label_lower, queries.sentences_of_uses)
