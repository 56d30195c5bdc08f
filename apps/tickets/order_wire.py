"""The order as programs see it, by the keys of SPEC.md: customer, contact, details of the project, material.

They are answered from the order's records and accepted when a ticket is created or changed. Prices are for employees.
"""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consumables.queries import ConsumableNotFound, consumable_id_by_barcode
from apps.consumables.rules import as_number
from apps.core.db import atomic
from apps.core.errors import DomainError, InvalidInput
from apps.core.operations import UndoNotPossible
from apps.tickets import rules
from apps.tickets.models import Ticket, WorkOrderDetails, WorkOrderLabor, WorkOrderMaterial
from apps.tickets.orders import WorkOrder
from apps.tickets.services import materials, work_orders
from apps.tickets.services.materials import MOST_NEEDED, Material

BOOK_MATERIAL, BOOK_LABOR = "tickets.book_material", "tickets.book_labor"
DETAILS = {  # in ``project_details``: what the record calls it
    "customer": "customer_kind",
    "area": "area",
    "description": "order_description",
    "done_work": "done_work",
    "completion_date": "completion_date",
}
PLAIN = ("customer_name", "customer_contact")
FIELDS = (*PLAIN, "project_details", "materials_needed")


def represent_order(order: WorkOrder, user: Any) -> dict[str, Any]:
    """The four keys of a ticket; ``project_details`` also tells hours, and employees what it costs."""
    details, has_prices = order.details, rules.sees_prices(user)
    project: dict[str, Any] = {name: _plain(details, field) for name, field in DETAILS.items()}
    project["labor"] = [represent_labor(line, has_prices=has_prices) for line in order.work]
    project["hours"] = as_number(order.totals.hours)
    if has_prices:
        project["totals"] = _totals(order)
    used = [line for line in order.materials if line.struck_at is None]
    return {
        **{name: getattr(details, name) for name in PLAIN},
        "project_details": project,
        "materials_needed": [represent_material(line, has_prices=has_prices) for line in used],
    }


def represent_material(line: WorkOrderMaterial, *, has_prices: bool) -> dict[str, Any]:
    """One article; ``booked`` says that it is used and has left the stores."""
    prices = {
        "unit_price": None if line.unit_price is None else float(line.unit_price),
        "amount": None if line.amount is None else float(line.amount),
    }
    return {
        "id": str(line.pk),
        "article": line.article,
        "barcode": line.consumable_barcode or None,
        "quantity": as_number(line.quantity),
        "unit": line.unit,
        "booked": line.booked_at is not None,
        **(prices if has_prices else {}),
    }


@atomic
def save_order(ticket: Ticket, body: dict[str, Any], *, actor: Any, now: datetime) -> None:
    """Store what a program says of the order, as far as it names it.

    :raises InvalidInput: a field is not what it should be.
    :raises NotPermitted: the person may not change that field.
    """
    values = {name: _text(name, body[name]) for name in PLAIN if name in body}
    values |= _details(body.get("project_details"))
    values = _changed(ticket, values)
    if values:
        work_orders.save_details(ticket_id=ticket.pk, values=values, actor=actor, now=now)
    if "materials_needed" in body:
        needed = _needed(body["materials_needed"], actor)
        materials.replace_needed(ticket_id=ticket.pk, materials=needed, actor=actor, now=now)


def undo_material(object_id: str, *, done_at: datetime, actor: Any, now: datetime) -> Any:
    """Undo handler of a booking of material: the line is struck."""
    line = _undone(materials.strike_material, object_id, actor, now)
    has_prices = rules.sees_prices(actor)
    return represent_material(line, has_prices=has_prices), _struck(line)


def undo_labor(object_id: str, *, done_at: datetime, actor: Any, now: datetime) -> Any:
    """Undo handler of a booking of work: the line is struck."""
    line = _undone(work_orders.strike_labor, object_id, actor, now)
    return represent_labor(line, has_prices=rules.sees_prices(actor)), _struck(line)


def _undone(strike: Any, object_id: str, actor: Any, now: datetime) -> Any:
    try:
        return strike(line_id=ObjectId(object_id), actor=actor, now=now)
    except DomainError as refusal:
        raise UndoNotPossible(refusal.message) from refusal


def _struck(line: models.Model) -> str:
    return _("Struck: %(line)s.") % {"line": line}


def represent_labor(line: WorkOrderLabor, *, has_prices: bool) -> dict[str, Any]:
    """One piece of work."""
    prices = {"hourly_rate": float(line.hourly_rate), "amount": float(line.amount or 0)}
    return {
        "id": str(line.pk),
        "work": line.work,
        "hours": as_number(line.hours),
        "category": line.category,
        **(prices if has_prices else {}),
    }


def _totals(order: WorkOrder) -> dict[str, float]:
    names = ("material", "labor", "net", "vat_percent", "vat", "gross")
    return {name: float(getattr(order.totals, name)) for name in names}


def _plain(details: WorkOrderDetails, field: str) -> Any:
    value = getattr(details, field)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _details(sent: Any) -> dict[str, Any]:
    """The fields of the record that ``project_details`` names; what it only tells is skipped."""
    if sent is None:
        return {}
    told = {"labor", "hours", "totals"}
    if not isinstance(sent, dict) or set(sent) - set(DETAILS) - told:
        text = _("Please give an object with: %(names)s.") % {"names": ", ".join(DETAILS)}
        raise InvalidInput({"project_details": [text]})
    return {
        field: (sent[name] or None) if field == "completion_date" else _text(name, sent[name])
        for name, field in DETAILS.items()
        if name in sent
    }


def _changed(ticket: Ticket, values: dict[str, Any]) -> dict[str, Any]:
    """Without what is stored already: a program may send back what it read, whoever may change it."""
    stored = WorkOrderDetails.objects.filter(ticket=ticket).first() or WorkOrderDetails()
    return {name: value for name, value in values.items() if value != _plain(stored, name)}


def _needed(sent: Any, actor: Any) -> list[Material]:
    """What is needed; lines that say ``booked`` were read before and stay as they are."""
    if not isinstance(sent, list) or len(sent) > MOST_NEEDED:
        text = _("Please give a list of at most %(count)d objects.") % {"count": MOST_NEEDED}
        raise InvalidInput({"materials_needed": [text]})
    return [
        _material(each, actor)
        for each in sent
        if not (isinstance(each, dict) and each.get("booked") is True)
    ]


def _material(sent: Any, actor: Any) -> Material:
    known = {"id", "article", "barcode", "quantity", "unit", "unit_price", "amount", "booked"}
    if not isinstance(sent, dict) or set(sent) - known or "quantity" not in sent:
        raise InvalidInput({"materials_needed": [str(WRONG_LINE)]})
    code, quantity = _text("materials_needed", sent.get("barcode")), sent["quantity"]
    if isinstance(quantity, bool) or (code and not actor.has_perm("consumables.view_consumable")):
        raise InvalidInput({"materials_needed": [str(WRONG_LINE)]})
    try:
        consumable_id = consumable_id_by_barcode(code) if code else None
    except ConsumableNotFound as error:
        raise InvalidInput({"materials_needed": [str(error)]}) from error
    return Material(
        quantity=str(quantity),
        article=_text("materials_needed", sent.get("article")),
        consumable_id=consumable_id,
        unit=_text("materials_needed", sent.get("unit")),
        unit_price=None if sent.get("unit_price") is None else str(sent["unit_price"]),
    )


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput({name: [_("Please give a text.")]})
    return value


WRONG_LINE = gettext_lazy(
    "Each line needs article or barcode and quantity, and may have unit and unit_price."
)
