"""Work areas are made, changed, merged and deleted as other master data; this is what tickets need beside it."""

from apps.core.db import atomic
from apps.core.mongodb import direct
from apps.tickets import rules
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket, WorkArea


@atomic
def offer_to_members(area: WorkArea) -> None:
    """Offer the open tickets of an area to those who look after it now, after some came from another area."""
    waiting = Ticket.objects.filter(work_area=area, status=TicketStatus.OPEN, assigned_to=None)
    direct.change_many(Ticket, {each.pk: {"audience": rules.audience(each)} for each in waiting})
