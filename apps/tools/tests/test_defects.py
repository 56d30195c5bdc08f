"""A damaged tool is reported, with photos."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.core.errors import InvalidInput
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.media.limits import MOST_FILES
from apps.media.models import Attachment, LooseFile
from apps.media.queries import attachments_of
from apps.media.services.files import Refused
from apps.media.tests.factories import add_file, picture, upload_of
from apps.tools.defects import report_defect
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.services import StatusNotAllowed, change_status
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(days=1)
NOTE = "Kabel gebrochen"


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch) -> None:
    """Without the apps above, which open a ticket and take the photos there."""
    monkeypatch.setattr(registry, "defect_handlers", [])


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def tool():
    return ToolFactory()


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("schaden.jpg", picture() if content is None else content)


def test_a_reported_tool_is_defective_and_keeps_the_photo(tool, by):
    defect = report_defect(tool.pk, NOTE, [upload_of(picture(), "schaden.jpg")], **by)

    assert defect.tool.state == Tool.objects.get().state == ToolStatus.DEFECTIVE
    assert [each.filename for each in attachments_of(tool)] == ["schaden.jpg"]
    assert NOTE in AuditEvent.objects.get(event_type="tools.defect_reported").sentence


@pytest.mark.parametrize("status", [ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE])
def test_a_tool_that_is_out_of_circulation_stays_as_it_is(tool, by, status):
    change_status(tool.pk, status, actor=by["actor"], now=MADE_AT)

    assert report_defect(tool.pk, NOTE, **by).tool.state == status


def test_a_lent_tool_has_to_come_back_first(tool, by):
    Tool.objects.update(status=ToolStatus.LENT)

    with pytest.raises(StatusNotAllowed):
        report_defect(tool.pk, NOTE, [upload_of(picture())], **by)

    assert (Attachment.objects.count(), LooseFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_a_report_needs_a_short_note(tool, by, note):
    with pytest.raises(InvalidInput):
        report_defect(tool.pk, note, **by)


def test_a_photo_that_is_refused_stops_no_report(tool, by):
    defect = report_defect(tool.pk, NOTE, [upload_of(b"<svg/>"), upload_of(picture())], **by)

    assert [isinstance(each, Refused) for each in defect.photos] == [True, False]
    assert Tool.objects.get().state == ToolStatus.DEFECTIVE


def test_a_full_folder_stops_no_report(tool, by):
    for _number in range(MOST_FILES):
        add_file(tool, actor=by["actor"])

    defect = report_defect(tool.pk, NOTE, [upload_of(picture())], **by)

    assert [isinstance(each, Refused) for each in defect.photos] == [True]
    assert defect.tool.state == ToolStatus.DEFECTIVE


def test_photos_go_to_what_a_handler_opens(tool, by, monkeypatch):
    ticket = WorkerFactory()  # anything that owns files
    monkeypatch.setattr(registry, "defect_handlers", [lambda tool, note, **by: ticket])

    defect = report_defect(tool.pk, NOTE, [upload_of(picture())], **by)

    assert defect.taker == ticket
    assert (len(attachments_of(ticket)), attachments_of(tool)) == (1, [])


def test_a_handler_that_fails_undoes_the_report(tool, by, monkeypatch):
    def fail(tool, note, **by):
        raise ZeroDivisionError

    monkeypatch.setattr(registry, "defect_handlers", [fail])

    with pytest.raises(ZeroDivisionError):
        report_defect(tool.pk, NOTE, [upload_of(picture())], **by)

    assert Tool.objects.get().state == ToolStatus.AVAILABLE
    assert (Attachment.objects.count(), LooseFile.objects.count()) == (0, 0)


def test_a_form_with_photos_leads_back_to_the_tool(tool):
    answer = client_of(Role.STANDARD_USER).post(
        reverse("tools:defect", args=[tool.barcode]), {"note": NOTE, "photos": [photo(), photo()]}
    )

    assert (answer.status_code, answer.url) == (302, f"/tools/{tool.barcode}")
    assert len(attachments_of(tool)) == 2


def test_a_program_hears_what_became_of_each_photo(tool):
    answer = client_of(Role.STANDARD_USER).post(
        reverse("tools:defect", args=[tool.barcode]),
        {"note": NOTE, "photos": [photo(), photo(b"<html>")]},
        headers={"Accept": "application/json"},
    )

    data = answer.json()["data"]
    assert (answer.status_code, data["tool"]["status"]) == (201, "defekt")
    assert data["photos_at"] == {"entity_type": "tools", "entity_id": tool.barcode}
    assert (len(data["files"]), data["refused"][0]["code"]) == (1, "UNSUPPORTED_MEDIA_TYPE")


def test_a_program_may_report_without_photos(tool):
    answer = client_of(Role.STANDARD_USER).post(
        reverse("tools:defect", args=[tool.barcode]),
        {"note": NOTE},
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["data"]["files"]) == (201, [])


def test_a_teilnehmer_reports_nothing(tool):
    client = client_of(Role.PARTICIPANT)

    assert client.post(reverse("tools:defect", args=[tool.barcode])).status_code == 403
