"""What people hear of from tickets. Whom it concerns says ``news``; internal notes are never told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.registry import NotificationType
from apps.notifications.enums import Channel
from apps.sitesettings.enums import Feature


def _kind(code: str, label: Any, sentence: Any, permission: str) -> NotificationType:
    return NotificationType(
        code=f"tickets.{code}",
        label=label,
        sentence=sentence,
        template=f"tickets_{code}",
        default=Channel.MAIL,
        recipients=lambda ticket: [],
        feature=Feature.TICKETS,
        permission=permission,
    )


NEW = _kind(
    "new",
    _("New tickets that nobody is responsible for"),
    _("%(actor_name)s handed in %(ticket)s."),
    "tickets.work_on_ticket",
)
ASSIGNED = _kind(
    "assigned",
    _("Tickets that are assigned to me"),
    _("%(actor_name)s assigned %(ticket)s to you."),
    "tickets.work_on_ticket",
)
MESSAGE = _kind(
    "message",
    _("Messages on my tickets"),
    _("%(actor_name)s wrote on %(ticket)s."),
    "tickets.view_ticket",
)
STATE_CHANGED = _kind(
    "state_changed",
    _("My tickets change their state"),
    _("%(ticket)s is %(status)s now."),
    "tickets.view_ticket",
)
DUE_SOON = _kind(
    "due_soon",
    _("Tickets that I work on are due soon"),
    _("%(ticket)s is due on %(due)s."),
    "tickets.work_on_ticket",
)
KINDS = (NEW, ASSIGNED, MESSAGE, STATE_CHANGED, DUE_SOON)
