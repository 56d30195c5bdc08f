"""Lists, board, kept views, and what is done with several tickets."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tickets.models import SavedView, Ticket
from apps.tickets.services.messages import add_message, add_note
from apps.tickets.services.workflow import close_ticket, take_ticket
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory
from apps.tickets.tests.pages.browsers import browser_of, detail_path

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NASTY = "<script>alert(1)</script><b onclick=x>"


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/",
        "/tickets/?list=open",
        "/tickets/?list=mine",
        "/tickets/?list=all",
        "/tickets/?list=all&view=board",
        "/tickets/?list=all&status=active&priority=normal&category=allgemein&mark=late",
        "/tickets/?list=all&mark=unread&assigned_to=nobody&tag=x&q=klemmt&sort=-title",
        "/tickets/create",
        "/tickets/trash/",
        "/tickets/{}",
        "/tickets/{}/edit",
        "/tickets/{}/edit?field=due_date",
        "/tickets/{}/assign",
        "/tickets/{}/history",
        "/tickets/{}/close",
        "/tickets/{}/reopen",
        "/tickets/{}/take",
        "/tickets/{}/share",
        "/tickets/{}/delete",
        "/tickets/people?q=a",
    ],
)
def test_page_opens(path, client, ticket):
    response = client.get(path.format(ticket.ticket_number))

    assert response.status_code == 200, response.content


def test_markup_is_shown_as_text_everywhere(client, participant):
    ticket = TicketFactory(
        title=f"{NASTY}", description=NASTY, tags=[NASTY[:30]], created_by=participant
    )
    add_message(ticket_id=ticket.pk, text=NASTY, actor=participant, now=MADE_AT)
    add_note(ticket_id=ticket.pk, text=NASTY, actor=UserFactory(role=Role.ADMIN), now=MADE_AT)

    paths = [
        "/tickets/",
        "/tickets/?view=board",
        detail_path(ticket),
        detail_path(ticket, "history"),
    ]
    pages = [client.get(path).content.decode() for path in paths]

    assert all("&lt;script&gt;alert(1)" in page for page in pages)
    assert all("<script>alert(1)" not in page and "<b onclick" not in page for page in pages)


def test_chosen_tickets_are_assigned_and_closed(client, employee):
    tickets = TicketFactory.create_batch(3)
    numbers = [each.ticket_number for each in tickets]

    client.post("/tickets/assign", {"ticket": numbers, "assigned_to": employee.username})
    assigned = list(Ticket.objects.values_list("status", flat=True))
    refused = client.post("/tickets/close", {"ticket": numbers, "reason": ""}, follow=True)
    client.post("/tickets/close", {"ticket": numbers, "reason": "doppelt"})

    assert assigned == ["zugewiesen"] * 3
    assert numbers[0] in refused.content.decode()
    assert set(Ticket.objects.values_list("status", flat=True)) == {"geschlossen"}


def test_kept_view_opens_by_itself(client):
    sent = {"name": "Eilig", "query": "list=all&priority=hoch&page=3", "is_default": "on"}

    client.post("/tickets/views", sent)

    assert client.get("/tickets/").url == "/tickets/?list=all&priority=hoch"
    assert client.get("/tickets/?list=open").status_code == 200


def test_nobody_deletes_the_view_of_somebody_else(client):
    client.post("/tickets/views", {"name": "Eilig", "query": "list=all"})
    view = SavedView.objects.get()

    browser_of(UserFactory(role=Role.ADMIN)).post(f"/tickets/views/{view.pk}/delete")
    assert SavedView.objects.count() == 1
    client.post(f"/tickets/views/{view.pk}/delete")

    assert SavedView.objects.count() == 0


def test_list_after_an_action_leads_nowhere_else(client, employee):
    number = TicketFactory().ticket_number
    sent = {"ticket": number, "assigned_to": employee.username, "next": "https://evil.example/"}

    assert client.post("/tickets/assign", sent).url == "/tickets/"


def test_menu_counts_what_waits(client, ticket):
    said = client.get("/tickets/").content.decode()

    assert "menu-count" in said


@pytest.mark.parametrize(
    "bad", ["page=-1", "status=quatsch", "sort=__class__", "tag=%00", "q=%00("]
)
def test_strange_parameters_are_no_fault(bad, client, ticket):
    assert client.get(f"/tickets/?list=all&{bad}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "department=Tischlerei",
        "work_area=Holz",
        "assigned_to=me",
        "tag=eilig",
        "priority=hoch",
        "status=active",
        "q=regal",
    ],
)
def test_filter_lets_through_what_it_names(query, client, employee):
    wanted = TicketFactory(
        title="Regal",
        priority="hoch",
        tags=["eilig"],
        department=DepartmentFactory(name="Tischlerei"),
        work_area=WorkAreaFactory(name="Holz"),
    )
    take_ticket(ticket_id=wanted.pk, actor=employee, now=MADE_AT)
    other = TicketFactory(title="Tisch")
    close_ticket(ticket_id=other.pk, reason="doppelt", actor=employee, now=MADE_AT)

    listing = client.get(f"/tickets/?list=all&{query}").context["listing"]

    assert [ticket.pk for ticket in listing.page] == [wanted.pk]


def test_participant_starts_with_his_orders(participant, ticket):
    page = browser_of(participant).get("/").content.decode()

    assert "/tickets/create" in page
    assert ticket.title in page
