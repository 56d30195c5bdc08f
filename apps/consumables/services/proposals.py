"""The verbs of order proposals: compute, change packs, add and remove lines.

What is proposed for a supplier is one order that every run brings up to date; what a person changed in it stays.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.consumables.enums import OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder
from apps.consumables.models.orders import MOST_PACKS
from apps.consumables.order_steps import (
    hold_order,
    line_of,
    move,
    order_in_state,
    record_step,
    touch,
)
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.suggestions import Proposed, proposals
from apps.core import clock
from apps.core.db import atomic, next_number, serialize
from apps.core.errors import InvalidInput
from apps.core.references import hold

Lines = dict[ObjectId, list[OrderLine]]  # by order


@dataclass(frozen=True)
class Packs:
    """How many packs a person wants, and how many the page showed before."""

    wanted: int
    seen: int | None = None


@atomic
def propose_orders(*, actor: Any, now: datetime) -> list[PurchaseOrder]:
    """Bring the proposals up to date, one for each supplier from whom something is needed.

    :returns: the proposals that have lines now.
    """
    serialize("order-proposals")
    drafts = _drafts(actor, now)
    lines = _lines_of(drafts.values())
    wanted = proposals(now)
    _drop_deleted(lines)
    edited = {line.consumable_id for rows in lines.values() for line in rows if line.is_edited}
    for supplier_id in wanted.keys() - drafts.keys():
        if any(each.consumable.pk not in edited for each in wanted[supplier_id]):
            drafts[supplier_id] = _new_proposal(supplier_id, actor, now)
    filled = []
    for supplier_id, order in drafts.items():
        needed = [each for each in wanted.get(supplier_id, []) if each.consumable.pk not in edited]
        if _complete(order, lines[order.pk], needed):
            filled.append(order)
    return filled


@atomic
def set_packs(
    *, order_id: Any, packs: Mapping[str, Packs], actor: Any, now: datetime
) -> PurchaseOrder:
    """Change how many packs of proposed lines are to be ordered; all of them, or none.

    What the person left as the page showed it stays as it is now.

    :param packs: by the line's id.
    :raises OrderNotEditable: it was ordered already.
    :raises InvalidInput: a number is none, or somebody else changed or removed the line meanwhile.
    """
    order = order_in_state(order_id, OrderState.PROPOSED)
    lines = {str(line.pk): line for line in OrderLine.objects.filter(order=order)}
    changed = {line_id: each for line_id, each in packs.items() if each.wanted != each.seen}
    problems = {}
    for line_id, each in changed.items():
        if problem := _problem(lines.get(line_id), each):
            problems[f"packs_{line_id}"] = [str(problem)]
    if problems:
        raise InvalidInput(problems)
    for line_id, each in changed.items():
        OrderLine.objects.filter(pk=lines[line_id].pk).update(packs=each.wanted, is_edited=True)
    if changed:
        touch(order, actor, now)
    return order


@atomic
def add_line(
    *, order_id: Any, consumable_id: Any, packs: int, actor: Any, now: datetime
) -> OrderLine:
    """Order something besides what was proposed.

    :raises InvalidInput: it is in the order already, or the number is none.
    """
    order = order_in_state(order_id, OrderState.PROPOSED)
    consumable = Consumable.objects.alive().filter(pk=consumable_id).first()
    if consumable is None:
        raise ConsumableNotFound
    if not 1 <= packs <= MOST_PACKS:
        raise InvalidInput({"packs": [str(NO_NUMBER_OF_PACKS)]})
    line = OrderLine(order=order, packs=packs, is_edited=True, **_copies(consumable))
    try:
        line.save(force_insert=True)
    except IntegrityError as error:
        message = str(_("This is in the order already."))
        raise InvalidInput({"consumable": [message]}) from error
    touch(order, actor, now)
    return line


@atomic
def remove_line(*, line_id: Any, actor: Any, now: datetime) -> PurchaseOrder:
    """Take a line out of a proposed order; it may be proposed again later.

    :raises OrderNotEditable: it was ordered already.
    """
    line = line_of(line_id)
    order = order_in_state(line.order_id, OrderState.PROPOSED)
    line.delete()
    touch(order, actor, now)
    return order


NO_NUMBER_OF_PACKS = _("Please give a number of packs above zero, at most 100,000.")


def _problem(line: OrderLine | None, packs: Packs) -> Any:
    """Why the packs cannot be set; None when they can."""
    if line is None:
        return _("This was taken out of the order meanwhile.")
    if not 1 <= packs.wanted <= MOST_PACKS:
        return NO_NUMBER_OF_PACKS
    if packs.seen not in (None, line.packs) and packs.wanted != line.packs:
        message = _("Somebody else set this to %(packs)d meanwhile. Please compare.")
        return message % {"packs": line.packs}
    return None


def _drafts(actor: Any, now: datetime) -> dict[ObjectId | None, PurchaseOrder]:
    """The proposal of each supplier; a second one, left by a merge of suppliers, goes into the first."""
    drafts: dict[ObjectId | None, PurchaseOrder] = {}
    proposed = PurchaseOrder.objects.filter(state=OrderState.PROPOSED).select_related("supplier")
    for order in proposed.order_by("pk"):
        hold_order(order)
        first = drafts.setdefault(order.supplier_id, order)
        if first is not order:
            _fold(order, first)
            move(order, OrderState.CANCELED, "order_canceled", actor, now)
    return drafts


def _fold(order: PurchaseOrder, first: PurchaseOrder) -> None:
    lines = OrderLine.objects.filter(order=order)
    there = list(OrderLine.objects.filter(order=first).values_list("consumable", flat=True))
    lines.filter(consumable__in=there).delete()
    lines.update(order=first)


def _lines_of(orders: Any) -> Lines:
    lines: Lines = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=[order.pk for order in orders]):
        lines[line.order_id].append(line)
    return lines


def _drop_deleted(lines: Lines) -> None:
    """Nothing that lies in the trash is ordered, not even when a person wanted it before."""
    ids = {line.consumable_id for rows in lines.values() for line in rows}
    alive = set(Consumable.objects.alive().filter(pk__in=ids).values_list("pk", flat=True))
    OrderLine.objects.filter(
        pk__in=[
            line.pk for rows in lines.values() for line in rows if line.consumable_id not in alive
        ]
    ).delete()
    for order_id, rows in lines.items():
        lines[order_id] = [line for line in rows if line.consumable_id in alive]


def _complete(order: PurchaseOrder, lines: list[OrderLine], needed: list[Proposed]) -> bool:
    """Let the lines that nobody edited be exactly what is needed now; whether the order has lines then."""
    by_consumable = {each.consumable.pk: each for each in needed}
    kept = 0
    for line in lines:
        found = by_consumable.pop(line.consumable_id, None)
        if found is not None:
            _update(line, found)
        elif not line.is_edited:
            line.delete()
            continue
        kept += 1
    OrderLine.objects.bulk_create(
        OrderLine(order=order, packs=found.packs, reason=found.reason, **_copies(found.consumable))
        for found in by_consumable.values()
    )
    return bool(kept or by_consumable)


def _update(line: OrderLine, found: Proposed) -> None:
    now = {"packs": found.packs, "reason": found.reason, **_copies(found.consumable)}
    if any(getattr(line, name) != value for name, value in now.items() if name != "consumable"):
        OrderLine.objects.filter(pk=line.pk).update(**now)


def _copies(consumable: Consumable) -> dict[str, Any]:
    """What a line keeps of its consumable; all of it as it is when the order is placed."""
    return {
        "consumable": consumable,
        "consumable_barcode": consumable.barcode,
        "consumable_name": consumable.name,
        "unit": consumable.unit,
        "supplier_article_number": consumable.supplier_article_number,
        "pack_size": consumable.pack_size,
        "cost_per_unit": consumable.cost_per_unit,
    }


def _new_proposal(supplier_id: ObjectId | None, actor: Any, now: datetime) -> PurchaseOrder:
    order = PurchaseOrder(
        number=_number(clock.local_date(now)),
        supplier_id=supplier_id,
        proposal_key=str(supplier_id or "none"),
    )
    order.stamp(now)
    hold(order)
    order.save(force_insert=True)
    record_step(order, "order_proposed", actor, now)
    return order


def _number(today: date) -> str:
    month = f"{today:%y%m}"
    return f"B{month}-{next_number(f'orders:{month}'):03}"
