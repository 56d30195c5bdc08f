"""What can happen to a ticket, as the sentences of its history."""

from django.utils.translation import gettext_lazy as _

from apps.core.registry import EventType

EVENT_TYPES = (
    EventType("tickets.created", _("%(actor)s handed in ticket %(ticket)s."), "plus"),
    EventType("tickets.changed", _("%(actor)s changed ticket %(ticket)s."), "pencil"),
    EventType(
        "tickets.assigned", _("%(actor)s assigned ticket %(ticket)s to %(person)s."), "user-round"
    ),
    EventType("tickets.released", _("%(actor)s released ticket %(ticket)s."), "undo-2"),
    EventType("tickets.started", _("%(actor)s began to work on ticket %(ticket)s."), "wrench"),
    EventType("tickets.resolved", _("%(actor)s resolved ticket %(ticket)s."), "circle-check"),
    EventType("tickets.closed", _("%(actor)s closed ticket %(ticket)s."), "lock"),
    EventType(
        "tickets.dismissed",
        _("%(actor)s closed ticket %(ticket)s without the work being done: %(reason)s."),
        "ban",
    ),
    EventType(
        "tickets.reopened",
        _("%(actor)s reopened ticket %(ticket)s: %(reason)s."),
        "lock-open",
    ),
    EventType(
        "tickets.message_added", _("%(actor)s wrote a message on ticket %(ticket)s."), "mail"
    ),
    EventType(
        "tickets.note_added", _("%(actor)s wrote an internal note on ticket %(ticket)s."), "eye-off"
    ),
    EventType(
        "tickets.co_assigned",
        _("%(actor)s changed who else works on ticket %(ticket)s."),
        "users-round",
    ),
    EventType("tickets.watched", _("%(actor)s changed who watches ticket %(ticket)s."), "eye"),
    EventType(
        "tickets.shared",
        _("%(actor)s shared ticket %(ticket)s with %(person)s (%(share)s)."),
        "share",
    ),
    EventType(
        "tickets.unshared",
        _("%(actor)s no longer shares ticket %(ticket)s with %(person)s."),
        "eye-off",
    ),
    EventType("tickets.deleted", _("%(actor)s deleted ticket %(ticket)s."), "trash-2"),
    EventType(
        "tickets.restored", _("%(actor)s took ticket %(ticket)s out of the trash."), "rotate-ccw"
    ),
    EventType("tickets.erased", _("%(actor)s deleted ticket %(ticket)s for good."), "trash-2"),
)
