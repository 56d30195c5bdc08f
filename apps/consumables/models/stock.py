"""What is used up: screws, gloves, varnish; and the journal of its stock."""

from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ObjectIdField

from apps.consumables.enums import MovementKind, StockState, Unit
from apps.consumables.rules import in_words
from apps.core.lists import SearchableQuerySet
from apps.core.models import Barcoded, Searchable, SoftDeletable, SoftDeleteQuerySet, TimeStamped

AT_LEAST_ZERO = [MinValueValidator(0)]


def quantity_field(label: Any, **options: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=3, **options)


def _reference(to: str, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        to,
        models.PROTECT,
        verbose_name=label,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )


class ConsumableQuerySet(SearchableQuerySet, SoftDeleteQuerySet):
    pass


class Consumable(Barcoded, Searchable, SoftDeletable, TimeStamped):
    """A material that is kept in stock. ``current_stock`` is the sum of its movements and set by them alone (I3)."""

    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    category = _reference("masterdata.Category", _("category"))
    location = _reference("masterdata.Location", _("location"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, default=Unit.PIECE)
    current_stock = quantity_field(_("stock"), default=0, editable=False)
    min_stock = quantity_field(_("minimum stock"), default=0, validators=AT_LEAST_ZERO)
    max_stock = quantity_field(_("maximum stock"), null=True, blank=True, validators=AT_LEAST_ZERO)
    stock_state = models.CharField(
        _("stock level"),
        max_length=12,
        choices=StockState.choices,
        default=StockState.EMPTY,
        editable=False,
    )
    cost_per_unit = models.DecimalField(
        _("cost per unit"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=AT_LEAST_ZERO,
    )
    supplier = _reference("masterdata.Supplier", _("supplier"))
    supplier_article_number = models.CharField(
        _("article number of the supplier"), max_length=100, blank=True
    )
    pack_size = quantity_field(
        _("pack size"), default=1, validators=[MinValueValidator(Decimal("0.001"))]
    )
    last_ordered = models.DateField(_("last ordered"), null=True, blank=True)
    forecast_monthly_usage = quantity_field(
        _("monthly usage (forecast)"), null=True, editable=False
    )
    forecast_details = models.JSONField(default=dict, editable=False)  # forecasting.Forecast
    forecast_at = models.DateTimeField(_("forecast computed"), null=True, editable=False)

    objects = ConsumableQuerySet.as_manager()

    barcode_kind = "consumable"
    category_id: ObjectId | None
    location_id: ObjectId | None
    supplier_id: ObjectId | None

    class Meta:
        db_table = "consumables"
        verbose_name = _("consumable")
        verbose_name_plural = _("consumables")
        default_permissions = ("view", "add", "change", "delete")
        permissions = [
            ("book_stock", "Can book withdrawals, receipts and corrections"),
            ("erase_consumable", "Can delete consumables for good"),
        ]
        indexes = [
            models.Index(fields=["deleted", "sort_name", "id"], name="consumable_sort"),
            models.Index(fields=["deleted", "barcode", "id"], name="consumable_barcode"),
            models.Index(fields=["deleted", "current_stock", "id"], name="consumable_stock"),
            models.Index(
                fields=["stock_state", "deleted", "sort_name", "id"], name="consumable_state"
            ),
            models.Index(
                fields=["category", "deleted", "sort_name", "id"], name="consumable_category"
            ),
            models.Index(
                fields=["location", "deleted", "sort_name", "id"], name="consumable_location"
            ),
            models.Index(
                fields=["supplier", "deleted", "sort_name", "id"], name="consumable_supplier"
            ),
            models.Index(
                fields=["search_terms", "deleted", "sort_name", "id"], name="consumable_search"
            ),
        ]

    def __str__(self):
        return self.name

    def search_texts(self) -> tuple[str, ...]:
        return (self.name,)

    def search_codes(self) -> tuple[str, ...]:
        return (self.barcode, self.supplier_article_number)

    def clean(self) -> None:
        self.barcode = self.barcode.strip()
        self.name = " ".join(self.name.split())

    @property
    def unit_in_words(self) -> Unit:
        """The unit with its label, and whether there are fractions of it."""
        return Unit(self.unit)

    @property
    def stock_in_words(self) -> str:
        """How much is there, with its unit."""
        return self._in_words(self.current_stock)

    @property
    def min_in_words(self) -> str:
        return self._in_words(self.min_stock)

    @property
    def max_in_words(self) -> str:
        return "" if self.max_stock is None else self._in_words(self.max_stock)

    @property
    def pack_in_words(self) -> str:
        return self._in_words(self.pack_size)

    @property
    def usage_in_words(self) -> str | None:
        """What a month is expected to use; None before the first forecast."""
        usage = self.forecast_monthly_usage
        return None if usage is None else self._in_words(usage.quantize(Decimal("0.1")))

    @property
    def stock_bar(self) -> dict[str, str]:
        """How far a bar from nothing to the maximum is filled and where the minimum stands, in percent."""
        end = max(self.max_stock or 0, self.current_stock, self.min_stock * 2) or 1
        minimum = f"{self.min_stock / end * 100:.1f}" if self.min_stock else ""
        return {"filled": f"{self.current_stock / end * 100:.1f}", "minimum": minimum}

    def _in_words(self, quantity: Decimal) -> str:
        return f"{in_words(quantity)} {self.unit_in_words.label}"

    @property
    def state(self) -> StockState:
        """The stock level with its tone, icon and label."""
        return StockState(self.stock_state)


class StockMovement(models.Model):
    """One change of a stock. It is never edited: a reversal takes it back.

    Barcodes and names are kept as copies: lists search and sort by them (joins are slow on MongoDB).
    """

    consumable = models.ForeignKey(
        Consumable,
        models.PROTECT,
        verbose_name=_("consumable"),
        related_name="+",
        db_index=False,
    )
    consumable_barcode = models.CharField(_("barcode"), max_length=50)
    consumable_name = models.CharField(_("consumable"), max_length=150)
    kind = models.CharField(_("kind"), max_length=12, choices=MovementKind.choices)
    quantity = quantity_field(_("quantity"), help_text=_("Negative: taken out."))
    stock_after = quantity_field(_("stock after"))
    unit_cost = models.DecimalField(
        _("cost per unit"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    worker = _reference("workers.Worker", _("worker"))
    worker_barcode = models.CharField(_("worker barcode"), max_length=50, blank=True)
    worker_name = models.CharField(_("worker"), max_length=201, blank=True)
    location = _reference("masterdata.Location", _("used at"))
    ticket_number = models.CharField(_("ticket"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    reversal_of = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("reverses"),
        null=True,
        related_name="+",
        db_index=False,
    )
    order_line = models.ForeignKey(
        "consumables.OrderLine", models.PROTECT, null=True, related_name="+", db_index=False
    )
    ticket_line_id = ObjectIdField(null=True, editable=False)  # of the order that it was booked for
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("booked by"),
        null=True,
        related_name="+",
        db_index=False,
    )
    used_at = models.DateTimeField(_("when"))
    is_usage = models.BooleanField(
        default=False
    )  # counts for forecasts: withdrawals and their reversals

    consumable_id: ObjectId
    worker_id: ObjectId | None
    location_id: ObjectId | None
    reversal_of_id: ObjectId | None
    order_line_id: ObjectId | None

    is_reversed: bool  # set by queries.with_reversals on the rows of a page

    class Meta:
        db_table = "consumable_usages"
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["reversal_of"], name="movement_reversed_once"),
        ]
        indexes = [
            models.Index(fields=["ticket_line_id"], name="movement_ticket_line"),
            models.Index(fields=["consumable", "-used_at", "-id"], name="movement_consumable"),
            models.Index(fields=["worker", "-used_at", "-id"], name="movement_worker"),
            models.Index(fields=["kind", "-used_at", "-id"], name="movement_kind"),
            models.Index(fields=["-used_at", "-id"], name="movement_used_at"),
            models.Index(
                fields=["consumable", "is_usage", "used_at", "quantity"], name="movement_usage"
            ),
            models.Index(  # for statistics, which read it alone (apps.consumables.consumption)
                fields=["kind", "used_at", "id", "consumable", "worker", "quantity", "unit_cost"],
                name="movement_report",
            ),
        ]

    def __str__(self):
        return f"{self.consumable_name} {self.quantity}"

    @property
    def kind_in_words(self) -> MovementKind:
        """The kind with its icon and label."""
        return MovementKind(self.kind)

    @property
    def is_reversible(self) -> bool:
        """Whether its kind can be taken back at all; whether that was done already only the journal knows."""
        return self.kind != MovementKind.REVERSAL

    @property
    def signed_in_words(self) -> str:
        """The quantity with its sign and unit."""
        sign = "\N{MINUS SIGN}" if self.quantity < 0 else "+"
        return f"{sign}{in_words(abs(self.quantity))} {self.consumable.unit_in_words.label}"

    @property
    def after_in_words(self) -> str:
        return f"{in_words(self.stock_after)} {self.consumable.unit_in_words.label}"

    def copy_names(self) -> None:
        """Take over names and barcodes of what was used and of who used it."""
        self.consumable_barcode = self.consumable.barcode
        self.consumable_name = self.consumable.name
        if self.worker:
            self.worker_barcode, self.worker_name = self.worker.barcode, self.worker.full_name
