from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Feature, Reference, registry


class TicketsConfig(AppConfig):
    name = "apps.tickets"
    verbose_name = _("Tickets")

    def ready(self):
        from apps.sitesettings.enums import Feature as Module
        from apps.tickets import events, order_consistency, order_events, queries
        from apps.tickets.models import Ticket, TicketEvent, WorkOrderMaterial
        from apps.tickets.services.materials import strike_along

        registry.add_feature(Feature(Module.TICKETS, ("tickets",)))
        registry.add_event_class("tickets", TicketEvent)
        registry.add_events(*events.EVENT_TYPES, *order_events.EVENT_TYPES)
        registry.add_object_rule("tickets.ticket", queries.allows)
        for model, field in (
            ("masterdata.department", "department"),
            ("tickets.workarea", "work_area"),
        ):
            registry.add_reference(model, Reference(Ticket, field, queries.tickets_in_words))
        registry.add_reference(
            "consumables.consumable",
            Reference(WorkOrderMaterial, "consumable", queries.order_lines_in_words),
        )
        registry.add_reversal_hook(strike_along)
        registry.add_consistency_check("work_orders", order_consistency.contradictions)
