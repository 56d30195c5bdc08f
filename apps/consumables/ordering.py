"""When to order how much, and why; pure arithmetic.

The minimum is what should never be touched: an order must arrive before the stock falls to it. A proposal comes a week
ahead: when what is there and on its way does not cover the minimum and the usage of that week and until a delivery.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from apps.consumables.forecasting import DAYS_PER_MONTH

AHEAD_DAYS = 7  # people order once a week
COVERED_DAYS = 60  # by an order for which nobody set a maximum
FARTHEST = 3650  # days


@dataclass(frozen=True)
class Situation:
    """What is known of a consumable; quantities in its unit, usage per month."""

    stock: float
    on_order: float
    minimum: float
    maximum: float | None
    monthly_usage: float
    delivery_days: int
    pack_size: float

    @property
    def available(self) -> float:
        return self.stock + self.on_order

    @property
    def daily_usage(self) -> float:
        return self.monthly_usage / DAYS_PER_MONTH

    @property
    def reorder_level(self) -> float:
        """Below it an order placed in a week would come too late."""
        return self.minimum + self.daily_usage * (self.delivery_days + AHEAD_DAYS)

    @property
    def target(self) -> float:
        """How much should be there after the delivery."""
        if self.maximum is not None:
            return max(self.maximum, self.minimum)
        covered = self.daily_usage * (self.delivery_days + COVERED_DAYS)
        return max(self.minimum + covered, 2 * self.minimum)


@dataclass(frozen=True)
class Suggestion:
    """How many packs, and by which day they have to be ordered."""

    packs: int
    order_by: date
    reach_days: int | None


def suggest(situation: Situation, today: date) -> Suggestion | None:
    """What to order; None when there is enough, or nothing says how much would be."""
    if situation.available >= situation.reorder_level:
        return None
    return Suggestion(_packs(situation), _order_by(situation, today), _reach_days(situation))


def _packs(situation: Situation) -> int:
    """Whole packs up to the target; above a maximum only when fewer would not lift the stock to the level."""
    wanted = (situation.target - situation.available) / situation.pack_size
    most, least = math.ceil(round(wanted, 6)), math.floor(round(wanted, 6))
    reached = situation.available + least * situation.pack_size
    is_enough = least >= 1 and reached >= situation.reorder_level
    return least if situation.maximum is not None and is_enough else max(1, most)


def _order_by(situation: Situation, today: date) -> date:
    spare = situation.stock - situation.minimum
    if spare <= 0 or not situation.daily_usage:
        return today
    days = math.floor(spare / situation.daily_usage) - situation.delivery_days
    return today + timedelta(days=min(max(0, days), FARTHEST))


def _reach_days(situation: Situation) -> int | None:
    if not situation.daily_usage:
        return None
    return min(math.floor(situation.stock / situation.daily_usage), FARTHEST)
