"""What tickets mean to the rest of the house: files, damaged tools, what contradicts itself."""

import pytest
from bson import ObjectId

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.media.tests.factories import add_file, picture, upload_of
from apps.sitesettings.services import change_settings
from apps.tickets import attachments
from apps.tickets.models import Ticket, TicketMessage
from apps.tickets.services import messages, trash, workflow
from apps.tickets.tests.factories import TicketFactory
from apps.tools.defects import report_defect
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def requester():
    return UserFactory(role=Role.PARTICIPANT)


def findings():
    return list(registry.consistency_checks["tickets"]())


def test_a_damaged_tool_opens_a_ticket_with_its_photos(employee):
    tool = ToolFactory(name="Bohrmaschine")

    report_defect(tool.pk, "Kabel gebrochen", [upload_of(picture())], actor=employee, now=MADE_AT)

    ticket = Ticket.objects.get()
    assert ticket.title.endswith(f": Bohrmaschine {tool.barcode}")
    assert (ticket.category, ticket.description) == ("allgemein", "Kabel gebrochen")
    kinds = {event.event_type for event in history_of(ticket)}
    assert kinds == {"tickets.created", "media.added"}


def test_without_tickets_the_photos_stay_at_the_tool(employee):
    change_settings({"features": []}, actor=None, now=MADE_AT)

    report_defect(ToolFactory().pk, "Kabel gebrochen", actor=employee, now=MADE_AT)

    assert not Ticket.objects.exists()


def test_files_are_found_by_number_and_id_and_not_in_the_trash(employee):
    ticket = TicketFactory()

    assert attachments.find(ticket.ticket_number) == ticket
    assert attachments.find(str(ticket.pk)) == ticket
    assert attachments.find("2601-999") is None
    trash.move_to_trash(ticket_id=ticket.pk, actor=employee, now=MADE_AT)
    assert attachments.find(ticket.ticket_number) is None


def test_who_sees_a_ticket_sees_its_files_and_who_edits_it_adds_some(employee, requester):
    ticket, anna, other = TicketFactory(created_by=requester), UserFactory(), UserFactory()
    people = {employee: (True, True), requester: (True, True), anna: (True, False)}

    found = {p: (attachments.may_see(p, ticket), attachments.may_add(p, ticket)) for p in people}

    assert found == people
    workflow.take_ticket(ticket_id=ticket.pk, actor=employee, now=MADE_AT)
    assert not attachments.may_see(other, Ticket.objects.get(pk=ticket.pk))


def test_everybody_removes_his_own_files_and_employees_all(employee, requester):
    ticket = TicketFactory(created_by=requester)
    own = add_file(ticket, actor=requester, now=MADE_AT)
    foreign = add_file(ticket, actor=employee, now=MADE_AT)

    assert attachments.may_remove(requester, ticket, own)
    assert not attachments.may_remove(requester, ticket, foreign)
    assert attachments.may_remove(employee, ticket, own)


def test_files_of_a_closed_ticket_stay_as_they_are(employee):
    ticket = TicketFactory()
    file = add_file(ticket, actor=employee, now=MADE_AT)

    closed = workflow.close_ticket(
        ticket_id=ticket.pk, reason="Doppelt", actor=employee, now=MADE_AT
    )

    assert not attachments.may_add(employee, closed)
    assert not attachments.may_remove(employee, closed, file)


def test_what_agrees_is_no_finding(employee):
    ticket = TicketFactory()
    messages.add_message(ticket_id=ticket.pk, text="Hallo", actor=employee, now=MADE_AT)

    assert findings() == []


@pytest.mark.parametrize(
    "changed", [{"audience": []}, {"priority_rank": 3}, {"ticket_number": "2601-999"}]
)
def test_what_contradicts_itself_is_found(changed):
    Ticket.objects.filter(pk=TicketFactory().pk).update(**changed)

    assert len(findings()) == 1


def test_references_into_nothing_are_found():
    ticket = TicketFactory()
    Ticket.objects.filter(pk=ticket.pk).update(assigned_to=ObjectId(), department=ObjectId())

    found = findings()

    assert all(ticket.ticket_number in finding for finding in found)
    assert len(found) == 4  # both, the people as a whole, and who sees it


def test_messages_of_nothing_are_found(employee):
    ticket = TicketFactory()
    messages.add_message(ticket_id=ticket.pk, text="Hallo", actor=employee, now=MADE_AT)
    TicketMessage.objects.update(ticket=employee.pk)

    assert len(findings()) == 1
