"""The way of a ticket through its states, and who gets it when two want it."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket, TicketEvent
from apps.tickets.queries import TicketNotFound
from apps.tickets.services import bulk, workflow
from apps.tickets.services.workflow import StatusNotAllowed
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

OPEN, ASSIGNED, IN_PROGRESS, RESOLVED, CLOSED = TicketStatus


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


def by(actor):
    return {"actor": actor, "now": MADE_AT}


def stored(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def in_state(status, employee):
    """A ticket of the employee that has come as far as that."""
    ticket = TicketFactory()
    if status == CLOSED:
        workflow.close_ticket(ticket_id=ticket.pk, reason="Doppelt", **by(employee))
    if status in {ASSIGNED, IN_PROGRESS, RESOLVED}:
        workflow.take_ticket(ticket_id=ticket.pk, **by(employee))
    if status in {IN_PROGRESS, RESOLVED}:
        workflow.start_work(ticket_id=ticket.pk, **by(employee))
    if status == RESOLVED:
        workflow.resolve_ticket(ticket_id=ticket.pk, **by(employee))
    return stored(ticket)


STEPS = {
    "take": (workflow.take_ticket, {}, {OPEN: ASSIGNED}),
    "start": (workflow.start_work, {}, {OPEN: IN_PROGRESS, ASSIGNED: IN_PROGRESS}),
    "release": (workflow.release_ticket, {}, {ASSIGNED: OPEN, IN_PROGRESS: OPEN}),
    "resolve": (workflow.resolve_ticket, {}, {IN_PROGRESS: RESOLVED}),
    "close": (
        workflow.close_ticket,
        {"reason": "Erledigt"},
        {OPEN: CLOSED, ASSIGNED: CLOSED, IN_PROGRESS: CLOSED, RESOLVED: CLOSED},
    ),
    "reopen": (
        workflow.reopen_ticket,
        {"reason": "Klemmt wieder"},
        {RESOLVED: IN_PROGRESS, CLOSED: OPEN},
    ),
}


@pytest.mark.parametrize("status", TicketStatus)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_leads_where_it_should_or_is_refused(step, status, employee):
    service, values, leads_to = STEPS[step]
    ticket = in_state(status, employee)

    outcome = attempt(service, ticket_id=ticket.pk, **values, **by(employee))

    assert stored(ticket).status == leads_to.get(status, status)
    assert isinstance(outcome, StatusNotAllowed) == (status not in leads_to)


def test_a_refusal_names_the_states_that_are_allowed(employee):
    ticket = in_state(RESOLVED, employee)

    with pytest.raises(StatusNotAllowed) as refusal:
        workflow.resolve_ticket(ticket_id=ticket.pk, **by(employee))

    assert refusal.value.status == 409
    assert refusal.value.data == {
        "status": "gelöst",
        "allowed": ["offen", "in_bearbeitung", "geschlossen"],
    }


def test_starting_work_on_a_ticket_of_nobody_makes_it_the_actors(employee):
    ticket = TicketFactory()

    workflow.start_work(ticket_id=ticket.pk, **by(employee))

    assert stored(ticket).assigned_to_id == employee.pk


def test_releasing_takes_the_responsibility_away(employee):
    ticket = in_state(IN_PROGRESS, employee)

    workflow.assign_ticket(ticket_id=ticket.pk, user_id=None, **by(employee))

    assert (stored(ticket).status, stored(ticket).assigned_to_id) == (OPEN, None)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_reopening_needs_a_reason(reason, employee):
    ticket = in_state(RESOLVED, employee)

    with pytest.raises(InvalidInput) as refusal:
        workflow.reopen_ticket(ticket_id=ticket.pk, reason=reason, **by(employee))

    assert list(refusal.value.data["fields"]) == ["reason"]


def test_a_reopened_ticket_is_no_longer_resolved(employee):
    ticket = in_state(RESOLVED, employee)
    assert ticket.resolved_at == MADE_AT

    workflow.reopen_ticket(ticket_id=ticket.pk, reason="Klemmt", to=OPEN, **by(employee))

    assert (stored(ticket).resolved_at, stored(ticket).assigned_to_id) == (None, None)


def test_closing_without_the_work_being_done_needs_a_reason(employee):
    ticket = in_state(OPEN, employee)

    with pytest.raises(InvalidInput):
        workflow.close_ticket(ticket_id=ticket.pk, **by(employee))


def test_the_requester_closes_and_reopens_his_ticket(employee):
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket = TicketFactory(created_by=participant)

    workflow.close_ticket(ticket_id=ticket.pk, reason="Geht wieder", **by(participant))
    workflow.reopen_ticket(ticket_id=ticket.pk, reason="Doch nicht", **by(participant))

    assert stored(ticket).status == OPEN


@pytest.mark.parametrize("service", [workflow.take_ticket, workflow.start_work])
def test_participants_do_not_work_on_tickets(service):
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket = TicketFactory(created_by=participant)

    with pytest.raises(NotPermitted):
        service(ticket_id=ticket.pk, **by(participant))


def test_a_ticket_of_others_does_not_exist(employee):
    ticket = in_state(IN_PROGRESS, employee)

    with pytest.raises(TicketNotFound):
        workflow.resolve_ticket(ticket_id=ticket.pk, **by(UserFactory()))


def test_only_those_with_access_can_be_assigned(employee):
    ticket = TicketFactory()
    participant = UserFactory(role=Role.PARTICIPANT, first_name="Tim", last_name="Teil")
    gone = UserFactory(first_name="Gerda", last_name="Gegangen")
    gone.is_active = False
    gone.save()

    for person in (participant, gone):
        with pytest.raises(InvalidInput) as refusal:
            workflow.assign_ticket(ticket_id=ticket.pk, user_id=person.pk, **by(employee))
        assert str(person) in refusal.value.data["fields"]["assigned_to"][0]


def test_each_move_is_one_event_with_old_and_new(employee):
    ticket = in_state(IN_PROGRESS, employee)
    TicketEvent.objects.all().delete()

    workflow.release_ticket(ticket_id=ticket.pk, **by(employee))

    event = TicketEvent.objects.get()
    assert event.event_type == "tickets.released"
    assert event.changes["assigned_to"]["old"] == str(employee)
    assert event.changes["status"]["old"] == str(IN_PROGRESS.label)


def test_exactly_one_of_many_takes_a_ticket():
    ticket = TicketFactory()
    people = [UserFactory(role=Role.EMPLOYEE) for _ in range(8)]

    outcomes = at_once(
        *(
            lambda person=person: attempt(
                workflow.take_ticket, ticket_id=ticket.pk, actor=person, now=MADE_AT
            )
            for person in people
        )
    )

    winners = [outcome for outcome in outcomes if isinstance(outcome, Ticket)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, StatusNotAllowed)]
    assert (len(winners), len(refused)) == (1, 7)
    assert stored(ticket).assigned_to_id == winners[0].assigned_to_id


def test_bulk_closes_what_it_can_and_says_what_refused(employee):
    resolved, waiting = in_state(RESOLVED, employee), in_state(OPEN, employee)

    outcome = bulk.bulk_close(ticket_ids=[resolved.pk, waiting.pk], **by(employee))

    assert outcome.done == 1
    assert [text.partition(":")[0] for text in outcome.refusals] == [waiting.ticket_number]


def test_bulk_assigns_to_nobody_without_access(employee):
    ticket = TicketFactory()
    participant = UserFactory(role=Role.PARTICIPANT)

    with pytest.raises(InvalidInput):
        bulk.bulk_assign(ticket_ids=[ticket.pk], user_id=participant.pk, **by(employee))

    assert stored(ticket).assigned_to_id is None
