"""What the back office does with tickets: the way through their states, answers, the trash."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.core.registry import AdminAction
from apps.tickets import rules
from apps.tickets.admin_forms import AssignForm, CloseForm, ReasonForm, TextForm
from apps.tickets.enums import DONE_STATUSES, TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.services import messages, trash, workflow

WORK = "tickets.work_on_ticket"
DELETE = "tickets.delete_ticket"


def stepping(service: Callable[..., Ticket]) -> Callable[..., str]:
    """An action that moves a ticket and says where it stands then."""

    def run(ticket: Ticket, values: dict[str, Any], **by: Any) -> str:
        moved = service(ticket_id=ticket.pk, **values, **by)
        return _("%(ticket)s is %(status)s now.") % {"ticket": moved, "status": moved.state.label}

    return run


def assign(ticket: Ticket, values: dict[str, Any], **by: Any) -> str:
    moved = workflow.assign_ticket(ticket_id=ticket.pk, user_id=values["person"], **by)
    return _("%(ticket)s belongs to %(person)s now.") % {
        "ticket": moved,
        "person": moved.assigned_to,
    }


def answering(service: Callable[..., Any], sentence: Any) -> Callable[..., str]:
    def run(ticket: Ticket, values: dict[str, Any], **by: Any) -> str:
        service(ticket_id=ticket.pk, text=values["text"], **by)
        return sentence % {"ticket": ticket}

    return run


def restore(ticket: Ticket, values: dict[str, Any], **by: Any) -> str:
    trash.restore_ticket(ticket_id=ticket.pk, **by)
    return _("%(ticket)s is back from the trash.") % {"ticket": ticket}


def erase(ticket: Ticket, values: dict[str, Any], **by: Any) -> str:
    trash.erase_ticket(ticket_id=ticket.pk, **by)
    return _("%(ticket)s is deleted for good.") % {"ticket": ticket}


def may_become(wanted: TicketStatus) -> Callable[[Ticket], bool]:
    return lambda ticket: rules.can_move(ticket.status, wanted)


def is_open(ticket: Ticket) -> bool:
    return ticket.state != TicketStatus.CLOSED


def _step(
    code: str, label: Any, icon: str, service: Callable[..., Ticket], **more: Any
) -> AdminAction:
    done = ngettext_lazy("%(count)d ticket moved.", "%(count)d tickets moved.", "count")
    return AdminAction(code, label, icon, WORK, stepping(service), done, **more)


TICKET_ACTIONS = (
    AdminAction(
        code="assign",
        label=_("Assign"),
        icon="person_add",
        permission=WORK,
        run=assign,
        done=ngettext_lazy("%(count)d ticket assigned.", "%(count)d tickets assigned.", "count"),
        form=AssignForm,
        is_possible=lambda ticket: ticket.state not in DONE_STATUSES,
    ),
    _step(
        "start",
        _("Start work"),
        "play_arrow",
        workflow.start_work,
        is_possible=lambda ticket: ticket.state in {TicketStatus.OPEN, TicketStatus.ASSIGNED},
    ),
    _step(
        "resolve",
        _("Resolve"),
        "check_circle",
        workflow.resolve_ticket,
        is_possible=may_become(TicketStatus.RESOLVED),
    ),
    _step(
        "close",
        _("Close"),
        "lock",
        workflow.close_ticket,
        form=CloseForm,
        is_possible=may_become(TicketStatus.CLOSED),
    ),
    _step(
        "reopen",
        _("Reopen"),
        "lock_open",
        workflow.reopen_ticket,
        form=ReasonForm,
        is_possible=lambda ticket: ticket.state in DONE_STATUSES,
    ),
    AdminAction(
        code="message",
        label=_("Write a message"),
        icon="mail",
        permission=WORK,
        run=answering(messages.add_message, _("Message on %(ticket)s sent.")),
        done=ngettext_lazy("%(count)d message sent.", "%(count)d messages sent.", "count"),
        form=TextForm,
        is_possible=is_open,
    ),
    AdminAction(
        code="note",
        label=_("Write an internal note"),
        icon="visibility_off",
        permission=DELETE,
        run=answering(messages.add_note, _("Note on %(ticket)s kept.")),
        done=ngettext_lazy("%(count)d note kept.", "%(count)d notes kept.", "count"),
        form=TextForm,
        is_possible=is_open,
    ),
    AdminAction(
        code="restore",
        label=_("Restore"),
        icon="restore_from_trash",
        permission=DELETE,
        run=restore,
        done=ngettext_lazy(
            "%(count)d ticket is back from the trash.",
            "%(count)d tickets are back from the trash.",
            "count",
        ),
        in_trash=True,
    ),
    AdminAction(
        code="erase",
        label=_("Delete for good"),
        icon="delete_forever",
        permission="tickets.erase_ticket",
        run=erase,
        done=ngettext_lazy(
            "%(count)d ticket is deleted for good.",
            "%(count)d tickets are deleted for good.",
            "count",
        ),
        is_grave=True,
        in_trash=True,
    ),
)
