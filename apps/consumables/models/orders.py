"""What was or should be ordered from whom."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from bson import ObjectId
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import OrderState
from apps.consumables.models.stock import Consumable, quantity_field
from apps.consumables.rules import in_words
from apps.core.models import TimeStamped

MOST_PACKS = 100_000


class PurchaseOrderQuerySet(models.QuerySet):
    def search(self, query: str) -> Self:
        """Orders whose number begins so; the letter before it need not be typed."""
        start = query.strip().upper()
        start = f"B{start}" if start[:1].isdigit() else start
        return self.filter(number__gte=start, number__lt=f"{start}\uffff")


class PurchaseOrder(TimeStamped):
    """One order from one supplier, or from nobody yet. While it is proposed, Scandy may still add to it."""

    number = models.CharField(_("order number"), max_length=20, unique=True)
    supplier = models.ForeignKey(
        "masterdata.Supplier",
        models.PROTECT,
        verbose_name=_("supplier"),
        null=True,
        related_name="+",
        db_index=False,
    )
    state = models.CharField(
        _("state"), max_length=20, choices=OrderState.choices, default=OrderState.PROPOSED
    )
    proposal_key = models.CharField(max_length=24, default="", editable=False)
    notes = models.TextField(_("notes"), blank=True)
    ordered_at = models.DateTimeField(_("ordered at"), null=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("ordered by"),
        null=True,
        related_name="+",
        db_index=False,
    )
    expected_on = models.DateField(_("expected on"), null=True)
    turns = models.PositiveIntegerField(default=0, editable=False)  # written by every step

    objects = PurchaseOrderQuerySet.as_manager()

    supplier_id: ObjectId | None
    line_count: (
        int  # with the next three set by order_queries.complete_orders on the rows of a page
    )
    cost: Decimal
    has_unknown_cost: bool
    late_days: int

    class Meta:
        db_table = "purchase_orders"
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal_key"],
                condition=Q(state=OrderState.PROPOSED.value),
                name="order_one_proposal_per_supplier",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-created_at", "-id"], name="order_state"),
            models.Index(fields=["supplier", "-created_at", "-id"], name="order_supplier"),
            models.Index(fields=["-created_at", "-id"], name="order_created"),
            models.Index(fields=["state", "expected_on", "id"], name="order_expected"),
            models.Index(fields=["number", "id"], name="order_number"),
        ]

    def __str__(self):
        return self.number

    @property
    def state_in_words(self) -> OrderState:
        """The state with its tone, icon and label."""
        return OrderState(self.state)


class OrderLine(models.Model):
    """One consumable of an order, in packs of the supplier. Names are copies, as in the journal."""

    order = models.ForeignKey(
        PurchaseOrder, models.PROTECT, verbose_name=_("order"), related_name="+", db_index=False
    )
    consumable = models.ForeignKey(
        Consumable, models.PROTECT, verbose_name=_("consumable"), related_name="+", db_index=False
    )
    consumable_barcode = models.CharField(_("barcode"), max_length=50)
    consumable_name = models.CharField(_("consumable"), max_length=150)
    unit = models.CharField(_("unit"), max_length=10)
    supplier_article_number = models.CharField(_("article number"), max_length=100, blank=True)
    packs = models.PositiveIntegerField(
        _("packs"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PACKS)]
    )
    pack_size = quantity_field(_("pack size"))
    cost_per_unit = models.DecimalField(
        _("cost per unit"), max_digits=12, decimal_places=4, null=True
    )
    received_quantity = quantity_field(_("received"), default=0)
    reason = models.JSONField(default=dict)  # ordering.Reason; empty when a person added the line
    is_edited = models.BooleanField(default=False)  # by a person: a new proposal leaves it alone
    is_open = models.BooleanField(default=False)  # ordered and not all there

    order_id: ObjectId
    consumable_id: ObjectId
    sentence: str  # with the next three set for a page
    order_by: date | None
    typed: Any
    problem: str

    class Meta:
        db_table = "order_lines"
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["order", "consumable"], name="order_line_once"),
        ]
        indexes = [
            models.Index(fields=["consumable", "is_open", "id"], name="order_line_open"),
            models.Index(fields=["order", "id"], name="order_line_order"),
            models.Index(fields=["is_open"], name="order_line_awaited"),
        ]

    def __str__(self):
        return f"{self.consumable_name} {self.packs}"

    @property
    def quantity(self) -> Decimal:
        """How much is ordered, in the consumable's unit."""
        return self.packs * self.pack_size

    @property
    def missing(self) -> Decimal:
        """How much has not come yet."""
        return max(self.quantity - self.received_quantity, Decimal(0))

    @property
    def cost(self) -> Decimal | None:
        """What the line costs, if the price is known."""
        return None if self.cost_per_unit is None else self.quantity * self.cost_per_unit

    @property
    def words(self) -> dict[str, Any]:
        """Its quantities as people read them."""
        names = ("quantity", "received_quantity", "missing", "pack_size")
        return {name: f"{in_words(getattr(self, name))} {self.unit}" for name in names}
