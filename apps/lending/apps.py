from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType, Reference, Schedule, registry


class LendingConfig(AppConfig):
    name = "apps.lending"
    verbose_name = _("Lending")

    def ready(self):
        from apps.core.tables.columns import offer
        from apps.lending import (
            actions,
            admin_filters,
            api,
            figures,
            notification_types,
            panels,
            queries,
            reports,
            tables,
        )
        from apps.lending.exports import HISTORY
        from apps.lending.models import Lending

        registry.add_events(
            EventType(
                "lending.tool_lent",
                _("%(worker)s borrowed %(tool)s until %(due)s (handed out by %(actor)s)."),
                "arrow-up-right",
            ),
            EventType(
                "lending.tool_returned",
                _("%(worker)s returned %(tool)s (taken back by %(actor)s)."),
                "arrow-down-left",
            ),
            EventType(
                "lending.extended",
                _("%(actor)s extended the lending of %(tool)s to %(worker)s until %(due)s."),
                "calendar-plus",
            ),
            EventType(
                "lending.passed_on",
                _(
                    "%(giver)s passed %(tool)s on to %(worker)s, until %(due)s (booked by %(actor)s)."
                ),
                "arrow-left-right",
            ),
            EventType(
                "lending.lost",
                _("%(worker)s did not bring back %(tool)s; %(actor)s wrote it off: %(reason)s."),
                "circle-help",
            ),
            EventType(
                "lending.reminded",
                _("%(actor)s reminded %(worker)s of %(tool)s."),
                "mail",
            ),
            EventType(
                "lending.lending_undone",
                _("%(actor)s undid the lending of %(tool)s to %(worker)s."),
                "undo-2",
            ),
            EventType(
                "lending.return_undone",
                _("%(actor)s undid the return of %(tool)s: %(worker)s still has it."),
                "undo-2",
            ),
        )
        registry.add_admin_actions("tools.tool", *actions.TOOL_ACTIONS)
        registry.add_admin_actions("lending.lending", *actions.LENDING_ACTIONS)
        registry.add_panel("tools.tool", panels.tool_lendings)
        registry.add_panel("workers.worker", panels.worker_holdings)
        registry.add_panel("workers.worker", panels.worker_past)
        registry.add_admin_filters("tools.tool", admin_filters.OverdueToolFilter)
        registry.add_admin_filters("workers.worker", admin_filters.HoldsToolsFilter)
        registry.add_figures(figures.OVERDUE, figures.DUE_TODAY_FIGURE)
        registry.add_trend(figures.LENDINGS_BY_WEEK)
        registry.add_ranking(figures.MOST_LENT_TOOLS)
        registry.add_export(HISTORY)
        for report in reports.REPORTS:
            registry.add_report(report)
        offer(tables.LendingTable())
        registry.add_row_extra("tools.tool", queries.add_holders)
        registry.add_row_extra("workers.worker", queries.add_loads)
        registry.add_row_filter("workers.worker:lendings", queries.people_with_lendings)
        registry.add_detail_extra("workers.worker", queries.add_lendings_of_person)
        registry.add_exit_item(queries.tools_to_return)
        registry.add_scan_extra("tool", queries.tool_holder)
        registry.add_scan_extra("worker", queries.worker_load)
        registry.add_usage_blocker("tools.tool", queries.uses_of_tool)
        registry.add_usage_blocker("workers.worker", queries.uses_of_worker)
        registry.add_reference("tools.tool", Reference(Lending, "tool", queries.lendings_in_words))
        registry.add_reference(
            "workers.worker", Reference(Lending, "worker", queries.lendings_in_words)
        )
        registry.add_rename_hook("tools.tool", queries.carry_over_names)
        registry.add_rename_hook("workers.worker", queries.carry_over_names)
        registry.add_copies("tools.tool", queries.those_with_lendings)
        registry.add_copies("workers.worker", queries.those_with_lendings)
        registry.add_undo_handler(api.LEND, api.undo_lend)
        registry.add_undo_handler(api.RETURN, api.undo_return)
        registry.add_notifications(
            notification_types.DUE_SOON,
            notification_types.REMINDER,
            notification_types.OVERDUE_LIST,
        )
        registry.add_schedule(
            Schedule("lending.remind_borrowers", _("Remind people of due tools"), at_hour=6)
        )
        registry.add_schedule(
            Schedule("lending.tell_employees", _("List overdue tools for the store"), at_hour=6)
        )
