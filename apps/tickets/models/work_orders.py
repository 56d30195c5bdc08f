"""The order behind a ticket: for whom, what was used, how long it took."""

from datetime import datetime
from decimal import Decimal

from bson import ObjectId
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Unit
from apps.consumables.rules import in_words
from apps.core.models import TimeStamped
from apps.tickets.enums import CustomerKind, LineState
from apps.tickets.models.tickets import Ticket
from apps.tickets.totals import in_euros, line_amount

SMALLEST_QUANTITY = [MinValueValidator(Decimal("0.001"))]
SMALLEST_HOURS = [MinValueValidator(Decimal("0.01"))]
AT_LEAST_ZERO = [MinValueValidator(0)]


def _person(label: object) -> models.ForeignKey:
    """A reference into the other database."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


class WorkOrderDetails(TimeStamped):
    """For whom the work is, what was ordered and what was done; one document for each ticket that has such."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+", editable=False)
    customer_kind = models.CharField(
        _("customer"),
        max_length=10,
        choices=CustomerKind.choices,
        default=CustomerKind.INTERNAL,
    )
    customer_name = models.CharField(_("customer's name"), max_length=200, blank=True)
    customer_contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("E-mail address or telephone.")
    )
    area = models.CharField(_("area"), max_length=100, blank=True)
    order_description = models.TextField(_("what is ordered"), blank=True)
    done_work = models.TextField(_("what was done"), blank=True)
    completion_date = models.DateField(_("completed on"), null=True, blank=True)
    vat_percent = models.DecimalField(
        _("VAT in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        editable=False,
        validators=[MaxValueValidator(100)],
    )  # kept when the ticket is closed, so that old orders stay what they were

    ticket_id: ObjectId

    class Meta:
        db_table = "auftrag_details"
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.customer_name}"

    def clean(self) -> None:
        for name in ("customer_name", "customer_contact", "area"):
            setattr(self, name, " ".join(str(getattr(self, name) or "").split()))
        for name in ("order_description", "done_work"):
            setattr(self, name, str(getattr(self, name) or "").strip())


class OrderLine(models.Model):
    """A line of an order. It is never edited: it is struck, and can be taken back in."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    booked_by = _person(_("booked by"))
    booked_by_name = models.CharField(_("booked by"), max_length=200, editable=False)
    booked_at = models.DateTimeField(_("booked at"), null=True, editable=False)
    struck_by_name = models.CharField(_("struck by"), max_length=200, editable=False)
    struck_at = models.DateTimeField(_("struck at"), null=True, editable=False)

    ticket_id: ObjectId

    class Meta:
        abstract = True

    @property
    def state(self) -> LineState:
        """Whether the line counts, with its tone, icon and label."""
        if self.struck_at is not None:
            return LineState.STRUCK
        return LineState.NEEDED if self.booked_at is None else LineState.BOOKED

    @property
    def is_needed(self) -> bool:
        return self.state == LineState.NEEDED

    @property
    def counts(self) -> bool:
        """Whether the line is part of what the order costs."""
        return self.state == LineState.BOOKED

    def book(self, actor: object, now: datetime) -> None:
        """Let it count, in the name of the person; None: Scandy itself."""
        self.booked_by, self.booked_at = actor, now
        self.booked_by_name = str(actor or "")

    def strike(self, actor: object, now: datetime) -> None:
        self.struck_by_name, self.struck_at = str(actor or ""), now

    def take_back_in(self) -> None:
        self.struck_by_name, self.struck_at = "", None


class WorkOrderMaterial(OrderLine):
    """An article of an order: needed at first, then booked. What comes from the stores is withdrawn from stock.

    The article's name and price stand there as they were when it was booked.
    """

    article = models.CharField(_("article"), max_length=150)
    consumable = models.ForeignKey(
        "consumables.Consumable",
        models.DO_NOTHING,
        verbose_name=_("consumable"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    consumable_barcode = models.CharField(_("barcode"), max_length=50, blank=True, editable=False)
    quantity = models.DecimalField(
        _("quantity"), max_digits=9, decimal_places=3, validators=SMALLEST_QUANTITY
    )
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices, default=Unit.PIECE)
    unit_price = models.DecimalField(
        _("price per unit"),
        max_digits=10,
        decimal_places=4,
        null=True,
        blank=True,
        validators=AT_LEAST_ZERO,
    )
    movement = models.ForeignKey(
        "consumables.StockMovement",
        models.DO_NOTHING,
        null=True,
        editable=False,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    consumable_id: ObjectId | None
    movement_id: ObjectId | None

    class Meta:
        db_table = "auftrag_material"
        verbose_name = _("material of an order")
        verbose_name_plural = _("material of orders")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["ticket", "id"], name="order_material_ticket"),
            models.Index(fields=["consumable"], name="order_material_consumable"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity_in_words} {self.article}"

    def clean(self) -> None:
        self.article = " ".join(str(self.article or "").split())

    @property
    def name(self) -> str:
        """What lists call the line."""
        return str(self.article)

    @property
    def measure(self) -> str:
        return self.quantity_in_words

    @property
    def quantity_in_words(self) -> str:
        return f"{in_words(self.quantity)} {Unit(self.unit).label}"

    @property
    def price_in_words(self) -> str:
        return in_euros(self.unit_price)

    @property
    def amount(self) -> Decimal | None:
        """What the line costs; None without a price."""
        return line_amount(self.quantity, self.unit_price)


class WorkOrderLabor(OrderLine):
    """A piece of work on an order: what, how long, at which rate."""

    work = models.CharField(_("work"), max_length=300)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=2, validators=SMALLEST_HOURS
    )
    category = models.CharField(_("kind of work"), max_length=60, blank=True)
    hourly_rate = models.DecimalField(
        _("hourly rate"), max_digits=6, decimal_places=2, validators=AT_LEAST_ZERO
    )

    class Meta:
        db_table = "auftrag_arbeit"
        verbose_name = _("work of an order")
        verbose_name_plural = _("work of orders")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["ticket", "id"], name="order_labor_ticket"),
            models.Index(fields=["-booked_at", "-id"], name="order_labor_booked"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.work}"

    def clean(self) -> None:
        self.work = " ".join(str(self.work or "").split())
        self.category = " ".join(str(self.category or "").split())

    @property
    def name(self) -> str:
        """What lists call the line."""
        return str(self.work)

    @property
    def measure(self) -> str:
        return f"{in_words(self.hours)} h"

    @property
    def amount(self) -> Decimal | None:
        """What the work costs."""
        return line_amount(self.hours, self.hourly_rate)
