"""The material of an order: asked for, booked, struck, taken back in.

What comes from the stores leaves the stock in the transaction that books it, and returns in the one that strikes it;
the movement names the line and the line the movement. Taken back from the stores' side, the line is struck along.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.models import StockMovement
from apps.consumables.queries import living_consumable
from apps.consumables.rules import fits_unit
from apps.consumables.services.stock import Purpose, reverse_movement, withdraw
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.validation import refuse_invalid
from apps.tickets import rules
from apps.tickets.enums import LineState
from apps.tickets.models import Ticket, WorkOrderMaterial
from apps.tickets.orders import material_line
from apps.tickets.services.tickets import editable_ticket, refuse_closed, save_ticket
from apps.tickets.services.work_orders import LineSettled, bookable_ticket, line_change

FIELDS = ("article", "quantity", "unit", "unit_price")
MOST_NEEDED = 200


@dataclass(frozen=True)
class Material:
    """An article, from the stores or not; what comes from there brings its own name, unit and price."""

    quantity: Any
    article: str = ""
    consumable_id: Any = None
    unit: str = ""
    unit_price: Any = None


@atomic
def need_material(
    *, ticket_id: Any, material: Material, actor: Any, now: datetime
) -> WorkOrderMaterial:
    """Ask for material; nothing leaves the stores yet.

    :raises InvalidInput: a field is not what it should be.
    :raises TicketClosed: it has to be opened again first.
    """
    ticket = editable_ticket(actor, ticket_id)
    line = _new_line(ticket, material, actor, now)
    line.save()
    _record("tickets.material_needed", ticket, line, actor, now)
    return line


@atomic
def book_material(
    *, ticket_id: Any, material: Material, actor: Any, now: datetime
) -> WorkOrderMaterial:
    """Book material on an order, and withdraw it from stock if it comes from there.

    :raises InvalidInput: a field is not what it should be.
    :raises StockTooLow: there is less.
    :raises TicketClosed: it has to be opened again first.
    :raises NotPermitted: the person is neither employed here nor assigned.
    """
    ticket = bookable_ticket(actor, ticket_id)
    line = _new_line(ticket, material, actor, now)
    _book(line, ticket, actor, now)
    line.save(force_insert=True)
    _record("tickets.material_booked", ticket, line, actor, now)
    return line


@atomic
def book_needed(*, line_id: Any, actor: Any, now: datetime) -> WorkOrderMaterial:
    """Book what somebody asked for.

    :raises LineSettled: it was booked or struck meanwhile.
    :raises StockTooLow: there is less.
    """
    line = material_line(line_id)
    ticket = bookable_ticket(actor, line.ticket_id)
    _require(line, LineState.NEEDED)
    _book(line, ticket, actor, now)
    line.save()
    _record("tickets.material_booked", ticket, line, actor, now)
    return line


@atomic
def strike_material(*, line_id: Any, actor: Any, now: datetime) -> WorkOrderMaterial:
    """Take a line out of the order; what came from the stores returns there.

    :raises LineSettled: somebody did that already.
    """
    line = material_line(line_id)
    allowed = bookable_ticket if line.counts else editable_ticket
    ticket = allowed(actor, line.ticket_id)
    _require(line, LineState.NEEDED, LineState.BOOKED)
    if line.movement_id:
        reverse_movement(movement_id=line.movement_id, actor=actor, now=now)
        return material_line(line_id)  # struck by what hears of reversals
    return _strike(line, ticket, actor, now)


@atomic
def restore_material(*, line_id: Any, actor: Any, now: datetime) -> WorkOrderMaterial:
    """Take a struck line back in; what comes from the stores is withdrawn anew.

    :raises LineSettled: it is not struck.
    :raises StockTooLow: there is less by now.
    """
    line = material_line(line_id)
    allowed = bookable_ticket if line.booked_at else editable_ticket
    ticket = allowed(actor, line.ticket_id)
    _require(line, LineState.STRUCK)
    line.take_back_in()
    if line.booked_at:
        _book(line, ticket, actor, now)
    line.save()
    _record("tickets.material_restored", ticket, line, actor, now)
    return line


@atomic
def replace_needed(
    *, ticket_id: Any, materials: Iterable[Material], actor: Any, now: datetime
) -> list[WorkOrderMaterial]:
    """Say anew what is needed as a whole; what was booked stays as it is.

    :raises InvalidInput: a field is not what it should be, or it is too much.
    """
    ticket = editable_ticket(actor, ticket_id)
    wanted = [_new_line(ticket, material, actor, now) for material in materials]
    if len(wanted) > MOST_NEEDED:
        text = _("At most %(count)d lines.") % {"count": MOST_NEEDED}
        raise InvalidInput({"materials_needed": [str(text)]})
    needed = WorkOrderMaterial.objects.filter(
        ticket=ticket, booked_at__isnull=True, struck_at__isnull=True
    )
    old = {_content(line, actor): line for line in needed.order_by("pk")}
    kept = {_content(line, actor) for line in wanted}
    for content, line in old.items():
        if content not in kept:
            _strike(line, ticket, actor, now)
    for line in wanted:
        if _content(line, actor) not in old:
            line.save()
            _record("tickets.material_needed", ticket, line, actor, now)
    return list(needed.order_by("pk"))


@atomic
def strike_along(movement: StockMovement, *, actor: Any, now: datetime) -> None:
    """Strike the line whose material goes back into the stores, whoever puts it there.

    :raises TicketClosed: the order is settled; the ticket has to be opened again first.
    """
    if movement.ticket_line_id is None:
        return
    line = WorkOrderMaterial.objects.filter(pk=movement.ticket_line_id).first()
    if line is None or line.movement_id != movement.pk or not line.counts:
        return
    ticket = Ticket.objects.get(pk=line.ticket_id)
    refuse_closed(ticket)
    _strike(line, ticket, actor, now)


def _new_line(ticket: Ticket, material: Material, actor: Any, now: datetime) -> WorkOrderMaterial:
    """A line, not stored yet, with what the stores know about the article."""
    price = material.unit_price if rules.sees_prices(actor) else None
    line = WorkOrderMaterial(
        pk=ObjectId(),
        ticket=ticket,
        article=material.article,
        quantity=material.quantity,
        unit_price=price,
        added_at=now,
    )
    if material.unit:
        line.unit = material.unit
    if material.consumable_id is not None:
        consumable = living_consumable(material.consumable_id)
        line.consumable, line.consumable_barcode = consumable, consumable.barcode
        line.article, line.unit = consumable.name, consumable.unit
        line.unit_price = consumable.cost_per_unit if price is None else price
    refuse_invalid(line, only=FIELDS)
    if not fits_unit(line.quantity, line.unit):
        text = _("%(unit)s can only be counted in whole numbers.")
        raise InvalidInput({"quantity": [str(text % {"unit": line.unit})]})
    return line


def _book(line: WorkOrderMaterial, ticket: Ticket, actor: Any, now: datetime) -> None:
    line.book(actor, now)
    if line.consumable_id is None:
        return
    purpose = Purpose(ticket_number=ticket.ticket_number, ticket_line_id=line.pk)
    line.movement = withdraw(
        consumable_id=line.consumable_id,
        quantity=line.quantity,
        actor=actor,
        now=now,
        purpose=purpose,
    )


def _strike(
    line: WorkOrderMaterial, ticket: Ticket, actor: Any, now: datetime
) -> WorkOrderMaterial:
    line.strike(actor, now)
    line.save()
    _record("tickets.material_struck", ticket, line, actor, now)
    return line


def _require(line: WorkOrderMaterial, *states: LineState) -> None:
    if line.state not in states:
        raise LineSettled


def _content(line: WorkOrderMaterial, actor: Any) -> tuple[Any, ...]:
    """What makes two needed lines the same; who sees no prices cannot mean to change one."""
    price = line.unit_price if rules.sees_prices(actor) else None
    return (line.article, line.consumable_id, line.quantity, line.unit, price)


def _record(event: str, ticket: Ticket, line: WorkOrderMaterial, actor: Any, now: datetime) -> None:
    """Write down what happened, and let the ticket change along."""
    save_ticket(ticket, now)
    words: dict[str, Any] = {
        "ticket": ticket,
        "article": line.article,
        "quantity": line.quantity_in_words,
    }
    changes = {"material": line_change(line, _("material"))}
    record(event, ticket, actor=actor, at=now, changes=changes, **words)
