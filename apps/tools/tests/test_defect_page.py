"""Reporting a damaged tool: the page, and the desk that sends it again."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.models import AuditEvent
from apps.media.models import Attachment
from apps.media.tests.factories import picture
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def drill():
    return ToolFactory()


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


def defect_url(tool):
    return reverse("tools:defect", args=[tool.barcode])


def photo():
    return SimpleUploadedFile("schaden.jpg", picture())


def test_page_reports_the_damage_with_its_photo(client, drill):
    client.post(defect_url(drill), {"note": "Kabel gebrochen", "file": photo()})

    drill.refresh_from_db()
    assert drill.status == "defekt"
    assert Attachment.objects.get().filename == "schaden.jpg"


def test_page_keeps_a_note_that_is_refused(client, drill):
    page = client.post(defect_url(drill), {"note": "x" * 501})

    assert page.context["form"].errors.keys() == {"note"}
    assert "x" * 501 in page.content.decode()


def test_a_report_that_is_sent_twice_counts_once(client, drill):
    def sent():
        body = {"note": "Kabel gebrochen", "operation_id": operation_id, "file": photo()}
        return client.post(defect_url(drill), body, **JSON)

    operation_id = str(uuid4())
    first, second = sent(), sent()

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Attachment.objects.count() == 1
    assert AuditEvent.objects.filter(event_type="tools.defect_reported").count() == 1


def test_an_operation_id_that_is_none_is_refused(client, drill):
    answer = client.post(defect_url(drill), {"note": "x", "operation_id": "7"}, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
