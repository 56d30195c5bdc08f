"""The verbs of tickets and their orders, for the test that each leaves one event (test_ticket_events)."""

from functools import cached_property
from typing import Any

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.enums import Share, TicketStatus
from apps.tickets.models import Ticket, WorkOrderLabor, WorkOrderMaterial
from apps.tickets.services import (
    bulk,
    materials,
    messages,
    sharing,
    tickets,
    trash,
    work_orders,
    workflow,
)
from apps.tickets.tests.factories import TicketFactory


class Situation:
    """A ticket, as far as a verb needs it, and who does it."""

    def __init__(self, now: Any):
        self.actor, self.by = UserFactory(role=Role.ADMIN), {}
        self.by = {"actor": self.actor, "now": now}
        self.before = {"actor": self.actor, "now": MADE_AT}

    @cached_property
    def other(self) -> User:
        return UserFactory()

    @cached_property
    def open(self) -> Ticket:
        return TicketFactory(created_by=self.actor)

    @cached_property
    def taken(self) -> Ticket:
        return workflow.take_ticket(ticket_id=self.open.pk, **self.before)

    @cached_property
    def started(self) -> Ticket:
        return workflow.start_work(ticket_id=self.open.pk, **self.before)

    @cached_property
    def resolved(self) -> Ticket:
        return workflow.resolve_ticket(ticket_id=self.started.pk, **self.before)

    @cached_property
    def trashed(self) -> Ticket:
        return trash.move_to_trash(ticket_id=self.open.pk, **self.before)

    @cached_property
    def shared(self) -> Ticket:
        return sharing.share_ticket(
            ticket_id=self.open.pk, user_id=self.other.pk, share=Share.VIEW, **self.before
        )

    @cached_property
    def needed(self) -> WorkOrderMaterial:
        return materials.need_material(ticket_id=self.open.pk, material=SCREWS, **self.before)

    @cached_property
    def struck(self) -> WorkOrderMaterial:
        return materials.strike_material(line_id=self.needed.pk, **self.before)

    @cached_property
    def labor(self) -> WorkOrderLabor:
        return work_orders.book_labor(ticket_id=self.open.pk, labor=PLANING, **self.before)

    @cached_property
    def labor_struck(self) -> WorkOrderLabor:
        return work_orders.strike_labor(line_id=self.labor.pk, **self.before)


SCREWS = materials.Material(quantity=4, article="Schrauben")
PLANING = work_orders.Labor(work="Hobeln", hours="1.5")

# Verb: its event, what must be there before, the call.
VERBS: dict[str, tuple[str, Any, Any]] = {
    "create_ticket": (
        "tickets.created",
        lambda s: None,
        lambda s: tickets.create_ticket(Ticket(title="Neu", description="Neu"), **s.by),
    ),
    "change_ticket": (
        "tickets.changed",
        lambda s: s.open,
        lambda s: tickets.change_ticket(ticket_id=s.open.pk, values={"title": "Neu"}, **s.by),
    ),
    "assign_ticket": (
        "tickets.assigned",
        lambda s: (s.open, s.other),
        lambda s: workflow.assign_ticket(ticket_id=s.open.pk, user_id=s.other.pk, **s.by),
    ),
    "take_ticket": (
        "tickets.assigned",
        lambda s: s.open,
        lambda s: workflow.take_ticket(ticket_id=s.open.pk, **s.by),
    ),
    "release_ticket": (
        "tickets.released",
        lambda s: s.taken,
        lambda s: workflow.release_ticket(ticket_id=s.taken.pk, **s.by),
    ),
    "start_work": (
        "tickets.started",
        lambda s: s.open,
        lambda s: workflow.start_work(ticket_id=s.open.pk, **s.by),
    ),
    "resolve_ticket": (
        "tickets.resolved",
        lambda s: s.started,
        lambda s: workflow.resolve_ticket(ticket_id=s.started.pk, **s.by),
    ),
    "close_ticket": (
        "tickets.closed",
        lambda s: s.resolved,
        lambda s: workflow.close_ticket(ticket_id=s.resolved.pk, **s.by),
    ),
    "reopen_ticket": (
        "tickets.reopened",
        lambda s: s.resolved,
        lambda s: workflow.reopen_ticket(ticket_id=s.resolved.pk, reason="Klemmt", **s.by),
    ),
    "move_ticket": (
        "tickets.dismissed",
        lambda s: s.open,
        lambda s: workflow.move_ticket(
            ticket_id=s.open.pk, to=TicketStatus.CLOSED, reason="Doppelt", **s.by
        ),
    ),
    "bulk_assign": (
        "tickets.assigned",
        lambda s: (s.open, s.other),
        lambda s: bulk.bulk_assign(ticket_ids=[s.open.pk], user_id=s.other.pk, **s.by),
    ),
    "bulk_close": (
        "tickets.closed",
        lambda s: s.resolved,
        lambda s: bulk.bulk_close(ticket_ids=[s.resolved.pk], **s.by),
    ),
    "add_message": (
        "tickets.message_added",
        lambda s: s.open,
        lambda s: messages.add_message(ticket_id=s.open.pk, text="Hallo", **s.by),
    ),
    "add_note": (
        "tickets.note_added",
        lambda s: s.open,
        lambda s: messages.add_note(ticket_id=s.open.pk, text="Hallo", **s.by),
    ),
    "set_co_assignees": (
        "tickets.co_assigned",
        lambda s: (s.open, s.other),
        lambda s: sharing.set_co_assignees(ticket_id=s.open.pk, user_ids=[s.other.pk], **s.by),
    ),
    "set_watchers": (
        "tickets.watched",
        lambda s: (s.open, s.other),
        lambda s: sharing.set_watchers(ticket_id=s.open.pk, user_ids=[s.other.pk], **s.by),
    ),
    "share_ticket": (
        "tickets.shared",
        lambda s: (s.open, s.other),
        lambda s: sharing.share_ticket(
            ticket_id=s.open.pk, user_id=s.other.pk, share=Share.VIEW, **s.by
        ),
    ),
    "unshare_ticket": (
        "tickets.unshared",
        lambda s: s.shared,
        lambda s: sharing.unshare_ticket(ticket_id=s.shared.pk, user_id=s.other.pk, **s.by),
    ),
    "move_to_trash": (
        "tickets.deleted",
        lambda s: s.open,
        lambda s: trash.move_to_trash(ticket_id=s.open.pk, **s.by),
    ),
    "restore_ticket": (
        "tickets.restored",
        lambda s: s.trashed,
        lambda s: trash.restore_ticket(ticket_id=s.trashed.pk, **s.by),
    ),
    "erase_ticket": (
        "tickets.erased",
        lambda s: s.trashed,
        lambda s: trash.erase_ticket(ticket_id=s.trashed.pk, **s.by),
    ),
    "save_details": (
        "tickets.order_changed",
        lambda s: s.open,
        lambda s: work_orders.save_details(
            ticket_id=s.open.pk, values={"customer_name": "Kita"}, **s.by
        ),
    ),
    "need_material": (
        "tickets.material_needed",
        lambda s: s.open,
        lambda s: materials.need_material(ticket_id=s.open.pk, material=SCREWS, **s.by),
    ),
    "replace_needed": (
        "tickets.material_needed",
        lambda s: s.open,
        lambda s: materials.replace_needed(ticket_id=s.open.pk, materials=[SCREWS], **s.by),
    ),
    "book_material": (
        "tickets.material_booked",
        lambda s: s.open,
        lambda s: materials.book_material(ticket_id=s.open.pk, material=SCREWS, **s.by),
    ),
    "book_needed": (
        "tickets.material_booked",
        lambda s: s.needed,
        lambda s: materials.book_needed(line_id=s.needed.pk, **s.by),
    ),
    "strike_material": (
        "tickets.material_struck",
        lambda s: s.needed,
        lambda s: materials.strike_material(line_id=s.needed.pk, **s.by),
    ),
    "restore_material": (
        "tickets.material_restored",
        lambda s: s.struck,
        lambda s: materials.restore_material(line_id=s.struck.pk, **s.by),
    ),
    "book_labor": (
        "tickets.labor_booked",
        lambda s: s.open,
        lambda s: work_orders.book_labor(ticket_id=s.open.pk, labor=PLANING, **s.by),
    ),
    "strike_labor": (
        "tickets.labor_struck",
        lambda s: s.labor,
        lambda s: work_orders.strike_labor(line_id=s.labor.pk, **s.by),
    ),
    "restore_labor": (
        "tickets.labor_restored",
        lambda s: s.labor_struck,
        lambda s: work_orders.restore_labor(line_id=s.labor_struck.pk, **s.by),
    ),
}
ELSEWHERE = {
    **dict.fromkeys(VERBS, "see test_ticket_events"),
    "strike_along": "part of taking material back into the stores",
    "settle_order": "part of closing",
    "unsettle_order": "part of reopening",
    "offer_to_members": "part of merging work areas",
    "save_ticket": "part of every change",
    **dict.fromkeys(
        ("editable_ticket", "bookable_ticket", "assignable", "editable_details", "month_of"),
        "only looks",
    ),
    **dict.fromkeys(
        ("check_ticket", "refuse_closed", "refuse_stale", "refuse_booked_hours", "line_change"),
        "only looks",
    ),
    **dict.fromkeys(("replace_template", "reset_template"), "see the tests of documents"),
    "take_numbers": "numbers that belong to nothing yet",
}
