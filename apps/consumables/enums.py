"""Units, states and kinds of movement; stored are German words, as everywhere."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """What a consumable is counted in; the stored word is the one that people read."""

    PIECE = "Stück", "Stück"
    PAIR = "Paar", "Paar"
    PACK = "Packung", "Packung"
    BOX = "Karton", "Karton"
    ROLL = "Rolle", "Rolle"
    BOTTLE = "Flasche", "Flasche"
    SHEET = "Blatt", "Blatt"
    SET = "Satz", "Satz"
    METER = "m", "m"
    SQUARE_METER = "m²", "m²"
    LITER = "l", "l"
    MILLILITER = "ml", "ml"
    KILOGRAM = "kg", "kg"
    GRAM = "g", "g"

    @property
    def is_divisible(self) -> bool:
        """Whether there are fractions of it."""
        return self in DIVISIBLE


DIVISIBLE = frozenset(
    {Unit.METER, Unit.SQUARE_METER, Unit.LITER, Unit.MILLILITER, Unit.KILOGRAM, Unit.GRAM}
)


class StockState(TextChoices):
    """How much there is, against the minimum."""

    SUFFICIENT = "ausreichend", _("sufficient")
    LOW = "niedrig", _("low")
    EMPTY = "leer", _("empty")

    @property
    def tone(self) -> str:
        return {"ausreichend": "success", "niedrig": "warning", "leer": "error"}[self.value]

    @property
    def icon(self) -> str:
        icons = {"ausreichend": "circle-check", "niedrig": "trending-down", "leer": "circle-off"}
        return icons[self.value]


class MovementKind(TextChoices):
    """Why the stock changed."""

    WITHDRAWAL = "entnahme", _("withdrawal")
    RECEIPT = "wareneingang", _("goods receipt")
    CORRECTION = "korrektur", _("correction")
    STOCKTAKING = "inventur", _("stocktaking")
    REVERSAL = "storno", _("reversal")

    @property
    def icon(self) -> str:
        return ICONS[self]

    @property
    def tone(self) -> str:
        return "neutral"


ICONS = {
    MovementKind.WITHDRAWAL: "arrow-up-right",
    MovementKind.RECEIPT: "package-check",
    MovementKind.CORRECTION: "pencil",
    MovementKind.STOCKTAKING: "clipboard-check",
    MovementKind.REVERSAL: "undo-2",
}


class OrderState(TextChoices):
    """How far an order is."""

    PROPOSED = "vorgeschlagen", _("proposed")
    ORDERED = "bestellt", _("ordered")
    PARTLY_RECEIVED = "teilweise geliefert", _("partly received")
    RECEIVED = "geliefert", _("received")
    CANCELED = "storniert", _("canceled")

    @property
    def tone(self) -> str:
        return ORDER_TONES[self]

    @property
    def icon(self) -> str:
        return ORDER_ICONS[self]


AWAITED = (OrderState.ORDERED, OrderState.PARTLY_RECEIVED)
ORDER_TONES = {
    OrderState.PROPOSED: "neutral",
    OrderState.ORDERED: "info",
    OrderState.PARTLY_RECEIVED: "warning",
    OrderState.RECEIVED: "success",
    OrderState.CANCELED: "neutral",
}
ORDER_ICONS = {
    OrderState.PROPOSED: "lightbulb",
    OrderState.ORDERED: "send",
    OrderState.PARTLY_RECEIVED: "package-open",
    OrderState.RECEIVED: "package-check",
    OrderState.CANCELED: "ban",
}


class StocktakingState(TextChoices):
    """How far a stocktaking is."""

    COUNTING = "läuft", _("counting")
    BOOKED = "gebucht", _("booked")
    CANCELED = "abgebrochen", _("canceled")

    @property
    def tone(self) -> str:
        return {"läuft": "info", "gebucht": "success", "abgebrochen": "neutral"}[self.value]

    @property
    def icon(self) -> str:
        icons = {"läuft": "clipboard-list", "gebucht": "clipboard-check", "abgebrochen": "ban"}
        return icons[self.value]


class ForecastMethod(TextChoices):
    """The methods of apps.consumables.forecasting, in words."""

    MOVING_AVERAGE = "moving_average", _("average of the last six months")
    SEASONAL = "seasonal", _("the same month of last year, adjusted to this year's level")
    TSB = "tsb", _("for rare, lumpy usage, slow to change (TSB)")
    TSB_FAST = "tsb_fast", _("for rare, lumpy usage, quick to change (TSB)")


class Finding(TextChoices):
    """What counting one thing found."""

    OPEN = "open", _("not counted")
    RIGHT = "right", _("right")
    MISSING = "missing", _("missing")
    SURPLUS = "surplus", _("surplus")
    UNEXPECTED = "unexpected", _("unexpected")

    @property
    def tone(self) -> str:
        return FINDING_TONES[self]

    @property
    def icon(self) -> str:
        return FINDING_ICONS[self]


FINDING_TONES = {
    Finding.OPEN: "neutral",
    Finding.RIGHT: "success",
    Finding.MISSING: "error",
    Finding.SURPLUS: "warning",
    Finding.UNEXPECTED: "info",
}
FINDING_ICONS = {
    Finding.OPEN: "circle-dashed",
    Finding.RIGHT: "circle-check",
    Finding.MISSING: "circle-minus",
    Finding.SURPLUS: "circle-plus",
    Finding.UNEXPECTED: "circle-help",
}
