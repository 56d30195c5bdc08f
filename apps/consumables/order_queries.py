"""Questions about orders: what they contain, what they cost, which one waits for a scanned consumable."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bson import ObjectId
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.models import OrderLine, PurchaseOrder
from apps.core.errors import DomainError, ErrorCode

MOST_AWAITED = 100  # on one page


class OrderNotFound(DomainError):
    """There is no such order, or no such line."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("There is no such order.")


class NothingOrdered(DomainError):
    """No order is waiting for this consumable."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("No open order contains this.")


def order_by_number(number: str) -> PurchaseOrder:
    """
    :raises OrderNotFound: there is none.
    """
    orders = PurchaseOrder.objects.select_related("supplier", "ordered_by")
    order = orders.filter(number=number.upper()).first()
    if order is None:
        raise OrderNotFound
    return order


def lines_of(order: PurchaseOrder) -> list[OrderLine]:
    """The lines of an order by name."""
    lines = OrderLine.objects.filter(order=order)
    return sorted(lines, key=_by_name)


def lines_by_order(orders: Iterable[PurchaseOrder]) -> dict[ObjectId, list[OrderLine]]:
    """The lines of several orders by name, with one query."""
    lines: dict[ObjectId, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=[order.pk for order in orders]):
        lines[line.order_id].append(line)
    for rows in lines.values():
        rows.sort(key=_by_name)
    return lines


def complete_orders(orders: Iterable[PurchaseOrder], today: date) -> list[PurchaseOrder]:
    """The orders of a page, each with what its lines amount to and how late it is; one query for all."""
    found = {order.pk: order for order in orders}
    for order in found.values():
        order.line_count, order.cost, order.has_unknown_cost = 0, Decimal(0), False
        is_late = order.state in AWAITED and order.expected_on and order.expected_on < today
        order.late_days = (today - order.expected_on).days if is_late else 0
    for line in OrderLine.objects.filter(order__in=list(found)):
        order = found[line.order_id]
        order.line_count += 1
        order.cost += line.cost or 0
        order.has_unknown_cost = order.has_unknown_cost or line.cost is None
    return list(found.values())


def awaited_orders() -> list[PurchaseOrder]:
    """What should come, latest first."""
    awaited = PurchaseOrder.objects.filter(state__in=AWAITED).select_related("supplier")
    return list(awaited.order_by("expected_on", "pk")[:MOST_AWAITED])


def counts_by_state() -> dict[str, int]:
    """How many orders are in each state."""
    known = PurchaseOrder.objects.filter(state__in=OrderState.values)  # so an index holds it all
    rows = known.values("state").annotate(count=Count("state")).order_by()
    return {row["state"]: row["count"] for row in rows}


def oldest_open_line(consumable_id: ObjectId) -> OrderLine | None:
    """The line that has waited longest for the consumable."""
    open_lines = OrderLine.objects.filter(consumable=consumable_id, is_open=True)
    return open_lines.select_related("order").order_by("pk").first()


def _by_name(line: OrderLine) -> tuple[str, ObjectId]:
    return line.consumable_name.casefold(), line.pk
