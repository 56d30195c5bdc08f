"""What an order costs: each line rounded to cents, half up; VAT reckoned once, on the net sum, and rounded likewise.

So the lines of a printed order add up to its sums, which they would not if rounding came last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Totals:
    """The sums of an order; ``unpriced`` counts the lines whose price nobody has entered, which count as nothing."""

    material: Decimal
    labor: Decimal
    vat_percent: Decimal
    hours: Decimal
    unpriced: int = 0

    @property
    def net(self) -> Decimal:
        return self.material + self.labor

    @property
    def vat(self) -> Decimal:
        return in_cents(self.net * self.vat_percent / 100)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def in_cents(amount: Decimal) -> Decimal:
    """Rounded to cents, a half cent away from zero, as merchants do."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def line_amount(quantity: Decimal, price: Decimal | None) -> Decimal | None:
    """What a line costs; None while its price is not known."""
    return None if price is None else in_cents(quantity * price)


def in_euros(amount: Decimal | None) -> str:
    """An amount as people write it; a price with as many places as it has, but two at least."""
    if amount is None:
        return ""
    exponent = amount.normalize().as_tuple().exponent
    return f"{number_format(amount, max(2, -int(exponent)), use_l10n=True, force_grouping=True)} €"


def totals_of(
    material: Iterable[Decimal | None],
    labor: Iterable[tuple[Decimal, Decimal | None]],
    vat_percent: Decimal,
) -> Totals:
    """The sums of an order.

    :param material: what each line costs, None without a price.
    :param labor: hours of each line, and what it costs.
    """
    amounts, work = list(material), list(labor)
    costs = [cost for _hours, cost in work]
    return Totals(
        material=_sum(amounts),
        labor=_sum(costs),
        vat_percent=vat_percent,
        hours=sum((hours for hours, _cost in work), ZERO),
        unpriced=(amounts + costs).count(None),
    )


def _sum(amounts: list[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), ZERO)
