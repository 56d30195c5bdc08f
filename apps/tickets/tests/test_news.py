"""Who hears of what about a ticket, and what never leaves the house."""

from datetime import timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.notifications.enums import Channel
from apps.notifications.models import OutgoingMail
from apps.notifications.rendering import render
from apps.notifications.services import set_preferences
from apps.sitesettings.queries import current
from apps.tickets.enums import TicketStatus
from apps.tickets.notification_types import KINDS
from apps.tickets.reminders import remind_workers
from apps.tickets.services import messages, sharing, workflow
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def person(role, address):
    return UserFactory(role=role, email=address)


@pytest.fixture
def requester():
    return person(Role.PARTICIPANT, "teil@example.org")


@pytest.fixture
def employee():
    return person(Role.EMPLOYEE, "lager@example.org")


@pytest.fixture
def worker():
    return person(Role.STANDARD_USER, "werkstatt@example.org")


@pytest.fixture
def ticket(requester, employee, worker):
    ticket = TicketFactory(created_by=requester, description="<script>alert(1)</script>")
    workflow.assign_ticket(ticket_id=ticket.pk, user_id=worker.pk, **by(employee))
    OutgoingMail.objects.all().delete()
    return ticket


def by(actor, later=0):
    return {"actor": actor, "now": MADE_AT + timedelta(minutes=later)}


def told(template):
    return sorted(
        OutgoingMail.objects.filter(template=f"tickets_{template}").values_list(
            "recipient", flat=True
        )
    )


def test_new_ticket_is_told_to_employees_and_to_those_of_its_area(requester, employee, worker):
    person(Role.STANDARD_USER, "fremd@example.org")
    area = WorkAreaFactory(members=[worker.pk])

    TicketFactory(created_by=requester, work_area=area)

    assert told("new") == ["lager@example.org", "werkstatt@example.org"]


def test_assigned_person_and_requester_hear_of_it_once(requester, employee, worker):
    ticket = TicketFactory(created_by=requester)

    workflow.assign_ticket(ticket_id=ticket.pk, user_id=worker.pk, **by(employee))

    assert told("assigned") == ["werkstatt@example.org"]
    assert told("state_changed") == ["teil@example.org"]


def test_taking_a_ticket_tells_the_taker_nothing(requester, employee):
    ticket = TicketFactory(created_by=requester)

    workflow.take_ticket(ticket_id=ticket.pk, **by(employee))

    assert (told("assigned"), told("state_changed")) == ([], ["teil@example.org"])


def test_further_assignee_hears_of_it(ticket, employee):
    other = person(Role.STANDARD_USER, "zweite@example.org")

    sharing.set_co_assignees(ticket_id=ticket.pk, user_ids=[other.pk], **by(employee))

    assert told("assigned") == ["zweite@example.org"]


def test_message_reaches_all_who_take_part_but_its_author(ticket, requester, employee):
    messages.add_message(ticket_id=ticket.pk, text="Bis morgen.", **by(employee))

    assert told("message") == ["teil@example.org", "werkstatt@example.org"]


def test_note_is_told_to_nobody(ticket, employee):
    messages.add_note(ticket_id=ticket.pk, text="Der Kunde zahlt nie.", **by(employee))

    assert not OutgoingMail.objects.exists()


def test_each_state_is_told_with_its_reason(ticket, worker, employee):
    for later, step in enumerate((workflow.start_work, workflow.resolve_ticket)):
        step(ticket_id=ticket.pk, **by(worker, later))
    workflow.reopen_ticket(ticket_id=ticket.pk, reason="Klemmt wieder", **by(employee, 5))

    mails = OutgoingMail.objects.filter(recipient="teil@example.org").order_by("pk")
    assert [(mail.context["status"], mail.context["reason"]) for mail in mails] == [
        (TicketStatus.IN_PROGRESS.label, ""),
        (TicketStatus.RESOLVED.label, ""),
        (TicketStatus.IN_PROGRESS.label, "Klemmt wieder"),
    ]


def test_deactivated_person_hears_nothing_more(ticket, requester, employee):
    type(requester).objects.filter(pk=requester.pk).update(is_active=False)

    messages.add_message(ticket_id=ticket.pk, text="Bis morgen.", **by(employee))

    assert told("message") == ["werkstatt@example.org"]


def test_each_kind_can_be_switched_off(ticket, requester, employee):
    set_preferences(requester, {"tickets.message": Channel.OFF})

    messages.add_message(ticket_id=ticket.pk, text="Bis morgen.", **by(employee))

    assert told("message") == ["werkstatt@example.org"]


def test_due_date_is_told_once(ticket, employee):
    type(ticket).objects.filter(pk=ticket.pk).update(due_date=MADE_AT + timedelta(hours=20))

    for _run in range(2):
        remind_workers(current(), MADE_AT)

    assert told("due_soon") == ["werkstatt@example.org"]


def test_done_ticket_is_not_due(ticket, worker):
    type(ticket).objects.filter(pk=ticket.pk).update(due_date=MADE_AT + timedelta(hours=20))
    for step in (workflow.start_work, workflow.resolve_ticket):
        step(ticket_id=ticket.pk, **by(worker))

    remind_workers(current(), MADE_AT)

    assert told("due_soon") == []


def test_hostile_text_is_shown_as_text_in_every_mail(ticket, requester, employee, worker):
    hostile = "<img src=x onerror=alert(1)>"
    type(ticket).objects.filter(pk=ticket.pk).update(
        due_date=MADE_AT + timedelta(hours=20), title=hostile
    )
    messages.add_message(ticket_id=ticket.pk, text=hostile, **by(employee))
    workflow.start_work(ticket_id=ticket.pk, **by(worker))
    other = person(Role.STANDARD_USER, "zweite@example.org")
    sharing.set_co_assignees(ticket_id=ticket.pk, user_ids=[other.pk], **by(employee))
    remind_workers(current(), MADE_AT)
    TicketFactory(created_by=requester, title=hostile, description=hostile)

    mails = [render(mail, current()) for mail in OutgoingMail.objects.all()]

    assert {mail.template for mail in OutgoingMail.objects.all()} == {
        kind.template for kind in KINDS
    }
    assert [html for _subject, _text, html in mails if "<img src=x" in html] == []
    assert all(hostile in text for _subject, text, _html in mails)


def test_people_can_switch_off_all_kinds_that_concern_them():
    offered = {
        role: {kind.code for kind in KINDS if UserFactory(role=role).has_perm(kind.permission)}
        for role in (Role.PARTICIPANT, Role.STANDARD_USER)
    }

    assert offered[Role.PARTICIPANT] == {"tickets.message", "tickets.state_changed"}
    assert offered[Role.STANDARD_USER] == {kind.code for kind in KINDS}
    assert offered[Role.STANDARD_USER] <= registry.notification_types.keys()
