"""The API of the tickets: the specification's keys, what is refused, what a role may do."""

import pytest
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.sitesettings.services import change_settings
from apps.tickets.models import Ticket, TicketMessage
from apps.tickets.services import messages, workflow
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SPECIFIED = {
    "ticket_number",
    "title",
    "description",
    "category",
    "priority",
    "status",
    "created_by",
    "assigned_to",
    "department",
    "due_date",
    "estimated_hours",
    "actual_hours",
    "tags",
    "created_at",
    "updated_at",
    "closed_at",
    "customer_name",
    "customer_contact",
    "project_details",
    "materials_needed",
}
NEW = {"title": "Tür", "description": "klemmt", "category": "auftrag", "priority": "hoch"}


class Api:
    """A program that is signed in as somebody."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def call(self, method, path="", body=None):
        url = f"/api/tickets{path}"
        if method == "get":
            return self.client.get(url, body or {})
        return getattr(self.client, method)(url, body or {}, content_type="application/json")

    def get(self, path="", params=None):
        return self.call("get", path, params)

    def post(self, path="", **body):
        return self.call("post", path, body)

    def put(self, path, **body):
        return self.call("put", path, body)


@pytest.fixture
def api():
    return Api(UserFactory(role=Role.EMPLOYEE, username="emil"))


def numbers(response):
    return [each["ticket_number"] for each in response.json()["data"]["results"]]


def test_a_ticket_has_the_keys_of_the_specification(api):
    ticket = TicketFactory(created_by=api.user, department=DepartmentFactory(name="Holz"))

    found = api.get(f"/{ticket.ticket_number}").json()["data"]

    assert found.keys() >= SPECIFIED
    assert (found["created_by"], found["department"]) == ("emil", "Holz")


def test_a_program_hands_in_a_ticket_with_all_that_belongs_to_it(api):
    UserFactory(username="anna")
    DepartmentFactory(name="Holz")
    more = {
        "department": "Holz",
        "due_date": "2026-12-07",
        "estimated_hours": 2.5,
        "tags": ["Tür", "Holz"],
        "assigned_to": "anna",
        "watchers": ["emil"],
        "customer_name": "Kita",
        "materials_needed": [{"article": "Leiste", "quantity": 3}],
    }

    response = api.post(**NEW, **more)

    found = response.json()["data"]
    assert response.status_code == 201
    assert found["ticket_number"] == Ticket.objects.get().ticket_number
    assert {name: found[name] for name in more if name != "materials_needed"} == {
        **{name: value for name, value in more.items() if name != "materials_needed"},
        "due_date": "2026-12-07T22:59:59+00:00",
    }
    assert [line["article"] for line in found["materials_needed"]] == ["Leiste"]
    assert found["status"] == "zugewiesen"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"description": "x" * 1_000_000}, "description"),
        ({"category": "quatsch"}, "category"),
        ({"priority": "dringend"}, "priority"),
        ({"department": "gibt es nicht"}, "department"),
        ({"due_date": "morgen"}, "due_date"),
        ({"tags": ["x" * 50]}, "tags"),
        ({"estimated_hours": -1}, "estimated_hours"),
        ({"assigned_to": "niemand"}, "assigned_to"),
        ({"watchers": ["niemand"]}, "watchers"),
        ({"status": "quatsch"}, "status"),
    ],
)
def test_bad_input_is_named_and_nothing_is_saved(api, body, field):
    response = api.post(**{**NEW, **body})

    assert response.status_code == 400
    assert list(response.json()["data"]["fields"]) == [field]
    assert not Ticket.objects.exists()


def test_a_program_changes_what_it_names_and_nothing_else(api):
    ticket = TicketFactory(title="Tür", description="klemmt", tags=["alt"])

    found = api.put(f"/{ticket.ticket_number}", title="Tor", priority="kritisch").json()["data"]

    assert (found["title"], found["priority"]) == ("Tor", "kritisch")
    assert (found["description"], found["tags"]) == ("klemmt", ["alt"])


def test_what_was_read_can_be_sent_back_without_a_change(api):
    ticket = TicketFactory(created_by=api.user, tags=["alt"])
    path = f"/{ticket.ticket_number}"
    found = api.get(path).json()["data"]

    response = api.put(path, **found)

    assert (response.status_code, response.json()["data"]) == (200, found)


def test_a_participant_sends_back_what_he_read_by_the_page():
    api = Api(UserFactory(role=Role.PARTICIPANT))
    ticket = TicketFactory(created_by=api.user)
    found = api.get(f"/{ticket.ticket_number}").json()["data"]

    response = api.client.post(
        f"/tickets/{ticket.ticket_number}/edit",
        {**found, "title": "Neu"},
        content_type="application/json",
    )

    assert response.json()["data"]["title"] == "Neu"


def test_states_change_along_the_table_and_no_other_way(api):
    ticket = TicketFactory()
    path = f"/{ticket.ticket_number}"

    refused = api.put(path, status="gelöst")
    started = api.put(path, status="in_bearbeitung")
    unknown = api.put(path, status="quatsch")

    assert (refused.status_code, refused.json()["code"]) == (409, "STATUS_NOT_ALLOWED")
    assert refused.json()["data"]["allowed"] == ["zugewiesen", "in_bearbeitung", "geschlossen"]
    assert (started.json()["data"]["status"], started.json()["data"]["assigned_to"]) == (
        "in_bearbeitung",
        "emil",
    )
    assert unknown.status_code == 400


def test_a_closed_ticket_is_changed_only_after_it_was_reopened(api):
    ticket = TicketFactory()
    path = f"/{ticket.ticket_number}"
    api.put(path, status="geschlossen", reason="Doppelt")

    assert api.put(path, title="Neu").status_code == 409
    assert api.put(path, status="offen").status_code == 400
    assert api.put(path, status="offen", reason="Doch nicht").status_code == 200


def test_an_old_version_is_refused_with_both(api):
    ticket = TicketFactory(title="Tür")
    path, seen = f"/{ticket.ticket_number}", MADE_AT.isoformat()
    api.put(path, title="Tor", updated_at=seen)

    response = api.put(path, title="Fenster", updated_at=seen)

    assert (response.status_code, response.json()["code"]) == (409, "CONFLICT")
    assert response.json()["data"]["stored"] == {"title": "Tor"}
    assert response.json()["data"]["yours"] == {"title": "Fenster"}


def test_assigning_names_the_person_or_nobody(api):
    UserFactory(username="anna")
    ticket = TicketFactory()
    path = f"/{ticket.ticket_number}/assign"

    assert api.post(path, assigned_to="anna").json()["data"]["assigned_to"] == "anna"
    assert api.post(path, assigned_to=None).json()["data"]["status"] == "offen"
    assert api.post(path).status_code == 400


def test_who_cannot_work_on_tickets_is_refused_by_name(api):
    UserFactory(username="tim", first_name="Tim", last_name="Teil", role=Role.PARTICIPANT)
    ticket = TicketFactory()

    response = api.post(f"/{ticket.ticket_number}/assign", assigned_to="tim")

    assert response.status_code == 400
    assert "Tim Teil" in response.json()["data"]["fields"]["assigned_to"][0]


def test_messages_and_notes_are_written(api):
    ticket = TicketFactory()
    path = f"/{ticket.ticket_number}/messages"

    assert api.post(path, text="Hallo").status_code == 201
    assert api.post(path, text="Nur wir", is_internal=True).status_code == 201
    assert api.post(path, text=" ").status_code == 400
    assert api.post(path, text="x", is_internal="ja").status_code == 400
    found = api.get(path).json()["data"]["results"]
    assert [(each["text"], each["is_internal"]) for each in found] == [
        ("Hallo", False),
        ("Nur wir", True),
    ]


def test_only_employees_write_notes():
    api = Api(UserFactory())
    ticket = TicketFactory(created_by=api.user)

    response = api.post(f"/{ticket.ticket_number}/messages", text="x", is_internal=True)

    assert response.status_code == 403
    assert not TicketMessage.objects.exists()


def test_tickets_of_others_do_not_exist():
    api = Api(UserFactory())
    ticket = TicketFactory()
    workflow.take_ticket(ticket_id=ticket.pk, actor=UserFactory(role=Role.EMPLOYEE), now=MADE_AT)
    path = f"/{ticket.ticket_number}"

    responses = [
        api.get(path),
        api.put(path, title="Neu"),
        api.get(f"{path}/messages"),
        api.post(f"{path}/messages", text="x"),
        api.post(f"{path}/assign", assigned_to=None),
    ]

    assert {(each.status_code, each.json()["code"]) for each in responses} == {
        (404, "TICKET_NOT_FOUND")
    }
    assert numbers(api.get()) == []


def test_participants_read_their_own_tickets_and_write_nothing_here():
    api = Api(UserFactory(role=Role.PARTICIPANT))
    own, other = TicketFactory(created_by=api.user), TicketFactory()

    assert numbers(api.get()) == [own.ticket_number]
    assert api.get(f"/{own.ticket_number}").status_code == 200
    assert api.get(f"/{other.ticket_number}").status_code == 404
    assert api.post(**NEW).status_code == 403
    assert api.put(f"/{own.ticket_number}", title="Neu").status_code == 403
    assert api.post(f"/{own.ticket_number}/messages", text="x").status_code == 403


def test_the_list_sorts_filters_searches_and_pages(api):
    low = TicketFactory(title="Tür", priority="niedrig")
    high = TicketFactory(title="Fenster", priority="kritisch", category="auftrag")

    assert numbers(api.get("", {"sort": "-priority"})) == [high.ticket_number, low.ticket_number]
    assert numbers(api.get("", {"category": "auftrag"})) == [high.ticket_number]
    assert numbers(api.get("", {"q": "tuer"})) == [low.ticket_number]
    assert numbers(api.get("", {"page_size": 1, "page": 2, "sort": "title"})) == [low.ticket_number]
    assert api.get("", {"status": "quatsch"}).status_code == 400
    assert api.get("", {"sort": "quatsch"}).status_code == 400


def test_a_list_costs_the_same_with_few_and_many_tickets(api, count_commands):
    TicketFactory(department=DepartmentFactory())
    api.get()
    with count_commands() as few:
        api.get()
    for _ in range(5):
        TicketFactory(department=DepartmentFactory())
    with count_commands() as many:
        api.get()

    assert str(many) == str(few)
    assert many.total <= 10, many


def test_text_is_text(api):
    script = "<script>alert(1)</script>"
    ticket = TicketFactory(title=script, description=script)
    messages.add_message(ticket_id=ticket.pk, text=script, actor=api.user, now=MADE_AT)

    assert api.get(f"/{ticket.ticket_number}").json()["data"]["title"] == script


def test_where_tickets_are_off_there_is_no_api(api):
    change_settings({"features": []}, actor=None, now=MADE_AT)

    assert api.get().status_code == 404
