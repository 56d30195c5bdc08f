"""Whether the stock is what the journal says: the stock is a number of its own, and numbers can part ways (I3).

Each finding is a sentence for those who look after the instance. The journal is summed up inside MongoDB: it may hold
millions of movements.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bson import Decimal128
from django.db import connection
from django.utils.translation import gettext as _

from apps.consumables.models import Consumable, StockMovement
from apps.consumables.rules import in_words, stock_state

CONSUMABLES, MOVEMENTS = Consumable._meta.db_table, StockMovement._meta.db_table
ZERO = Decimal128("0")


def contradictions() -> Iterator[str]:
    """A sentence for each consumable or movement that contradicts another; none when all is well."""
    yield from _stocks_beside_their_journal()
    yield from _wrong_states()
    yield from _movements_of_nothing()
    yield from _stocks_below_zero()


def _stocks_beside_their_journal() -> Iterator[str]:
    sums = _aggregate(
        MOVEMENTS, {"$group": {"_id": "$consumable_id", "sum": {"$sum": "$quantity"}}}
    )
    journal = {row["_id"]: _number(row["sum"]) for row in sums}
    stocks = Consumable.objects.values_list("pk", "barcode", "current_stock")
    for pk, barcode, stock in stocks.iterator():
        if stock != journal.get(pk, 0):
            words = {"barcode": barcode, "stock": in_words(stock)}
            words["sum"] = in_words(journal.get(pk, Decimal(0)))
            yield _("%(barcode)s: the stock is %(stock)s, its movements add up to %(sum)s.") % words


def _wrong_states() -> Iterator[str]:
    fields = ("barcode", "current_stock", "min_stock", "stock_state")
    for barcode, stock, minimum, state in Consumable.objects.values_list(*fields).iterator():
        if state != stock_state(stock, minimum):
            words = {"barcode": barcode, "state": state, "stock": in_words(stock)}
            yield _("%(barcode)s: %(stock)s are there, but the stock level says %(state)s.") % words


def _movements_of_nothing() -> Iterator[str]:
    orphans = _aggregate(
        MOVEMENTS,
        {"$group": {"_id": "$consumable_id", "barcode": {"$first": "$consumable_barcode"}}},
        {
            "$lookup": {
                "from": CONSUMABLES,
                "localField": "_id",
                "foreignField": "_id",
                "as": "found",
            }
        },
        {"$match": {"found": []}},
    )
    for row in orphans:
        words = {"barcode": row["barcode"]}
        yield _("%(barcode)s: there are movements of it, but it does not exist.") % words


def _stocks_below_zero() -> Iterator[str]:
    below = _aggregate(MOVEMENTS, {"$match": {"stock_after": {"$lt": ZERO}}})
    for row in below:
        words = {
            "barcode": row["consumable_barcode"],
            "stock": in_words(_number(row["stock_after"])),
        }
        yield _("%(barcode)s: a movement left a stock of %(stock)s.") % words


def _aggregate(collection: str, *stages: dict[str, Any]) -> Any:
    return connection.get_collection(collection).aggregate(list(stages))


def _number(value: Any) -> Decimal:
    return value.to_decimal() if isinstance(value, Decimal128) else Decimal(value)
