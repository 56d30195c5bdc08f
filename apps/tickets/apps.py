from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import Feature, Reference, Schedule, SettingsAction, registry


class TicketsConfig(AppConfig):
    name = "apps.tickets"
    verbose_name = _("Tickets")

    def ready(self):
        from apps.sitesettings.enums import Feature as Module
        from apps.tickets import (
            actions,
            attachments,
            consistency,
            defects,
            events,
            exports,
            figures,
            finding,
            notification_types,
            order_consistency,
            order_events,
            order_wire,
            panels,
            person_hooks,
            queries,
            reports,
            waiting,
        )
        from apps.tickets.models import TicketEvent
        from apps.tickets.services.materials import strike_along

        registry.add_feature(Feature(Module.TICKETS, ("tickets",)))
        registry.add_event_class("tickets", TicketEvent)
        registry.add_events(*events.EVENT_TYPES, *order_events.EVENT_TYPES)
        registry.add_notifications(*notification_types.KINDS)
        registry.add_schedule(
            Schedule(
                "tickets.remind_workers",
                _("Remind people of tickets that are due"),
                at_hour=6,
                feature=Module.TICKETS,
            )
        )
        registry.add_admin_actions("tickets.ticket", *actions.TICKET_ACTIONS)
        registry.add_row_extra("tickets.ticket", lambda tickets, now: queries.with_people(tickets))
        registry.add_search_source(finding.SOURCE)
        registry.add_object_rule("tickets.ticket", queries.allows)
        registry.add_menu_count("tickets:list", waiting.waiting_count)
        registry.add_figures(figures.UNASSIGNED, figures.OVERDUE)
        for report in reports.REPORTS:
            registry.add_report(report)
        registry.add_attachment_owner(attachments.OWNER)
        registry.add_defect_handler(defects.open_ticket)
        registry.add_person_hooks(person_hooks.HOOKS)
        registry.add_panel("tickets.ticket", panels.work_order)
        registry.add_export(exports.LIST)
        registry.add_settings_action(
            SettingsAction(
                _("Word template of orders"),
                "tickets:word_template",
                _("What orders look like in Word."),
                is_link=True,
            )
        )
        registry.add_undo_handler(order_wire.BOOK_MATERIAL, order_wire.undo_material)
        registry.add_undo_handler(order_wire.BOOK_LABOR, order_wire.undo_labor)
        registry.add_reversal_hook(strike_along)
        registry.add_consistency_check("tickets", consistency.contradictions)
        registry.add_consistency_check("work_orders", order_consistency.contradictions)
        _add_references()


def _add_references():
    from apps.tickets import queries
    from apps.tickets.models import Ticket, WorkOrderMaterial
    from apps.tickets.services.work_areas import offer_to_members

    words = queries.tickets_in_words
    registry.add_reference("masterdata.department", Reference(Ticket, "department", words))
    registry.add_reference(
        "tickets.workarea", Reference(Ticket, "work_area", words, moved=offer_to_members)
    )
    for field in ("created_by", "assigned_to"):
        registry.add_reference("accounts.user", Reference(Ticket, field, words))
    registry.add_reference(
        "consumables.consumable",
        Reference(WorkOrderMaterial, "consumable", queries.order_lines_in_words),
    )
