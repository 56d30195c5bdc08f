"""The order of a ticket as a whole: what was agreed, what was booked, what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, ErrorCode
from apps.sitesettings.queries import current
from apps.tickets.enums import LineState
from apps.tickets.models import Ticket, WorkOrderDetails, WorkOrderLabor, WorkOrderMaterial
from apps.tickets.totals import Totals, totals_of

KNOWN_KINDS_OF_WORK = 200  # so many of the newest lines propose kinds of work


class LineNotFound(DomainError):
    """The order has no such line."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("This order has no such line.")


@dataclass(frozen=True)
class WorkOrder:
    """A ticket's order. ``materials`` and ``labor`` hold struck lines too."""

    ticket: Ticket
    details: WorkOrderDetails
    materials: list[WorkOrderMaterial]
    labor: list[WorkOrderLabor]

    @property
    def needed(self) -> list[WorkOrderMaterial]:
        """What somebody asked for and nobody has booked yet."""
        return [line for line in self.materials if line.state == LineState.NEEDED]

    @property
    def booked(self) -> list[WorkOrderMaterial]:
        return [line for line in self.materials if line.counts]

    @property
    def work(self) -> list[WorkOrderLabor]:
        return [line for line in self.labor if line.counts]

    @property
    def vat_percent(self) -> Decimal:
        """The rate when the ticket was closed; while it is not, that of the house."""
        kept = self.details.vat_percent
        return current().vat_percent if kept is None else kept

    @cached_property
    def totals(self) -> Totals:
        return totals_of(
            [line.amount for line in self.booked],
            [(line.hours, line.amount) for line in self.work],
            self.vat_percent,
        )

    @property
    def is_empty(self) -> bool:
        return self.details.created_at is None and not self.materials and not self.labor


def order_of(ticket: Ticket) -> WorkOrder:
    """The order of one ticket: three commands."""
    return orders_of([ticket])[ticket.pk]


def details_of(ticket: Ticket) -> WorkOrderDetails:
    """What was agreed; what nobody has stored yet has an id, so that a form notices when somebody else stores it."""
    stored = WorkOrderDetails.objects.filter(ticket=ticket).first()
    return stored or _no_details(ticket)


def orders_of(tickets: Sequence[Ticket]) -> dict[Any, WorkOrder]:
    """The orders of many tickets by their ids: three commands however many."""
    ids = [ticket.pk for ticket in tickets]
    details = {each.ticket_id: each for each in WorkOrderDetails.objects.filter(ticket__in=ids)}
    materials = _by_ticket(WorkOrderMaterial, ids)
    labor = _by_ticket(WorkOrderLabor, ids)
    return {
        ticket.pk: WorkOrder(
            ticket,
            details.get(ticket.pk) or _no_details(ticket),
            materials.get(ticket.pk, []),
            labor.get(ticket.pk, []),
        )
        for ticket in tickets
    }


def material_line(line_id: Any) -> WorkOrderMaterial:
    """
    :raises LineNotFound: there is none.
    """
    return _line(WorkOrderMaterial, line_id)


def labor_line(line_id: Any) -> WorkOrderLabor:
    """
    :raises LineNotFound: there is none.
    """
    return _line(WorkOrderLabor, line_id)


def booked_hours(ticket: Ticket) -> Decimal | None:
    """The hours that were booked on the ticket; None while there are none."""
    hours = [
        line.hours for line in WorkOrderLabor.objects.filter(ticket=ticket, struck_at__isnull=True)
    ]
    return sum(hours, Decimal(0)) if hours else None


def kinds_of_work() -> list[str]:
    """The kinds that were used lately, to choose from."""
    newest = WorkOrderLabor.objects.order_by("-booked_at", "-pk")
    used = newest.values_list("category", flat=True)[:KNOWN_KINDS_OF_WORK]
    return sorted({kind for kind in used if kind})


def _no_details(ticket: Ticket) -> WorkOrderDetails:
    return WorkOrderDetails(pk=ObjectId(), ticket=ticket)


def _line(model: Any, line_id: Any) -> Any:
    is_id = ObjectId.is_valid(str(line_id))
    line = model.objects.filter(pk=ObjectId(str(line_id))).first() if is_id else None
    if line is None:
        raise LineNotFound
    return line


def _by_ticket(model: Any, ids: list[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for line in model.objects.filter(ticket__in=ids).order_by("ticket", "pk"):
        found.setdefault(line.ticket_id, []).append(line)
    return found
