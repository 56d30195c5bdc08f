"""One ticket: who sees what of it, what is written, who else is there."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.tickets.models import TicketMessage
from apps.tickets.queries import unread_of
from apps.tickets.services.messages import add_message, add_note
from apps.tickets.services.workflow import take_ticket
from apps.tickets.tests.pages.browsers import browser_of, detail_path

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.mark.parametrize(
    "verb", ["", "edit", "assign", "news", "history", "share", "take", "close"]
)
def test_foreign_ticket_does_not_exist(verb, ticket):
    outsider = browser_of(UserFactory(role=Role.STANDARD_USER))
    take_ticket(ticket_id=ticket.pk, actor=UserFactory(role=Role.EMPLOYEE), now=MADE_AT)

    assert outsider.get(detail_path(ticket, verb)).status_code == 404


def test_internal_note_reaches_no_page_of_the_requester(participant, ticket, employee):
    add_note(ticket_id=ticket.pk, text="Geheimnis", actor=employee, now=MADE_AT)
    page = browser_of(participant)

    paths = ["", "/history", "/news?after=2000-01-01T00:00:00Z", "/edit"]
    said = [page.get(detail_path(ticket) + path).content.decode() for path in paths]

    assert [path for path, text in zip(paths, said, strict=True) if "Geheimnis" in text] == []


def test_requester_cannot_write_an_internal_note(participant, ticket):
    page = browser_of(participant)

    response = page.post(
        detail_path(ticket, "note"), {"text": "x"}, headers={"Accept": "application/json"}
    )

    assert response.status_code == 403
    assert TicketMessage.objects.count() == 0


def test_message_is_written_by_form_and_by_program(client, ticket):
    client.post(detail_path(ticket, "message"), {"text": "Hallo"})
    answer = client.post(
        detail_path(ticket, "message"),
        {"text": "Notiz", "is_internal": True},
        content_type="application/json",
    )

    written = list(TicketMessage.objects.order_by("pk").values_list("text", "is_internal"))
    assert answer.status_code == 201
    assert written == [("Hallo", False), ("Notiz", True)]


def test_who_opens_a_ticket_has_read_it(participant, ticket, employee):
    add_message(ticket_id=ticket.pk, text="Frage", actor=employee, now=MADE_AT)
    page = browser_of(participant)

    first, second = (page.get(detail_path(ticket)).content.decode() for _turn in range(2))

    assert ("is-new" in first, "is-new" in second) == (True, False)
    assert unread_of(participant, ticket) == 0


def test_two_people_on_a_ticket_see_each_other(client, ticket, employee):
    admin = UserFactory(role=Role.ADMIN, first_name="Sabine", last_name="Köhler")
    other, path = browser_of(admin), detail_path(ticket, "news?after=2026-01-01T00:00:00Z")

    alone = client.get(path).json()["data"]["viewers"]
    seen = other.get(path).json()["data"]["viewers"]
    both = client.get(path).json()["data"]["viewers"]
    other.get(path + "&leave=1")

    assert (alone, seen, both) == ([], [str(employee)], ["Sabine Köhler"])
    assert client.get(path).json()["data"]["viewers"] == []


def test_without_redis_nobody_is_seen_and_news_come(client, ticket, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }
    path = detail_path(ticket, "news?after=2000-01-01T00:00:00Z")

    data = client.get(path).json()["data"]

    assert data["viewers"] == []
    assert data["updated_at"] == ticket.updated_at.isoformat()


def test_asking_for_news_keeps_no_session_alive(client, ticket):
    client.get("/tickets/")
    session = client.session
    session["seen_at"] = 0
    session.save()

    client.get(detail_path(ticket, "news?after=2026-01-01T00:00:00Z"))
    idle = client.session["seen_at"]
    client.get("/tickets/")

    assert idle == 0
    assert client.session["seen_at"] > 0


def test_long_text_is_folded(client, ticket, employee):
    add_message(ticket_id=ticket.pk, text="Wort " * 1900, actor=employee, now=MADE_AT)

    page = client.get(detail_path(ticket)).content.decode()

    assert page.count('class="fold"') == 1
