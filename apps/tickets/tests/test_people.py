"""Who else has to do with a ticket: assignees, watchers, those it was shared with."""

import pytest
from guardian.core import ObjectPermissionChecker
from guardian.shortcuts import assign_perm

from apps.accounts.enums import Role
from apps.accounts.services import change_user
from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.moments import MADE_AT
from apps.tickets.enums import Share
from apps.tickets.models import Ticket, TicketMessage
from apps.tickets.queries import CHANGE, VIEW, visible_ticket, visible_to, with_people
from apps.tickets.services import messages, sharing, workflow
from apps.tickets.services.tickets import change_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def ticket(employee):
    """A ticket that the employee works on, so others do not see it."""
    made = TicketFactory()
    return workflow.take_ticket(ticket_id=made.pk, actor=employee, now=MADE_AT)


def stored(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def share(ticket, person, kind, employee):
    return sharing.share_ticket(
        ticket_id=ticket.pk, user_id=person.pk, share=kind, actor=employee, now=MADE_AT
    )


def test_a_ticket_of_others_is_neither_listed_nor_found(ticket):
    anna = UserFactory()

    assert not visible_to(anna).exists()
    assert not anna.has_perm(VIEW, ticket)


def test_sharing_lets_somebody_read_and_no_more(ticket, employee):
    anna = UserFactory()

    share(ticket, anna, Share.VIEW, employee)

    assert list(visible_to(anna)) == [ticket]
    assert visible_ticket(anna, ticket.ticket_number) == ticket
    assert anna.has_perm(VIEW, stored(ticket))
    assert not anna.has_perm(CHANGE, stored(ticket))
    with pytest.raises(NotPermitted):
        messages.add_message(ticket_id=ticket.pk, text="Hallo", actor=anna, now=MADE_AT)


def test_sharing_for_editing_lets_somebody_edit(ticket, employee):
    anna = UserFactory()
    share(ticket, anna, Share.VIEW, employee)

    share(ticket, anna, Share.CHANGE, employee)

    values = {"title": "Neu"}
    change_ticket(ticket_id=ticket.pk, values=values, actor=anna, now=MADE_AT)
    assert stored(ticket).shared_with == [anna.pk]
    assert ObjectPermissionChecker(anna).has_perm("change_ticket", ticket)


def test_what_is_no_longer_shared_is_not_seen(ticket, employee):
    anna = UserFactory()
    share(ticket, anna, Share.CHANGE, employee)

    sharing.unshare_ticket(ticket_id=ticket.pk, user_id=anna.pk, actor=employee, now=MADE_AT)

    assert not visible_to(anna).exists()
    assert not anna.has_perm(VIEW, stored(ticket))
    kinds = [event.event_type for event in history_of(ticket)]
    assert sorted(kinds[:2]) == ["tickets.shared", "tickets.unshared"]


def test_guardians_own_shortcut_counts_on_a_ticket_that_is_shared(ticket, employee):
    anna = UserFactory()
    share(ticket, anna, Share.VIEW, employee)

    assign_perm(CHANGE, anna, ticket)

    assert anna.has_perm(CHANGE, stored(ticket))


def test_participants_get_nothing_shared(ticket, employee):
    participant = UserFactory(role=Role.PARTICIPANT)

    with pytest.raises(InvalidInput) as refusal:
        share(ticket, participant, Share.VIEW, employee)
    assert str(participant) in refusal.value.data["fields"]["user"][0]
    assign_perm(VIEW, participant, ticket)
    assert not participant.has_perm(VIEW, ticket)


def test_guardian_is_asked_only_about_those_whom_the_ticket_is_shared_with(
    ticket, employee, count_commands
):
    anna, stranger, requester = UserFactory(), UserFactory(), ticket.created_by
    shared = share(ticket, anna, Share.VIEW, employee)

    with count_commands() as commands:
        for person in (employee, requester, stranger):
            person.has_perm(CHANGE, shared)
    assert commands.total == 0
    with count_commands() as commands:
        anna.has_perm(CHANGE, shared)
    assert commands.names == ["aggregate"] * 2


@pytest.mark.parametrize("service", [sharing.set_co_assignees, sharing.set_watchers])
def test_who_is_added_sees_and_edits_the_ticket(service, ticket, employee):
    anna = UserFactory(first_name="Anna", last_name="Amsel")

    service(ticket_id=ticket.pk, user_ids=[anna.pk], actor=employee, now=MADE_AT)

    assert list(visible_to(anna)) == [ticket]
    assert anna.has_perm(CHANGE, stored(ticket))
    [change] = history_of(ticket)[0].change_list
    assert (change["old"], change["new"]) == ("", "Anna Amsel")


@pytest.mark.parametrize("service", [sharing.set_co_assignees, sharing.set_watchers])
def test_nobody_without_access_is_added(service, ticket, employee):
    participant = UserFactory(role=Role.PARTICIPANT)

    with pytest.raises(InvalidInput) as refusal:
        service(ticket_id=ticket.pk, user_ids=[participant.pk], actor=employee, now=MADE_AT)

    assert str(participant) in str(refusal.value.data)


def test_the_responsible_one_is_no_further_assignee(ticket, employee):
    anna = UserFactory()
    by = {"actor": employee, "now": MADE_AT}
    sharing.set_co_assignees(ticket_id=ticket.pk, user_ids=[anna.pk, employee.pk], **by)
    assert stored(ticket).co_assignees == [anna.pk]

    workflow.assign_ticket(ticket_id=ticket.pk, user_id=anna.pk, **by)

    assert stored(ticket).co_assignees == []


def test_a_new_name_reaches_what_the_person_wrote(ticket, employee):
    messages.add_message(ticket_id=ticket.pk, text="Hallo", actor=employee, now=MADE_AT)

    values = {"first_name": "Niemand", "last_name": "Mehr"}
    change_user(employee.pk, values, actor=UserFactory(role=Role.ADMIN), now=MADE_AT)

    assert TicketMessage.objects.get().author_name == "Niemand Mehr"


def test_people_of_many_tickets_are_read_at_once(employee, count_commands):
    tickets = [TicketFactory() for _ in range(5)]

    with count_commands() as commands:
        with_people(Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])[:])

    assert commands.total == 3  # the tickets, their people, the work areas of the house
