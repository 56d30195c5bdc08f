from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.registry import (
    AttachmentOwner,
    BarcodeKind,
    Countable,
    EventType,
    Reference,
    Schedule,
    SearchSource,
    registry,
)


class ToolsConfig(AppConfig):
    name = "apps.tools"
    verbose_name = _("Tools")

    def ready(self):
        from apps.core.tables.columns import offer
        from apps.tools import (
            actions,
            counting,
            figures,
            notification_types,
            panels,
            queries,
            reports,
            tables,
        )
        from apps.tools.models import Tool

        registry.add_admin_actions("tools.tool", *actions.TOOL_ACTIONS)
        offer(tables.ToolTable())
        registry.add_panel("tools.tool", panels.maintenance)
        registry.add_report(reports.INVENTORY)
        registry.add_attachment_owner(_attachments())
        registry.add_figures(figures.MAINTENANCE_DUE, *figures.STATES, figures.NEVER_LENT)
        registry.add_search_source(
            SearchSource(
                kind=Tool.barcode_kind,
                label=_("Tools"),
                icon="wrench",
                find=queries.find_tools,
                list_url=lambda: reverse("tools:list"),
                permission="tools.view_tool",
                admin_page="tools_tool_change",
                position=10,
            )
        )
        registry.add_barcode_kind(
            BarcodeKind(
                kind=Tool.barcode_kind,
                label=_("tool"),
                describe=queries.describe_tool,
                name_of=lambda pk: str(Tool.objects.get(pk=pk)),
            )
        )
        registry.add_events(
            EventType("tools.created", _("%(actor)s added %(tool)s."), "plus"),
            EventType("tools.changed", _("%(actor)s changed %(tool)s."), "pencil"),
            EventType(
                "tools.status_changed", _("%(actor)s changed the status of %(tool)s."), "wrench"
            ),
            EventType(
                "tools.defect_reported",
                _("%(actor)s reported %(tool)s as defective: %(note)s."),
                "triangle-alert",
            ),
            EventType("tools.deleted", _("%(actor)s deleted %(tool)s."), "trash-2"),
            EventType(
                "tools.restored", _("%(actor)s took %(tool)s out of the trash."), "rotate-ccw"
            ),
            EventType("tools.erased", _("%(actor)s deleted %(tool)s for good."), "trash-2"),
            EventType(
                "tools.lost", _("%(actor)s wrote %(tool)s off as lost: %(reason)s."), "circle-help"
            ),
        )
        for field in ("category", "location"):
            registry.add_reference(
                f"masterdata.{field}",
                Reference(Tool, field, queries.tools_in_words, queries.list_of_tools_with(field)),
            )
        registry.add_events(
            EventType(
                "tools.maintained",
                _("%(actor)s recorded maintenance of %(tool)s: %(work)s. Next: %(due)s."),
                "wrench",
            ),
            EventType(
                "tools.maintenance_struck",
                _("%(actor)s struck the maintenance record %(work)s of %(tool)s: %(reason)s."),
                "x",
            ),
            EventType("tools.field_created", _("%(actor)s added the field %(field)s."), "plus"),
            EventType("tools.field_changed", _("%(actor)s changed the field %(field)s."), "pencil"),
            EventType(
                "tools.field_deleted", _("%(actor)s deleted the field %(field)s."), "trash-2"
            ),
        )
        registry.add_events(
            EventType(
                "tools.missed", _("%(actor)s did not find %(tool)s (%(reason)s)."), "circle-help"
            ),
            EventType(
                "tools.found",
                _("%(actor)s found %(tool)s, which is lent (%(reason)s)."),
                "circle-alert",
            ),
        )
        registry.add_countable(
            Countable(
                kind=Tool.barcode_kind,
                label=_("Tools"),
                shelved=counting.shelved,
                find=counting.find,
                book=counting.book,
            )
        )
        registry.add_notifications(notification_types.MAINTENANCE_DUE)
        registry.add_schedule(
            Schedule("tools.tell_maintenance_due", _("List tools that need maintenance"), at_hour=6)
        )


def _attachments() -> AttachmentOwner:
    """Photos and documents: who changes a thing adds some and removes his own."""
    from apps.media.queries import by_barcode_or_id
    from apps.media.rules import remove_with, see_with

    return AttachmentOwner(
        kind="tools",
        model="tools.tool",
        label=_("Tools"),
        find=by_barcode_or_id("tools.tool"),
        key_of=lambda obj: obj.barcode,
        may_see=see_with("tools.view_tool"),
        may_add=see_with("tools.change_tool"),
        may_remove=remove_with("tools.delete_tool", own="tools.change_tool"),
    )
