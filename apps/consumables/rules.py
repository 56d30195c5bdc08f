"""What holds for quantities and stock, without a database."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format

from apps.consumables.enums import Finding, StockState, Unit

PLACES = Decimal("0.001")
LARGEST = Decimal("999999999")


def stock_state(current: Decimal, minimum: Decimal) -> StockState:
    """Empty at nothing, low below the minimum, else sufficient."""
    if current <= 0:
        return StockState.EMPTY
    return StockState.LOW if current < minimum else StockState.SUFFICIENT


def falls_short(before: str, after: str) -> bool:
    """Whether this change of state is the one that people are to hear of: downwards through the minimum."""
    return before == StockState.SUFFICIENT and after != StockState.SUFFICIENT


def find_out(counted: Decimal, expected: Decimal, *, is_expected: bool) -> Finding:
    """What a count says of a thing; ``is_expected``: it belongs where it was counted."""
    if not is_expected:
        return Finding.UNEXPECTED
    if counted == expected:
        return Finding.RIGHT
    return Finding.MISSING if counted < expected else Finding.SURPLUS


def as_quantity(value: Any) -> Decimal | None:
    """The number as stock is kept, three places at most; None when it is none, or too large."""
    try:
        number = Decimal(str(value))
        exact = number.quantize(PLACES) if number.is_finite() and abs(number) <= LARGEST else None
    except InvalidOperation:
        return None
    return exact if exact == number else None


def fits_unit(quantity: Decimal, unit: str) -> bool:
    """Whether the unit has such a quantity: no half pieces, but 2 and 2.0 alike."""
    return Unit(unit).is_divisible or quantity == quantity.to_integral_value()


def as_number(quantity: Decimal) -> int | float:
    """The quantity as JSON has it: whole numbers without a point."""
    whole = quantity.to_integral_value()
    return int(whole) if whole == quantity else float(quantity)


def in_words(quantity: Decimal) -> str:
    """The quantity as people read it: 12,5 and not 12.500."""
    return number_format(as_number(quantity), use_l10n=True, force_grouping=True)


def may_reverse(movement: Any, user: Any) -> bool:
    """Whether the person may take the booking back: each one's own, and those who run the store all."""
    return bool(
        user.is_employee
        or (movement.booked_by_id == user.pk and user.has_perm("consumables.book_stock"))
    )
