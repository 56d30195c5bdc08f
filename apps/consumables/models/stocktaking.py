"""Counting what is really there, by scan, with several people at once."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import Finding, StocktakingState
from apps.consumables.models.stock import quantity_field
from apps.consumables.rules import find_out, in_words
from apps.core.models import TimeStamped

CENT = Decimal("0.01")


def _scope(to: str, label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        to, models.PROTECT, verbose_name=label, null=True, related_name="+", db_index=False
    )


class Stocktaking(TimeStamped):
    """One round of counting, of a place or a category, of one kind of thing (``core.registry.Countable``)."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    location = _scope("masterdata.Location", _("location"))
    category = _scope("masterdata.Category", _("category"))
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=StocktakingState.choices,
        default=StocktakingState.COUNTING,
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        db_table = "stocktakings"
        verbose_name = _("stocktaking")
        verbose_name_plural = _("stocktakings")
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["state", "-created_at", "-id"], name="stocktaking_state"),
            models.Index(fields=["-created_at", "-id"], name="stocktaking_created"),
        ]

    def __str__(self):
        return self.number

    @property
    def state_in_words(self) -> StocktakingState:
        """The state with its tone, icon and label."""
        return StocktakingState(self.state)


class CountedItem(models.Model):
    """One thing of a stocktaking: what should be there, and what somebody counted.

    Names, place and price are copies: the protocol says what was true then.
    """

    stocktaking = models.ForeignKey(Stocktaking, models.PROTECT, related_name="+", db_index=False)
    object_id = models.CharField(max_length=24)
    barcode = models.CharField(_("barcode"), max_length=50)
    name = models.CharField(_("name"), max_length=150)
    sort_name = models.CharField(max_length=200)
    place = models.CharField(_("location"), max_length=150, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    unit_cost = models.DecimalField(
        _("cost per unit"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    is_expected = models.BooleanField(default=True)  # False: scanned here, but belongs elsewhere
    expected = quantity_field(_("expected"))  # at the moment of counting; before it, at the start
    counted = quantity_field(_("counted"), null=True)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    counted_at = models.DateTimeField(_("counted at"), null=True)
    finding = models.CharField(
        _("finding"), max_length=12, choices=Finding.choices, default=Finding.OPEN
    )
    is_gone = models.BooleanField(default=False)  # deleted before the counts were booked

    stocktaking_id: ObjectId

    class Meta:
        db_table = "counted_items"
        verbose_name = _("counted item")
        verbose_name_plural = _("counted items")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["stocktaking", "object_id"], name="counted_item_once"),
        ]
        indexes = [
            models.Index(fields=["stocktaking", "sort_name", "id"], name="counted_item_sort"),
            models.Index(
                fields=["stocktaking", "finding", "sort_name", "id"], name="counted_item_finding"
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.barcode}"

    def count(self, quantity: Decimal, *, expected: Decimal, by: Any, at: datetime) -> None:
        """Take over what somebody counted, and what should have been there at that moment."""
        self.counted, self.expected, self.counted_by, self.counted_at = quantity, expected, by, at
        self.finding = find_out(quantity, expected, is_expected=self.is_expected)

    @property
    def difference(self) -> Decimal | None:
        """What changes when the count is booked; None while nobody counted.

        Of what belongs elsewhere only this place was counted, so all it proves is that at least so much exists.
        """
        if self.counted is None:
            return None
        difference = self.counted - self.expected
        return difference if self.is_expected else max(difference, Decimal(0))

    @property
    def value(self) -> Decimal | None:
        """What the difference is worth; None where nothing differs or nobody knows the price."""
        if not self.difference or self.unit_cost is None:
            return None
        return (self.difference * self.unit_cost).quantize(CENT)

    @property
    def state(self) -> Finding:
        """The finding with its tone, icon and label."""
        return Finding(self.finding)

    @property
    def words(self) -> dict[str, str]:
        """Its quantities as people read them."""
        numbers = {
            "expected": self.expected,
            "counted": self.counted,
            "difference": self.difference,
        }
        words = {name: in_words(value) for name, value in numbers.items() if value is not None}
        if self.difference and self.difference > 0:
            words["difference"] = f"+{words['difference']}"
        return words
