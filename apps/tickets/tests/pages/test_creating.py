"""Handing in, by people and by programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.media.queries import attachments_of
from apps.media.tests.factories import picture
from apps.tickets.models import Ticket
from apps.tickets.tests.pages.browsers import browser_of, detail_path

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


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
