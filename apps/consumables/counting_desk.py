"""What happens at the scan line of a stocktaking: reading what was typed or scanned, and counting it once.

A keyboard scanner types into whatever has the focus, so the field for the quantity also takes codes: the same thing
again counts one more, another thing ends this one.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.consumables.enums import Unit
from apps.consumables.models import CountedItem, Stocktaking
from apps.consumables.rules import as_number, as_quantity
from apps.consumables.services.stocktaking import Count, count_item
from apps.core.barcodes import normalize
from apps.core.operations import Answer, run_once
from apps.core.scans import resolve

KIND = "consumables.count"
SHORTEST_NUMERIC_CODE = 8  # digits; EAN-8. Nobody counts ten million screws.


@dataclass(frozen=True)
class Typed:
    """What the field for the quantity says: how much, or one more of it, and what was scanned next."""

    quantity: str
    is_one_more: bool = False
    next_code: str = ""


def read_quantity(text: str, *, barcode: str, so_far: str) -> Typed:
    """Tell a quantity from a code.

    :param so_far: what stood in the field before; a scanner may have typed behind it.
    """
    text = text.strip() or so_far
    scanned = text if text == so_far else text.removeprefix(so_far)
    if barcode and normalize(barcode) in (normalize(text), normalize(scanned)):
        return Typed(_one_more(so_far), is_one_more=True)
    number = text.replace(",", ".")
    is_number = as_quantity(number) is not None
    if is_number and len(text) < SHORTEST_NUMERIC_CODE:
        return Typed(number)
    for code in (text, scanned):
        if resolve(code):
            return Typed(so_far.replace(",", "."), next_code=code)
    return Typed(number)


def count_once(
    stocktaking: Stocktaking,
    barcode: str,
    count: Count,
    *,
    operation_id: str | None,
    actor: Any,
    now: datetime,
) -> Answer:
    """Count, or answer as the first time when the same is sent again."""

    def perform() -> Answer:
        item = count_item(
            stocktaking_id=stocktaking.pk, barcode=barcode, count=count, actor=actor, now=now
        )
        return Answer.success(as_data(item), sentence_of(item), object_id=item.pk)

    content = {
        "stocktaking": stocktaking.number,
        "barcode": barcode,
        "quantity": str(count.quantity),
        "mode": count.mode,
    }
    return run_once(
        perform, operation_id=operation_id, kind=KIND, content=content, actor=actor, now=now
    )


def as_data(item: CountedItem) -> dict[str, Any]:
    """A line of the sheet as programs see it."""
    numbers = {
        "expected": item.expected,
        "counted": item.counted,
        "difference": item.difference,
    }
    return {
        "barcode": item.barcode,
        "name": item.name,
        "unit": item.unit,
        "place": item.place,
        "finding": item.finding,
        "is_expected": item.is_expected,
        "counted_by": str(item.counted_by or ""),
        **{name: None if n is None else as_number(n) for name, n in numbers.items()},
    }


def sentence_of(item: CountedItem) -> str:
    """What was counted, in words."""
    words = {"name": item.name, "barcode": item.barcode, "count": item.words["counted"]}
    if not item.is_expected:
        words["place"] = item.place or _("no place")
        return (
            _("%(name)s %(barcode)s: %(count)s counted. It belongs elsewhere: %(place)s.") % words
        )
    return _("%(name)s %(barcode)s: %(count)s counted.") % words


def is_divisible(item: CountedItem) -> bool:
    """Whether there are fractions of it, so that phones show a comma."""
    return item.unit in Unit.values and Unit(item.unit).is_divisible


def _one_more(so_far: str) -> str:
    quantity = as_quantity(so_far.replace(",", ".")) or Decimal(0)
    return str(as_number(quantity + 1))
