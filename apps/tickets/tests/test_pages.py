"""Pages of tickets by requests: who gets what, forms for people and the same as JSON for programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.media.queries import attachments_of
from apps.media.tests.factories import picture
from apps.tickets.models import SavedView, Ticket, TicketMessage
from apps.tickets.queries import unread_of
from apps.tickets.services.messages import add_message, add_note
from apps.tickets.services.tickets import change_ticket
from apps.tickets.services.workflow import close_ticket, take_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NASTY = "<script>alert(1)</script><b onclick=x>"


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def participant():
    return UserFactory(role=Role.PARTICIPANT)


@pytest.fixture
def client(employee) -> Client:
    return browser_of(employee)


@pytest.fixture
def ticket(participant) -> Ticket:
    return TicketFactory(created_by=participant, now=MADE_AT)


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


def detail_path(ticket: Ticket, verb: str = "") -> str:
    return f"/tickets/{ticket.ticket_number}" + (f"/{verb}" if verb else "")


def test_program_hands_in_a_ticket(client):
    body = {"title": "Regal", "description": "Aus Buche", "category": "auftrag", "priority": "hoch"}

    response = client.post("/tickets/create", body, content_type="application/json")

    number = response.json()["data"]["ticket_number"]
    stored = Ticket.objects.get(ticket_number=number)
    assert (response.status_code, stored.category, stored.priority) == (201, "auftrag", "hoch")


def test_program_names_tags_assignee_and_due_date(client, employee):
    body = {
        "title": "Regal",
        "description": "Aus Buche",
        "tags": ["Holz", "eilig"],
        "assigned_to": employee.username,
        "due_date": "2026-12-01T10:00:00+01:00",
        "estimated_hours": 2.5,
    }

    data = client.post("/tickets/create", body, content_type="application/json").json()["data"]

    assert data["tags"] == ["Holz", "eilig"]
    assert (data["assigned_to"], data["status"]) == (employee.username, "zugewiesen")
    assert data["due_date"] == "2026-12-01T09:00:00+00:00"
    assert data["estimated_hours"] == 2.5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("description", ""),
        ("category", "quatsch"),
        ("priority", "dringend"),
        ("due_date", "morgen"),
        ("assigned_to", "niemand-da"),
        ("tags", "x" * 41),
        ("title", "x" * 201),
        ("description", "x" * 1_000_001),
    ],
)
def test_program_is_told_which_field_is_wrong(field, value, client):
    body = {"title": "Regal", "description": "Aus Buche", field: value}

    response = client.post("/tickets/create", body, content_type="application/json")

    assert response.status_code == 400
    assert list(response.json()["data"]["fields"]) == [field]
    assert Ticket.objects.count() == 0


def test_refused_form_keeps_what_was_typed(client):
    response = client.post("/tickets/create", {"title": "", "description": "Aus Buche"})

    assert "Aus Buche" in response.content.decode()
    assert Ticket.objects.count() == 0


def test_participant_hands_in_with_a_file_and_hears_of_one_that_is_refused(participant):
    page = browser_of(participant)
    photo = SimpleUploadedFile("foto.jpg", picture(), "image/jpeg")
    bad = SimpleUploadedFile("x.exe", b"MZ\x00", "image/png")
    sent = {"title": "Regal", "description": "kaputt", "category": "auftrag", "priority": "normal"}

    page.post("/tickets/create", {**sent, "file": [photo, bad]})

    ticket = Ticket.objects.get()
    said = page.get(detail_path(ticket)).content.decode()
    assert [each.filename for each in attachments_of(ticket)] == ["foto.jpg"]
    assert "x.exe" in said


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


def test_menu_counts_what_waits(client, ticket):
    said = client.get("/tickets/").content.decode()

    assert "menu-count" in said


@pytest.mark.parametrize(
    "bad", ["page=-1", "status=quatsch", "sort=__class__", "tag=%00", "q=%00("]
)
def test_strange_parameters_are_no_fault(bad, client, ticket):
    assert client.get(f"/tickets/?list=all&{bad}").status_code == 200


def test_trash_takes_back_and_forgets(ticket):
    page = browser_of(UserFactory(role=Role.ADMIN))

    page.post(detail_path(ticket, "delete"))
    gone = page.get(detail_path(ticket)).status_code
    page.post(detail_path(ticket, "restore"))
    back = page.get(detail_path(ticket)).status_code
    page.post(detail_path(ticket, "delete"))
    page.post(detail_path(ticket, "erase"))

    assert (gone, back, Ticket.objects.count()) == (404, 200, 0)
