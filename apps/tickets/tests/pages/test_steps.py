"""Changing a ticket: steps, people, old versions, trash."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.models import Ticket
from apps.tickets.services.tickets import change_ticket
from apps.tickets.services.workflow import close_ticket, take_ticket
from apps.tickets.tests.pages.browsers import browser_of, detail_path

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def test_second_save_of_an_old_form_shows_both_versions(client, ticket):
    form = client.get(detail_path(ticket, "edit?field=title")).context["form"]
    change_ticket(
        ticket_id=ticket.pk,
        values={"title": "Von anderen"},
        actor=UserFactory(role=Role.ADMIN),
        now=MADE_AT,
    )

    sent = {"title": "Von mir", "seen": form.seen_token}
    page = client.post(detail_path(ticket, "edit?field=title"), sent).content.decode()

    assert "Von anderen" in page
    assert "Von mir" in page
    assert Ticket.objects.get().title == "Von anderen"


def test_program_with_an_old_version_gets_both(client, ticket):
    body = {"title": "Von mir", "updated_at": "2020-01-01T00:00:00+00:00"}

    response = client.post(detail_path(ticket, "edit"), body, content_type="application/json")

    data = response.json()["data"]
    assert response.status_code == 409
    assert (data["stored"]["title"], data["yours"]["title"]) == (ticket.title, "Von mir")


def test_closed_ticket_shows_no_edit_and_refuses_one(client, ticket, employee):
    close_ticket(ticket_id=ticket.pk, reason="doppelt", actor=employee, now=MADE_AT)

    page = client.get(detail_path(ticket)).content.decode()
    answer = client.post(
        detail_path(ticket, "edit"), {"title": "x"}, content_type="application/json"
    )

    assert "data-answer " not in page
    assert "fact-edit" not in page
    assert answer.status_code == 409


def test_steps_lead_through_the_states(client, ticket):
    for verb in ("take", "start", "resolve", "close"):
        client.post(detail_path(ticket, verb))
    refused = client.post(detail_path(ticket, "reopen"), {"reason": ""})
    client.post(detail_path(ticket, "reopen"), {"reason": "klemmt wieder"})

    assert refused.status_code == 200
    assert Ticket.objects.get().status == "in_bearbeitung"


def test_people_are_assigned_by_program(client, ticket, employee):
    other = UserFactory(role=Role.STANDARD_USER)
    body = {"assigned_to": employee.username, "co_assignees": [other.username], "watchers": []}

    data = client.post(detail_path(ticket, "assign"), body, content_type="application/json").json()

    assert data["data"]["assigned_to"] == employee.username
    assert data["data"]["co_assignees"] == [other.username]


def test_participant_cannot_be_assigned(client, ticket, participant):
    response = client.post(
        detail_path(ticket, "assign"),
        {"assigned_to": participant.username},
        content_type="application/json",
    )

    assert response.status_code == 400
    assert list(response.json()["data"]["fields"]) == ["assigned_to"]


def test_following_and_stopping(client, ticket, employee):
    client.post(detail_path(ticket, "watch"), {"is_watching": "true"})
    watching = Ticket.objects.get().watchers
    client.post(detail_path(ticket, "watch"), {"is_watching": "false"})

    assert (watching, Ticket.objects.get().watchers) == ([employee.pk], [])


def test_shared_ticket_is_seen_until_that_is_taken_back(client, ticket, employee):
    other = UserFactory(role=Role.STANDARD_USER)
    take_ticket(ticket_id=ticket.pk, actor=employee, now=MADE_AT)
    page = browser_of(other)

    client.post(detail_path(ticket, "share"), {"user": other.username, "share": "view"})
    shared = page.get(detail_path(ticket)).status_code
    client.post(detail_path(ticket, "unshare"), {"user": other.username})

    assert (shared, page.get(detail_path(ticket)).status_code) == (200, 404)


def test_trash_takes_back_and_forgets(ticket):
    page = browser_of(UserFactory(role=Role.ADMIN))

    page.post(detail_path(ticket, "delete"))
    gone = page.get(detail_path(ticket)).status_code
    page.post(detail_path(ticket, "restore"))
    back = page.get(detail_path(ticket)).status_code
    page.post(detail_path(ticket, "delete"))
    page.post(detail_path(ticket, "erase"))

    assert (gone, back, Ticket.objects.count()) == (404, 200, 0)
