"""What can happen to the order of a ticket, as the sentences of its history; nothing here names a price."""

from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType

EVENT_TYPES = (
    EventType(
        "tickets.order_changed", _("%(actor)s changed the order of ticket %(ticket)s."), "pencil"
    ),
    EventType(
        "tickets.material_needed",
        _("%(actor)s asked for %(quantity)s %(article)s for ticket %(ticket)s."),
        "package",
    ),
    EventType(
        "tickets.material_booked",
        _("%(actor)s booked %(quantity)s %(article)s on ticket %(ticket)s."),
        "package-check",
    ),
    EventType(
        "tickets.material_struck",
        _("%(actor)s struck %(quantity)s %(article)s from ticket %(ticket)s."),
        "undo-2",
    ),
    EventType(
        "tickets.material_restored",
        _("%(actor)s took %(quantity)s %(article)s back into ticket %(ticket)s."),
        "rotate-ccw",
    ),
    EventType(
        "tickets.labor_booked",
        _("%(actor)s booked %(hours)s hours on ticket %(ticket)s: %(work)s."),
        "clock",
    ),
    EventType(
        "tickets.labor_struck",
        _("%(actor)s struck %(hours)s hours from ticket %(ticket)s: %(work)s."),
        "undo-2",
    ),
    EventType(
        "tickets.labor_restored",
        _("%(actor)s took %(hours)s hours back into ticket %(ticket)s: %(work)s."),
        "rotate-ccw",
    ),
    EventType(
        "tickets.template_replaced",
        _("%(actor)s put %(file)s in place of the Word template of orders."),
        "file-text",
    ),
    EventType(
        "tickets.template_reset",
        _("%(actor)s took %(file)s away as the Word template of orders."),
        "rotate-ccw",
    ),
)
