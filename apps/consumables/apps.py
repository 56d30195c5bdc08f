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


class ConsumablesConfig(AppConfig):
    name = "apps.consumables"
    verbose_name = _("Consumables")

    def ready(self):
        from apps.consumables import (
            actions,
            consistency,
            counting,
            exports,
            figures,
            notification_types,
            panels,
            queries,
            reports,
            wire,
        )
        from apps.consumables.models import Consumable
        from apps.consumables.services.counts import book_counts

        registry.add_barcode_kind(
            BarcodeKind(
                kind=Consumable.barcode_kind,
                label=_("consumable"),
                describe=queries.describe_consumable,
                name_of=lambda pk: str(Consumable.objects.get(pk=pk)),
            )
        )
        registry.add_search_source(
            SearchSource(
                kind=Consumable.barcode_kind,
                label=_("Consumables"),
                icon="package",
                find=queries.find_consumables,
                list_url=lambda: reverse("consumables:list"),
                permission="consumables.view_consumable",
                admin_page="consumables_consumable_change",
                position=20,
            )
        )
        registry.add_countable(
            Countable(
                kind=Consumable.barcode_kind,
                label=_("Consumables"),
                shelved=counting.shelved,
                find=counting.find,
                book=book_counts,
            )
        )
        registry.add_attachment_owner(_attachments())
        registry.add_events(*_events())
        registry.add_admin_actions("consumables.consumable", *actions.CONSUMABLE_ACTIONS)
        registry.add_panel("consumables.consumable", panels.journal)
        registry.add_panel("workers.worker", panels.taken_by)
        registry.add_export(exports.LIST)
        registry.add_export(exports.JOURNAL)
        for report in reports.REPORTS:
            registry.add_report(report)
        _add_references()
        registry.add_usage_blocker("consumables.consumable", queries.open_orders_of)
        registry.add_rename_hook("consumables.consumable", queries.carry_over_consumable)
        registry.add_rename_hook("workers.worker", queries.carry_over_worker)
        for kind in (wire.WITHDRAW, wire.RECEIVE, wire.ADJUST):
            registry.add_undo_handler(kind, wire.undo_movement)
        registry.add_notifications(
            notification_types.LOW_STOCK,
            notification_types.LOW_STOCK_LIST,
            notification_types.ORDER_PROPOSALS,
        )
        registry.add_figures(figures.BELOW_MINIMUM)
        registry.add_trend(figures.WITHDRAWALS_BY_WEEK)
        registry.add_schedule(
            Schedule("consumables.tell_low_stock", _("List what is below its minimum"), at_hour=6)
        )
        registry.add_schedule(
            Schedule("consumables.forecast", _("Forecast the usage of consumables"), at_hour=3)
        )
        registry.add_schedule(
            Schedule("consumables.propose_orders", _("Bring order proposals up to date"), at_hour=4)
        )
        registry.add_consistency_check("consumables", consistency.contradictions)
        registry.add_job_label("consumables.forecast", _("Forecast the usage of consumables"))


def _add_references() -> None:
    """What refers to what: it is counted, held and moved along when two are merged."""
    from apps.consumables import models, queries

    for field in ("category", "location", "supplier"):
        url = queries.list_of_consumables_with(field)
        registry.add_reference(
            f"masterdata.{field}",
            Reference(models.Consumable, field, queries.consumables_in_words, url),
        )
    movements, lines = queries.movements_in_words, queries.order_lines_in_words
    stocktakings = queries.stocktakings_in_words
    for target, reference in (
        ("masterdata.location", Reference(models.StockMovement, "location", movements)),
        ("masterdata.location", Reference(models.Stocktaking, "location", stocktakings)),
        ("masterdata.category", Reference(models.Stocktaking, "category", stocktakings)),
        (
            "masterdata.supplier",
            Reference(models.PurchaseOrder, "supplier", queries.orders_in_words),
        ),
        ("workers.worker", Reference(models.StockMovement, "worker", movements)),
        ("consumables.consumable", Reference(models.StockMovement, "consumable", movements)),
        ("consumables.consumable", Reference(models.OrderLine, "consumable", lines)),
    ):
        registry.add_reference(target, reference)


def _events() -> list[EventType]:
    return [
        EventType("consumables.created", _("%(actor)s added %(consumable)s."), "plus"),
        EventType("consumables.changed", _("%(actor)s changed %(consumable)s."), "pencil"),
        EventType("consumables.deleted", _("%(actor)s deleted %(consumable)s."), "trash-2"),
        EventType(
            "consumables.restored",
            _("%(actor)s took %(consumable)s out of the trash."),
            "rotate-ccw",
        ),
        EventType("consumables.erased", _("%(actor)s deleted %(consumable)s for good."), "trash-2"),
        EventType(
            "consumables.withdrawn",
            _(
                "%(quantity)s %(unit)s %(consumable)s taken out, %(stock)s left (booked by %(actor)s)."
            ),
            "arrow-up-right",
        ),
        EventType(
            "consumables.withdrawn_for",
            _(
                "%(worker)s got %(quantity)s %(unit)s %(consumable)s, %(stock)s left (booked by %(actor)s)."
            ),
            "arrow-up-right",
        ),
        EventType(
            "consumables.received",
            _(
                "%(quantity)s %(unit)s %(consumable)s came in, %(stock)s there now (booked by %(actor)s)."
            ),
            "package-check",
        ),
        EventType(
            "consumables.corrected",
            _("%(actor)s corrected the stock of %(consumable)s to %(stock)s (%(reason)s)."),
            "pencil",
        ),
        EventType(
            "consumables.counted",
            _("%(actor)s counted %(consumable)s: %(stock)s are there."),
            "clipboard-check",
        ),
        EventType(
            "consumables.reversed",
            _("%(actor)s reversed a booking of %(consumable)s: %(stock)s are there again."),
            "undo-2",
        ),
        EventType(
            "consumables.order_proposed",
            _("%(actor)s had order %(order)s (%(supplier)s) proposed."),
            "lightbulb",
        ),
        EventType("consumables.order_edited", _("%(actor)s changed order %(order)s."), "pencil"),
        EventType(
            "consumables.ordered", _("%(actor)s ordered %(order)s from %(supplier)s."), "send"
        ),
        EventType(
            "consumables.order_mailed",
            _("%(actor)s mailed order %(order)s to %(supplier)s."),
            "mail",
        ),
        EventType("consumables.order_canceled", _("%(actor)s canceled order %(order)s."), "ban"),
        EventType(
            "consumables.stocktaking_started",
            _("%(actor)s started stocktaking %(stocktaking)s."),
            "clipboard-list",
        ),
        EventType(
            "consumables.stocktaking_booked",
            _("%(actor)s booked stocktaking %(stocktaking)s."),
            "clipboard-check",
        ),
        EventType(
            "consumables.stocktaking_canceled",
            _("%(actor)s canceled stocktaking %(stocktaking)s."),
            "ban",
        ),
    ]


def _attachments() -> AttachmentOwner:
    """Photos and documents: who changes a thing adds some and removes his own."""
    from apps.media.queries import by_barcode_or_id
    from apps.media.rules import remove_with, see_with

    return AttachmentOwner(
        kind="consumables",
        model="consumables.consumable",
        label=_("Consumables"),
        find=by_barcode_or_id("consumables.consumable"),
        key_of=lambda obj: obj.barcode,
        may_see=see_with("consumables.view_consumable"),
        may_add=see_with("consumables.change_consumable"),
        may_remove=remove_with(
            "consumables.delete_consumable", own="consumables.change_consumable"
        ),
    )
