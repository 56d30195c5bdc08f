"""A damaged tool is a request to repair it: its report opens a ticket, which also takes the photos."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.core.registry import registry
from apps.sitesettings.enums import Feature
from apps.tickets.enums import Priority, TicketCategory
from apps.tickets.models import Ticket
from apps.tickets.services.tickets import create_ticket


def open_ticket(tool: Any, note: str, *, actor: Any, now: datetime) -> Ticket | None:
    """The ticket that asks for the repair; None where the house keeps no tickets."""
    if not registry.is_on(Feature.TICKETS):
        return None
    words = {"tool": tool.name, "barcode": tool.barcode}
    ticket = Ticket(
        title=_("Defective: %(tool)s %(barcode)s") % words,
        description=note,
        category=TicketCategory.GENERAL,
        priority=Priority.NORMAL,
        tags=[tool.barcode],
    )
    return create_ticket(ticket, actor=actor, now=now)
