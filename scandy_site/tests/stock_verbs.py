"""What consumables can do, for the test that each verb leaves one event."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from apps.consumables.models import Consumable, OrderLine, PurchaseOrder
from apps.consumables.services import (
    consumables,
    counts,
    orders,
    proposals,
    stock,
    stocktaking,
    trash,
)
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core.registry import Counted
from apps.core.tests.moments import MADE_AT

EARLIER = {"actor": None, "now": MADE_AT}


def _shelf(**fields: Any) -> Any:
    return ConsumableFactory(stock=10, **fields).pk


def _in_trash() -> Any:
    pk = _shelf()
    consumables.delete_consumable(pk, **EARLIER)
    return pk


def _movement() -> Any:
    return stock.withdraw(consumable_id=_shelf(), quantity=1, **EARLIER).pk


def _proposal() -> PurchaseOrder:
    _shelf(min_stock=50)
    return proposals.propose_orders(**EARLIER)[0]


def _line() -> OrderLine:
    _proposal()
    return OrderLine.objects.get()


def _ordered() -> PurchaseOrder:
    return orders.place_order(order_id=_proposal().pk, **EARLIER)


def _ordered_by_mail() -> PurchaseOrder:
    _shelf(min_stock=50, supplier=SupplierFactory(email="verkauf@example.org"))
    return proposals.propose_orders(**EARLIER)[0]


def _ordered_line() -> OrderLine:
    _ordered()
    return OrderLine.objects.get()


def _sheet() -> Any:
    _shelf()
    return stocktaking.start_stocktaking(kind="consumable", **EARLIER).pk


def _needed() -> None:
    _shelf(min_stock=50)


VERBS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "create_consumable": (
        "consumables.created",
        lambda s: consumables.create_consumable(Consumable(barcode="CN", name="Neu"), **s.by),
    ),
    "change_consumable": (
        "consumables.changed",
        lambda s: consumables.change_consumable(_shelf(), {"name": "Neu"}, **s.by),
    ),
    "delete_consumable": (
        "consumables.deleted",
        lambda s: consumables.delete_consumable(_shelf(), **s.by),
    ),
    "restore_consumable": (
        "consumables.restored",
        lambda s: trash.restore_consumable(_in_trash(), **s.by),
    ),
    "withdraw": (
        "consumables.withdrawn",
        lambda s: stock.withdraw(consumable_id=_shelf(), quantity=1, **s.by),
    ),
    "receive": (
        "consumables.received",
        lambda s: stock.receive(consumable_id=_shelf(), quantity=1, **s.by),
    ),
    "adjust_stock": (
        "consumables.corrected",
        lambda s: stock.adjust_stock(consumable_id=_shelf(), quantity=1, reason="Fund", **s.by),
    ),
    "book_count": (
        "consumables.counted",
        lambda s: stock.book_count(
            consumable_id=_shelf(), counted=8, expected=10, reason="Inventur", **s.by
        ),
    ),
    "book_counts": (
        "consumables.counted",
        lambda s: counts.book_counts(
            [Counted(_shelf(), Decimal(-2), MADE_AT)], reason="Inventur", **s.by
        ),
    ),
    "reverse_movement": (
        "consumables.reversed",
        lambda s: stock.reverse_movement(movement_id=_movement(), **s.by),
    ),
    "undo_movement": (
        "consumables.reversed",
        lambda s: stock.undo_movement(movement_id=_movement(), **s.by),
    ),
    "propose_orders": (
        "consumables.order_proposed",
        lambda s: (_needed(), proposals.propose_orders(**s.by)),
    ),
    "set_packs": (
        "consumables.order_edited",
        lambda s: proposals.set_packs(
            order_id=_line().order_id,
            packs={str(OrderLine.objects.get().pk): proposals.Packs(3)},
            **s.by,
        ),
    ),
    "add_line": (
        "consumables.order_edited",
        lambda s: proposals.add_line(
            order_id=_proposal().pk, consumable_id=_shelf(), packs=1, **s.by
        ),
    ),
    "remove_line": (
        "consumables.order_edited",
        lambda s: proposals.remove_line(line_id=_line().pk, **s.by),
    ),
    "place_order": (
        "consumables.ordered",
        lambda s: orders.place_order(order_id=_proposal().pk, **s.by),
    ),
    "receive_line": (
        "consumables.received",
        lambda s: orders.receive_line(line_id=_ordered_line().pk, quantity=5, **s.by),
    ),
    "receive_lines": (
        "consumables.received",
        lambda s: orders.receive_lines(
            order_id=_ordered().pk, quantities={str(OrderLine.objects.get().pk): 5}, **s.by
        ),
    ),
    "mail_order": (
        "consumables.order_mailed",
        lambda s: orders.mail_order(
            order_id=_ordered_by_mail().pk, subject="Bestellung", text="Schrauben", **s.by
        ),
    ),
    "receive_scanned": (
        "consumables.received",
        lambda s: orders.receive_scanned(
            consumable_id=_ordered_line().consumable_id, quantity=None, **s.by
        ),
    ),
    "cancel_order": (
        "consumables.order_canceled",
        lambda s: orders.cancel_order(order_id=_ordered().pk, **s.by),
    ),
    "start_stocktaking": (
        "consumables.stocktaking_started",
        lambda s: (_shelf(), stocktaking.start_stocktaking(kind="consumable", **s.by)),
    ),
    "book_stocktaking": (
        "consumables.stocktaking_booked",
        lambda s: stocktaking.book_stocktaking(stocktaking_id=_sheet(), **s.by),
    ),
    "cancel_stocktaking": (
        "consumables.stocktaking_canceled",
        lambda s: stocktaking.cancel_stocktaking(stocktaking_id=_sheet(), **s.by),
    ),
}
ELSEWHERE = {
    "erase_consumable": "only what has no journal; see the tests of the trash",
    "count_item": "a count is no change of stock until the stocktaking is booked",
    "tell_if_short": "tells of what was recorded",
    "tell_of_many": "tells of what was recorded",
    "update_receipt": "part of a receipt, which is recorded",
    "forecast_all": "computes from what was recorded",
    "forecast_one": "computes from what was recorded",
}
