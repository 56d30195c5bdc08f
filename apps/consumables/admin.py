"""The back office of consumables, their journal, orders and stocktakings."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.consumables.models import Consumable, PurchaseOrder, StockMovement, Stocktaking
from apps.consumables.queries import SHORT_STATES
from apps.consumables.services import consumables
from apps.core.admin import (
    By,
    ChoiceFilter,
    Condition,
    ConditionFilter,
    ReadOnlyAdminMixin,
    RelatedFilter,
    ScandyModelAdmin,
    ServiceAdminMixin,
    SoftDeleteAdminMixin,
    changed_values,
    minute,
    status_badge,
)
from apps.media.columns import FilesColumnMixin

FIELDS = (
    (
        None,
        {
            "fields": (
                "barcode",
                "name",
                "category",
                "location",
                "unit",
                "min_stock",
                "max_stock",
                "description",
            )
        },
    ),
    (
        _("Purchase"),
        {
            "fields": (
                "supplier",
                "supplier_article_number",
                "pack_size",
                "cost_per_unit",
                "last_ordered",
            )
        },
    ),
)


class LevelFilter(ConditionFilter):
    """How much there is, against the minimum."""

    title = _("Stock level")
    parameter_name = "level"

    def conditions(self) -> dict[str, Condition]:
        return {
            "short": (
                _("below the minimum"),
                lambda found: found.filter(stock_state__in=SHORT_STATES),
            ),
            "empty": (_("empty"), lambda found: found.filter(stock_state="leer")),
            "enough": (_("sufficient"), lambda found: found.filter(stock_state="ausreichend")),
        }


@admin.register(Consumable)
class ConsumableAdmin(FilesColumnMixin, ServiceAdminMixin, SoftDeleteAdminMixin):
    list_display = (
        "name",
        "barcode",
        "category",
        "location",
        "level",
        "stock",
        "supplier",
        "files",
    )
    list_filter = (
        LevelFilter,
        ("supplier", RelatedFilter),
        ("category", RelatedFilter),
        ("location", RelatedFilter),
    )
    search_fields = ("search_terms",)
    search_help_text = _("Search name, barcode or article number")
    ordering = ("sort_name",)
    sortable_by = ("name", "barcode", "stock")
    list_select_related = ("category", "location", "supplier")
    autocomplete_fields = ("category", "location", "supplier")
    readonly_fields = ("stock", "level", "monthly_usage")
    fieldsets = ((None, {"fields": ("stock", "level", "monthly_usage")}), *FIELDS)
    add_fieldsets = FIELDS

    def get_fieldsets(self, request: HttpRequest, obj: Consumable | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    @admin.display(description=_("Stock"), ordering="current_stock")
    def stock(self, consumable: Consumable) -> str:
        return consumable.stock_in_words

    @admin.display(description=_("Stock level"))
    def level(self, consumable: Consumable) -> SafeString:
        return status_badge(consumable.state)

    @admin.display(description=_("Monthly usage (forecast)"))
    def monthly_usage(self, consumable: Consumable) -> str | None:
        return consumable.usage_in_words

    def view_on_site(self, consumable: Consumable) -> str:
        return reverse("consumables:detail", args=[consumable.barcode])

    def create_object(self, consumable: Consumable, form: ModelForm, by: By) -> None:
        consumables.create_consumable(consumable, **by)

    def change_object(self, consumable: Consumable, form: ModelForm, by: By) -> None:
        consumables.change_consumable(consumable.pk, changed_values(form), **by)

    def delete_object(self, consumable: Consumable, by: By) -> None:
        consumables.delete_consumable(consumable.pk, **by)


@admin.register(StockMovement)
class StockMovementAdmin(ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("when", "article", "kind_label", "change", "left", "worker_name", "booker")
    list_filter = (("kind", ChoiceFilter),)
    ordering = ("-used_at",)
    sortable_by = ("when",)
    list_select_related = ("consumable", "booked_by")
    fieldsets = (
        (None, {"fields": ("article", "kind_label", "change", "left", "when", "booker")}),
        (
            _("For whom and why"),
            {"fields": ("worker_name", "worker_barcode", "location", "ticket_number", "reason")},
        ),
    )

    @admin.display(description=_("When"), ordering="used_at")
    def when(self, movement: StockMovement) -> str | None:
        return minute(movement.used_at)

    @admin.display(description=_("Consumable"))
    def article(self, movement: StockMovement) -> str:
        return f"{movement.consumable_name} · {movement.consumable_barcode}"

    @admin.display(description=_("Kind"))
    def kind_label(self, movement: StockMovement) -> str:
        return str(movement.kind_in_words.label)

    @admin.display(description=_("Quantity"))
    def change(self, movement: StockMovement) -> str:
        return movement.signed_in_words

    @admin.display(description=_("Stock after"))
    def left(self, movement: StockMovement) -> str:
        return movement.after_in_words

    @admin.display(description=_("Booked by"))
    def booker(self, movement: StockMovement) -> str | None:
        return str(movement.booked_by) if movement.booked_by else None

    def index_queryset(self, request: HttpRequest) -> QuerySet | None:
        return None


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("number", "supplier", "state_badge", "ordered", "expected_on")
    list_filter = (("state", ChoiceFilter), ("supplier", RelatedFilter))
    ordering = ("-created_at",)
    sortable_by = ()
    list_select_related = ("supplier",)
    fields = ("number", "supplier", "state_badge", "ordered", "orderer", "expected_on", "notes")

    @admin.display(description=_("Status"))
    def state_badge(self, order: PurchaseOrder) -> SafeString:
        return status_badge(order.state_in_words)

    @admin.display(description=_("Ordered at"))
    def ordered(self, order: PurchaseOrder) -> str | None:
        return minute(order.ordered_at)

    @admin.display(description=_("Ordered by"))
    def orderer(self, order: PurchaseOrder) -> str | None:
        return str(order.ordered_by) if order.ordered_by else None


@admin.register(Stocktaking)
class StocktakingAdmin(ReadOnlyAdminMixin, ScandyModelAdmin):
    list_display = ("number", "location", "category", "state_badge", "started", "closed")
    list_filter = (("state", ChoiceFilter),)
    ordering = ("-created_at",)
    sortable_by = ()
    list_select_related = ("location", "category")
    fields = ("number", "location", "category", "state_badge", "started", "closed")

    @admin.display(description=_("Status"))
    def state_badge(self, stocktaking: Stocktaking) -> SafeString:
        return status_badge(stocktaking.state_in_words)

    @admin.display(description=_("Started at"))
    def started(self, stocktaking: Stocktaking) -> str | None:
        return minute(stocktaking.created_at)

    @admin.display(description=_("Closed at"))
    def closed(self, stocktaking: Stocktaking) -> str | None:
        return minute(stocktaking.closed_at)
