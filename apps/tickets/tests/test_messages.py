"""Messages and internal notes: who reads them, who has not yet."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.errors import InvalidInput, NotPermitted
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once
from apps.tickets.models import UnreadMark
from apps.tickets.queries import (
    TicketNotFound,
    history_for,
    unread_tickets,
    visible_messages,
    visible_to,
    with_unread,
)
from apps.tickets.services import messages, sharing, workflow
from apps.tickets.services.tickets import TicketClosed
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def requester():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def ticket(employee, requester):
    made = TicketFactory(created_by=requester)
    return workflow.take_ticket(ticket_id=made.pk, actor=employee, now=MADE_AT)


def write(ticket, actor, text="Wann klemmt sie?"):
    return messages.add_message(ticket_id=ticket.pk, text=text, actor=actor, now=MADE_AT)


def note(ticket, actor, text="Kunde ist schwierig"):
    return messages.add_note(ticket_id=ticket.pk, text=text, actor=actor, now=MADE_AT)


def test_requester_reads_messages_and_no_notes(ticket, employee, requester):
    message, internal = write(ticket, employee), note(ticket, employee)

    assert list(visible_messages(requester, ticket)) == [message]
    assert list(visible_messages(employee, ticket)) == [message, internal]


def test_standard_users_read_no_notes_even_when_they_are_responsible(ticket, employee):
    anna = UserFactory()
    workflow.assign_ticket(ticket_id=ticket.pk, user_id=anna.pk, actor=employee, now=MADE_AT)
    note(ticket, employee)

    assert list(visible_messages(anna, ticket)) == []
    with pytest.raises(NotPermitted):
        note(ticket, anna)


def test_history_of_others_does_not_tell_of_notes(ticket, employee, requester):
    note(ticket, employee)

    assert history_for(employee, ticket)[0].event_type == "tickets.note_added"
    assert "tickets.note_added" not in {e.event_type for e in history_for(requester, ticket)}


def test_a_note_changes_nothing_that_others_see(ticket, employee, requester):
    before = visible_to(requester).get()

    note(ticket, employee)

    after = visible_to(requester).get()
    fields = [field.attname for field in before._meta.concrete_fields]
    assert [getattr(after, name) for name in fields] == [getattr(before, name) for name in fields]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1_000_000, "nul\0l"])
def test_empty_and_endless_messages_are_refused(text, ticket, employee):
    with pytest.raises(InvalidInput) as refusal:
        write(ticket, employee, text)

    assert list(refusal.value.data["fields"]) == ["text"]


def test_nobody_writes_on_closed_tickets_or_on_those_of_others(ticket, employee):
    with pytest.raises(TicketNotFound):
        write(ticket, UserFactory())
    by = {"actor": employee, "now": MADE_AT}
    workflow.close_ticket(ticket_id=ticket.pk, reason="Doppelt", **by)
    with pytest.raises(TicketClosed):
        write(ticket, employee)


def test_messages_are_unread_for_those_who_take_part(ticket, employee, requester):
    write(ticket, employee)
    write(ticket, employee)

    assert with_unread(requester, [ticket])[0].unread == 2
    assert (unread_tickets(requester), unread_tickets(employee)) == (1, 0)


def test_notes_are_unread_for_employees_alone(ticket, employee, requester):
    boss = UserFactory(role=Role.ADMIN)
    people = {"user_ids": [boss.pk], "actor": employee, "now": MADE_AT}
    sharing.set_watchers(ticket_id=ticket.pk, **people)

    note(ticket, employee)

    assert (unread_tickets(boss), unread_tickets(requester)) == (1, 0)


def test_what_was_read_is_unread_no_more(ticket, employee, requester):
    write(ticket, employee)

    messages.mark_read(ticket_id=ticket.pk, actor=requester, now=MADE_AT)

    assert unread_tickets(requester) == 0


def test_messages_at_the_same_moment_are_all_counted(ticket, employee, requester):
    at_once(*[lambda: write(ticket, employee)] * 8)

    assert UnreadMark.objects.get(user=requester).count == 8


def test_searches_find_words_in_all_their_forms(ticket, employee, requester):
    write(ticket, employee, "Die Scharniere der Türen sind bestellt.")

    for words in ("scharnier", "Türen bestellt"):
        assert list(visible_to(requester).search(words)) == [ticket]
    assert not visible_to(requester).search("Scharniere geliefert").exists()


def test_notes_are_found_by_employees_alone(ticket, employee, requester):
    note(ticket, employee, "Nashornalarm")

    assert list(visible_to(employee).search("Nashornalarm")) == [ticket]
    assert not visible_to(requester).search("Nashornalarm").exists()


@pytest.mark.parametrize("query", ["-tür", '"', "\\", "$where", "x" * 5000, "a b c d e f g h"])
def test_odd_queries_find_nothing_and_break_nothing(query, ticket, employee):
    assert list(visible_to(employee).search(query)) in ([], [ticket])
