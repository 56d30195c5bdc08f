"""Whether orders and stores say the same: what an order booked has left the stock, what it struck has returned.

The two live in different databases, so lines are read in portions and their movements looked up beside them.
"""

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.consumables.enums import MovementKind
from apps.consumables.models import StockMovement
from apps.consumables.rules import in_words
from apps.tickets.models import Ticket, WorkOrderLabor, WorkOrderMaterial

AT_ONCE = 500


def contradictions() -> Iterator[str]:
    """A sentence for each order that contradicts the stores or its own ticket; none when all is well."""
    stocked = WorkOrderMaterial.objects.filter(
        consumable__isnull=False, booked_at__isnull=False
    ).order_by("pk")
    for lines in _portions(stocked.iterator(chunk_size=AT_ONCE)):
        yield from _lines_beside_the_stores(lines)
    taken = StockMovement.objects.filter(
        ticket_line_id__isnull=False, kind=MovementKind.WITHDRAWAL
    ).order_by("pk")
    for movements in _portions(taken.iterator(chunk_size=AT_ONCE)):
        yield from _movements_beside_the_orders(movements)
    yield from _hours_beside_the_tickets()


def _lines_beside_the_stores(lines: list[WorkOrderMaterial]) -> Iterator[str]:
    ids = [line.movement_id for line in lines if line.movement_id]
    movements = {each.pk: each for each in StockMovement.objects.filter(pk__in=ids)}
    returned = _reversed(ids)
    numbers = _numbers(line.ticket_id for line in lines)
    for line in lines:
        words = {"ticket": numbers.get(line.ticket_id, "?"), "line": str(line)}
        movement = movements.get(line.movement_id)
        if movement is None or (movement.consumable_id, -movement.quantity) != (
            line.consumable_id,
            line.quantity,
        ):
            yield _("%(ticket)s: %(line)s is booked, but was not taken out of stock.") % words
        elif line.counts and line.movement_id in returned:
            yield _("%(ticket)s: %(line)s is booked, but is back in stock.") % words
        elif not line.counts and line.movement_id not in returned:
            yield _("%(ticket)s: %(line)s is struck, but did not return to stock.") % words


def _movements_beside_the_orders(movements: list[StockMovement]) -> Iterator[str]:
    """What left the stock for an order that does not know of it; orders that were erased know nothing any more."""
    keys = [movement.ticket_line_id for movement in movements]
    lines = WorkOrderMaterial.objects.filter(pk__in=keys)
    known = dict(lines.values_list("pk", "movement"))
    returned = _reversed([movement.pk for movement in movements])
    existing = set(
        Ticket.objects.filter(
            ticket_number__in={movement.ticket_number for movement in movements}
        ).values_list("ticket_number", flat=True)
    )
    for movement in movements:
        is_known = known.get(movement.ticket_line_id) == movement.pk
        if is_known or movement.pk in returned or movement.ticket_number not in existing:
            continue
        words = {"ticket": movement.ticket_number, "consumable": movement.consumable_name}
        words["quantity"] = in_words(abs(movement.quantity))
        yield (
            _("%(ticket)s: %(quantity)s %(consumable)s left the stock, but are not on the order.")
            % words
        )


def _hours_beside_the_tickets() -> Iterator[str]:
    lines = WorkOrderLabor.objects.filter(struck_at__isnull=True).order_by("ticket", "pk")
    by_ticket = itertools.groupby(lines.iterator(chunk_size=AT_ONCE), lambda line: line.ticket_id)
    sums = ((key, sum((each.hours for each in group), Decimal(0))) for key, group in by_ticket)
    for portion in _portions(sums):
        hours = dict(portion)
        tickets = Ticket.objects.filter(pk__in=hours)
        for pk, number, actual in tickets.values_list("pk", "ticket_number", "actual_hours"):
            if actual != hours[pk]:
                words = {"ticket": number, "hours": in_words(hours[pk])}
                words["actual"] = in_words(actual or Decimal(0))
                yield _("%(ticket)s: %(hours)s hours are booked, it says %(actual)s.") % words


def _reversed(ids: list[Any]) -> set[Any]:
    reversals = StockMovement.objects.filter(reversal_of__in=ids)
    return set(reversals.values_list("reversal_of", flat=True))


def _numbers(ids: Iterable[Any]) -> dict[Any, str]:
    tickets = Ticket.objects.filter(pk__in=set(ids))
    return dict(tickets.values_list("pk", "ticket_number"))


def _portions(things: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(things)
    while portion := list(itertools.islice(iterator, AT_ONCE)):
        yield portion
