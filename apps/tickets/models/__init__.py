"""What the second database holds: tickets, what people write about them, their history."""

from apps.tickets.models.history import TicketEvent
from apps.tickets.models.messages import TicketMessage, UnreadMark
from apps.tickets.models.saved_views import SavedView
from apps.tickets.models.tickets import Ticket
from apps.tickets.models.word_templates import WordTemplate
from apps.tickets.models.work_areas import WorkArea
from apps.tickets.models.work_orders import WorkOrderDetails, WorkOrderLabor, WorkOrderMaterial

__all__ = [
    "SavedView",
    "Ticket",
    "TicketEvent",
    "TicketMessage",
    "UnreadMark",
    "WordTemplate",
    "WorkArea",
    "WorkOrderDetails",
    "WorkOrderLabor",
    "WorkOrderMaterial",
]
