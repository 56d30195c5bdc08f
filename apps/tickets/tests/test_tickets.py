"""Handing in a ticket and changing it: numbers, bad input, old forms, the history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.db import next_number
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.models import Department
from apps.masterdata.services import merge_named
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tickets.models import Ticket, WorkArea
from apps.tickets.queries import TicketNotFound, visible_to
from apps.tickets.services import trash, workflow
from apps.tickets.services.tickets import (
    StaleTicket,
    TicketClosed,
    change_ticket,
    create_ticket,
)
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = MADE_AT + timedelta(minutes=1)


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


def stored(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def change(ticket, actor, expected=None, **values):
    return change_ticket(
        ticket_id=ticket.pk, values=values, actor=actor, now=LATER, expected=expected
    )


def test_64_at_once_get_64_numbers():
    actor = UserFactory()

    def create():
        return create_ticket(Ticket(title="Tür", description="klemmt"), actor=actor, now=MADE_AT)

    tickets = at_once(*[create] * 64)

    numbers = {ticket.ticket_number for ticket in tickets}
    assert len(numbers) == 64
    assert numbers == set(Ticket.objects.values_list("ticket_number", flat=True))


def test_numbers_begin_anew_with_the_month_in_berlin():
    last_moment = datetime(2026, 1, 31, 22, 59, tzinfo=UTC)

    numbers = [
        TicketFactory(now=last_moment).ticket_number,
        TicketFactory(now=last_moment + timedelta(minutes=1)).ticket_number,
    ]

    assert numbers == ["2601-001", "2602-001"]


def test_a_month_has_more_than_999_numbers():
    for _ in range(999):
        next_number("tickets:2601")

    assert TicketFactory().ticket_number == "2601-1000"


def test_a_number_that_exists_already_is_skipped():
    taken = TicketFactory()
    Ticket.objects.filter(pk=taken.pk).update(ticket_number="2601-002")

    assert TicketFactory().ticket_number == "2601-003"


def test_a_new_ticket_is_open_and_nobodys_whatever_was_given(employee):
    ticket = Ticket(
        title="  Tür   klemmt ",
        description="x",
        status="geschlossen",
        assigned_to=employee,
        watchers=[employee.pk],
    )

    create_ticket(ticket, actor=UserFactory(), now=MADE_AT)

    assert stored(ticket).title == "Tür klemmt"
    assert (stored(ticket).status, stored(ticket).assigned_to_id) == ("offen", None)
    assert stored(ticket).watchers == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("title", "nul\0l"),
        ("description", "  "),
        ("description", "x" * 1_000_000),
        ("category", "quatsch"),
        ("priority", "dringend"),
        ("tags", ["x" * 41]),
        ("tags", [str(number) for number in range(21)]),
        ("estimated_hours", Decimal("-1")),
        ("estimated_hours", Decimal("10000")),
        ("due_date", "morgen"),
    ],
)
def test_bad_input_is_refused_by_field(field, value):
    values = {"title": "Tür", "description": "klemmt", field: value}

    with pytest.raises(InvalidInput) as refusal:
        create_ticket(Ticket(**values), actor=UserFactory(), now=MADE_AT)

    assert list(refusal.value.data["fields"]) == [field]
    assert not Ticket.objects.exists()


def test_script_is_text():
    ticket = TicketFactory(title="<script>alert(1)</script>", description="<b>x</b>")

    assert stored(ticket).title == "<script>alert(1)</script>"


def test_a_change_is_one_event_with_old_and_new_in_words(employee):
    ticket = TicketFactory(title="Tür")
    department = DepartmentFactory(name="Tischlerei")

    change(ticket, employee, title="Fenster", department=department, due_date=date(2026, 1, 7))

    event = history_of(ticket)[0]
    found = {name: (each["old"], each["new"]) for name, each in event.changes.items()}
    assert found == {
        "title": ("Tür", "Fenster"),
        "department": ("", "Tischlerei"),
        "due_date": ("", "07.01.2026 23:59"),
    }
    assert len(history_of(ticket)) == 2


def test_saving_without_a_change_leaves_no_trace(employee):
    ticket = TicketFactory(title="Tür")

    change(ticket, employee, title="Tür")

    assert stored(ticket).updated_at == MADE_AT
    assert len(history_of(ticket)) == 1


def test_the_second_save_of_an_old_form_is_refused_with_both_versions(employee):
    ticket = TicketFactory(title="Tür")
    change(ticket, employee, title="Fenster", expected=MADE_AT)

    with pytest.raises(StaleTicket) as refusal:
        change(ticket, employee, title="Tor", expected=MADE_AT)

    assert refusal.value.data["stored"] == {"title": "Fenster"}
    assert refusal.value.data["yours"] == {"title": "Tor"}
    assert stored(ticket).title == "Fenster"


def test_exactly_one_of_two_old_forms_is_saved(employee):
    ticket = TicketFactory(title="Tür")

    outcomes = at_once(
        *(
            lambda title=title: attempt(change, ticket, employee, MADE_AT, title=title)
            for title in ("Fenster", "Tor")
        )
    )

    assert sorted(isinstance(outcome, StaleTicket) for outcome in outcomes) == [False, True]


def test_a_closed_ticket_is_not_changed(employee):
    ticket = TicketFactory()
    workflow.close_ticket(ticket_id=ticket.pk, reason="Doppelt", actor=employee, now=MADE_AT)

    with pytest.raises(TicketClosed) as refusal:
        change(ticket, employee, title="Neu")

    assert refusal.value.data["allowed"] == ["offen", "in_bearbeitung"]


def test_fields_that_follow_from_others_are_not_changed_by_hand(employee):
    ticket = TicketFactory()

    with pytest.raises(NotPermitted):
        change(ticket, employee, status="gelöst")


def test_participants_do_not_write_hours():
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket = TicketFactory(created_by=participant, actual_hours=Decimal("8"))

    assert stored(ticket).actual_hours is None
    with pytest.raises(NotPermitted):
        change(ticket, participant, actual_hours=Decimal("8"))


def test_who_only_sees_a_ticket_does_not_change_it():
    with pytest.raises(NotPermitted):
        change(TicketFactory(), UserFactory(), title="Neu")


def test_a_merged_department_takes_its_tickets_along(employee):
    old, new = DepartmentFactory(), DepartmentFactory()
    ticket = TicketFactory(department=old)

    merge_named(Department, old.pk, new.pk, actor=employee, now=LATER)

    assert stored(ticket).department_id == new.pk


def test_a_merged_work_area_offers_its_tickets_to_those_who_look_after_them_now(employee):
    anna = UserFactory()
    old, new = WorkAreaFactory(), WorkAreaFactory(members=[anna.pk])
    ticket = TicketFactory(work_area=old)
    assert not visible_to(anna).exists()

    merge_named(WorkArea, old.pk, new.pk, actor=employee, now=LATER)

    assert list(visible_to(anna)) == [ticket]


def test_a_department_that_is_gone_is_refused(employee):
    department = DepartmentFactory()
    Department.objects.filter(pk=department.pk).delete()

    with pytest.raises(InvalidInput) as refusal:
        change(TicketFactory(), employee, department=department)

    assert list(refusal.value.data["fields"]) == ["department"]


def test_a_ticket_goes_to_the_trash_and_comes_back(employee):
    ticket = TicketFactory()

    trash.move_to_trash(ticket_id=ticket.pk, actor=employee, now=LATER)

    assert not visible_to(employee).exists()
    with pytest.raises(TicketNotFound):
        change(ticket, employee, title="Neu")
    trash.restore_ticket(ticket_id=ticket.pk, actor=employee, now=LATER)
    assert list(visible_to(employee)) == [ticket]


def test_a_ticket_deleted_for_good_leaves_its_events(employee):
    ticket = TicketFactory()
    trash.move_to_trash(ticket_id=ticket.pk, actor=employee, now=LATER)

    with pytest.raises(NotPermitted):
        trash.erase_ticket(ticket_id=ticket.pk, actor=employee, now=LATER)
    trash.erase_ticket(ticket_id=ticket.pk, actor=UserFactory(role=Role.ADMIN), now=LATER)

    assert not Ticket.objects.exists()
    kinds = [event.event_type for event in history_of(ticket)]
    assert kinds[-1] == "tickets.created"
    assert "tickets.erased" in kinds
