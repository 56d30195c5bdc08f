"""What pages show of a thing's files, and the forms that work without a script."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.media.gallery import UNDO_OFFERED, gallery_of
from apps.media.models import Attachment
from apps.media.services.attachments import remove_attachment
from apps.media.tests.factories import add_file, picture
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def drill():
    return ToolFactory()


def gallery_for(user, obj):
    request = RequestFactory().get("/tools/T1")
    request.user = user
    return gallery_of(obj, request)


def names(files):
    return [each.attachment.filename for each in files]


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_gallery_parts_pictures_from_documents_and_knows_the_preview(employee, drill):
    add_file(drill, "vorne.png", actor=employee)
    add_file(drill, "anleitung.pdf", actor=employee, mime_type="application/pdf")

    gallery = gallery_for(employee, drill)

    assert (names(gallery.pictures), names(gallery.documents)) == (["vorne.png"], ["anleitung.pdf"])
    assert gallery.preview.attachment.filename == "vorne.png"


def test_gallery_offers_to_bring_back_only_what_this_person_removed_just_now(employee, drill):
    now = clock.now()
    removals = (
        ("eben.png", employee, now),
        ("vorhin.png", employee, now - UNDO_OFFERED - timedelta(seconds=1)),
        ("fremd.png", UserFactory(role=Role.EMPLOYEE), now),
    )
    for name, actor, at in removals:
        remove_attachment(add_file(drill, name, actor=employee).pk, actor=actor, now=at)

    assert names(gallery_for(employee, drill).removed) == ["eben.png"]


def test_gallery_offers_somebody_who_may_only_look_nothing_else(drill, employee):
    add_file(drill, actor=employee)

    gallery = gallery_for(UserFactory(role=Role.PARTICIPANT), drill)

    assert (gallery.may_add, [each.may_remove for each in gallery.files]) == (False, [False])


@pytest.mark.parametrize("count", [1, 9])
def test_gallery_costs_two_commands(employee, drill, count, count_commands):
    for _each in range(count):
        add_file(drill, actor=employee)

    with count_commands() as commands:
        assert gallery_for(employee, drill).count == count

    assert commands.total == 2


def test_a_form_adds_files_and_says_what_became_of_each(drill):
    files = [
        SimpleUploadedFile("gut.jpg", picture()),
        SimpleUploadedFile("falsch.jpg", b"<html></html>"),
    ]
    url = f"/files/tools/{drill.barcode}/upload?next=/tools/{drill.barcode}"

    response = client_of(Role.EMPLOYEE).post(url, {"file": files}, follow=True)

    assert response.redirect_chain == [(f"/tools/{drill.barcode}#files", 302)]
    assert [text.startswith("falsch.jpg: ") for text in told(response)] == [True, False]
    assert list(Attachment.objects.values_list("filename", flat=True)) == ["gut.jpg"]


def test_a_form_removes_a_file_and_the_page_offers_to_bring_it_back(drill, employee):
    photo = add_file(drill, "vorne.png", actor=employee)
    url = f"/files/tools/{drill.barcode}/vorne.png/remove?next=/tools/{drill.barcode}"
    client = client_of(Role.EMPLOYEE)

    page = client.post(url, follow=True).content.decode()
    client.post(f"/files/tools/{drill.barcode}/restore", {"id": str(photo.pk)})

    assert f'data-removed="{photo.pk}"' in page
    assert not Attachment.objects.get().deleted


@pytest.mark.parametrize("target", ["", "//evil.example", "https://evil.example/", "javascript:1"])
def test_a_form_leads_nowhere_else(drill, employee, target):
    add_file(drill, "vorne.png", actor=employee)
    url = f"/files/tools/{drill.barcode}/vorne.png/preview"

    response = client_of(Role.EMPLOYEE).post(url, query_params={"next": target})

    assert response["Location"] == "/"


def test_a_form_answers_a_script_in_json(drill, employee):
    add_file(drill, "vorne.png", actor=employee)
    url = f"/files/tools/{drill.barcode}/vorne.png/preview"

    response = client_of(Role.EMPLOYEE).post(url, headers={"accept": "application/json"})

    assert response.json()["data"]["is_preview"] is True


def test_a_list_shows_picture_and_number_of_files(drill, employee):
    add_file(drill, "vorne.png", actor=employee)
    add_file(drill, "anleitung.pdf", actor=employee, mime_type="application/pdf")

    page = client_of(Role.EMPLOYEE).get("/tools/").content.decode()

    assert f"/media/tools/{drill.barcode}/vorne.png?size=thumbnail" in page
    assert 'class="file-count"' in page


@pytest.mark.parametrize("address", ["/tools/", "/admin/tools/tool/", "/api/tools"])
def test_files_cost_a_list_one_command(employee, count_commands, address):
    tools = ToolFactory.create_batch(3)
    client = client_of(Role.EMPLOYEE)
    client.get(address)  # its session is in the cache then
    with count_commands() as without:
        client.get(address)
    for tool in tools:
        add_file(tool, actor=employee)

    with count_commands() as commands:
        client.get(address)

    assert commands.total == without.total
    assert str(commands).count("attachment") == 1


def test_the_api_names_picture_and_number_of_files(drill, employee):
    add_file(drill, "vorne.png", actor=employee)

    [row] = client_of(Role.EMPLOYEE).get("/api/tools").json()["data"]["results"]

    assert (row["attachment_count"], row["preview_url"].partition("?")[0]) == (
        1,
        f"/media/tools/{drill.barcode}/vorne.png",
    )


def test_the_form_of_the_back_office_lets_its_script_fetch_the_files(drill, employee):
    photo = add_file(drill, "vorne.png", actor=employee)
    client = client_of(Role.EMPLOYEE)

    page = client.get(f"/admin/tools/tool/{drill.pk}/change/").content.decode()
    files = client.get(f"/files/tools/{drill.barcode}").content.decode()

    assert f'data-files-url="/files/tools/{drill.barcode}?' in page
    assert f'data-file="{photo.pk}"' in files
