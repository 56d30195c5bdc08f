"""Files over HTTP: the contract with programs, and what browsers are told about a file."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.media.limits import MEGABYTE, MOST_BYTES_AT_ONCE, MOST_FILES, MOST_FILES_AT_ONCE
from apps.media.models import Attachment
from apps.media.tests.factories import CONTENT, add_file, picture
from apps.media.tests.test_documents import docx, pdf

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def actor():
    return UserFactory()


def photo(name: str = "foto.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def send(client: Client, thing: Any, *files: SimpleUploadedFile, **extra: Any) -> HttpResponse:
    return client.post(f"/media/things/{thing.name}/upload", {"file": list(files)}, **extra)


def body(response: HttpResponse) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_an_upload_answers_as_the_contract_says(client, thing):
    answer = send(client, thing, photo())

    data = answer.json()["data"]
    [file] = data["files"]
    assert (answer.status_code, answer.json()["status"], data["count"]) == (201, "success", 1)
    assert file["filename"] == "foto.jpg"
    assert file["url"] == f"/media/things/{thing.name}/foto.jpg"
    assert (file["mime_type"], file["size"]) == ("image/jpeg", Attachment.objects.get().size)


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("bild.png", picture(kind="PNG"), "image/png"),
        ("bild.gif", picture(kind="GIF"), "image/gif"),
        ("bild.webp", picture(kind="WEBP"), "image/webp"),
        ("plan.pdf", pdf(), "application/pdf"),
        (
            "brief.docx",
            docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_each_kind_of_file_is_taken_by_its_content(client, thing, name, content, mime_type):
    answer = send(client, thing, photo(f"irgendwas-{name[:4]}", content))

    assert answer.json()["data"]["files"][0]["mime_type"] == mime_type
    assert answer.json()["data"]["files"][0]["filename"].endswith(name.partition(".")[2])


def test_several_files_come_at_once_and_each_hears_what_became_of_it(client, thing):
    answer = send(client, thing, photo("a.jpg"), photo("b.jpg", b"<html>"), photo("c.jpg"))

    data = answer.json()["data"]
    assert (answer.status_code, data["count"]) == (201, 2)
    assert [file["filename"] for file in data["files"]] == ["a.jpg", "c.jpg"]
    [refused] = data["refused"]
    assert (refused["filename"], refused["code"]) == ("b.jpg", "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "FILE_REFUSED"),
        (b"<html><script>alert(1)</script>", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        (picture()[:300], 422, "FILE_REFUSED"),
        (docx(**{"word/vbaProject.bin": b"x"}), 422, "FILE_REFUSED"),
        (b"\xff" * (10 * MEGABYTE + 1), 413, "PAYLOAD_TOO_LARGE"),
    ],
)
def test_what_is_not_taken_gets_a_code_and_a_sentence(client, thing, content, status, code):
    answer = send(client, thing, photo(content=content))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"].endswith((".", ")"))
    assert Attachment.objects.count() == 0


def test_an_archive_that_would_fill_the_disk_is_refused(client, thing):
    bomb = docx(**{"word/bomb": b"\0" * 200_000_000})

    answer = send(client, thing, photo(content=bomb))

    assert (answer.status_code, answer.json()["code"]) == (422, "FILE_REFUSED")
    assert Attachment.objects.count() == 0


def test_the_eleventh_file_gets_409(client, thing, actor):
    for _number in range(MOST_FILES):
        add_file(thing, actor=actor)

    answer = send(client, thing, photo())

    assert (answer.status_code, answer.json()["code"]) == (409, "TOO_MANY_FILES")


def test_more_files_than_anybody_could_add_get_409(client, thing):
    answer = send(client, thing, *(photo(content=b"x") for _each in range(MOST_FILES_AT_ONCE + 1)))

    assert (answer.status_code, answer.json()["code"]) == (409, "TOO_MANY_FILES")


def test_an_upload_without_a_file_gets_400(client, thing):
    answer = client.post(f"/media/things/{thing.name}/upload", {"note": "x"})

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert "file" in answer.json()["data"]["fields"]


class Unreadable(BytesIO):
    """A body of which nobody may read a byte."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize(("role", "status"), [(Role.STANDARD_USER, 413), (Role.PARTICIPANT, 404)])
def test_nothing_is_read_of_a_request_that_is_far_too_large(thing, role, status):
    answer = client_of(role).generic(
        "POST",
        f"/media/things/{thing.name}/upload",
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(MOST_BYTES_AT_ONCE + 1)},
    )

    assert (answer.status_code, answer.json()["status"]) == (status, "error")


@pytest.mark.parametrize(("token", "status"), [("", 403), ("wrong", 403)])
def test_an_upload_needs_the_token(thing, token, status):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(role=Role.ADMIN))

    answer = send(client, thing, photo(), headers={"X-CSRFToken": token})

    assert (answer.status_code, answer.json()["code"]) == (status, "CSRF_FAILED")
    assert Attachment.objects.count() == 0


def test_an_upload_with_the_token_is_taken(thing):
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(role=Role.ADMIN))
    client.get("/profile")
    token = client.cookies[next(name for name in client.cookies if "csrf" in name)].value

    assert send(client, thing, photo(), headers={"X-CSRFToken": token}).status_code == 201


def test_the_list_has_all_files_and_their_count(client, thing, actor):
    add_file(thing, "a.png", actor=actor)
    add_file(thing, "b.pdf", actor=actor, mime_type="application/pdf")

    data = client.get(f"/media/things/{thing.name.lower()}/list").json()["data"]

    assert data["count"] == 2
    assert [file["filename"] for file in data["files"]] == ["a.png", "b.pdf"]
    assert [file["is_preview"] for file in data["files"]] == [True, False]
    assert [bool(file["thumbnail_url"]) for file in data["files"]] == [True, False]


def test_the_list_costs_the_same_with_one_file_and_with_ten(client, thing, actor, count_commands):
    add_file(thing, actor=actor)
    client.get(f"/media/things/{thing.name}/list")  # the first request writes the session
    with count_commands() as one:
        client.get(f"/media/things/{thing.name}/list")
    for _number in range(MOST_FILES - 1):
        add_file(thing, actor=actor)

    with count_commands() as ten:
        client.get(f"/media/things/{thing.name}/list")

    assert ten.total == one.total <= 10


@pytest.mark.parametrize("key", ["name", "pk"])
def test_a_thing_is_found_by_barcode_and_by_id(client, thing, key):
    assert client.get(f"/media/things/{getattr(thing, key)}/list").status_code == 200


@pytest.mark.parametrize(
    "address", ["things/NIX/list", "nix/D1/list", "things/{name}/nix.jpg", "things/6b04/list"]
)
def test_what_does_not_exist_gets_404(client, thing, address):
    answer = client.get(f"/media/{address.format(name=thing.name)}")

    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_file_is_sent_harmless_and_to_be_kept_by_this_browser_alone(client, thing, actor):
    add_file(thing, "Säge.png", actor=actor)

    answer = client.get(f"/media/things/{thing.name}/Säge.png")

    assert body(answer) == CONTENT
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''S%C3%A4ge.png"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_word_document_is_downloaded(client, thing, actor):
    add_file(thing, "brief.docx", actor=actor, mime_type="application/msword")

    answer = client.get(f"/media/things/{thing.name}/brief.docx")

    assert body(answer) == CONTENT
    assert answer["Content-Disposition"] == 'attachment; filename="brief.docx"'


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=0-3", slice(0, 4)), ("bytes=5-", slice(5, None)), ("bytes=-4", slice(-4, None))],
)
def test_a_part_of_a_file_is_sent(client, thing, actor, asked, part):
    add_file(thing, "a.png", actor=actor)

    answer = client.get(f"/media/things/{thing.name}/a.png", headers={"Range": asked})

    start = part.indices(len(CONTENT))[0]
    last = start + len(CONTENT[part]) - 1
    assert (answer.status_code, body(answer)) == (206, CONTENT[part])
    assert answer["Content-Range"] == f"bytes {start}-{last}/{len(CONTENT)}"
    assert answer["Content-Length"] == str(len(CONTENT[part]))


def test_a_part_behind_the_end_gets_416(client, thing, actor):
    add_file(thing, "a.png", actor=actor)

    answer = client.get(f"/media/things/{thing.name}/a.png", headers={"Range": "bytes=999-"})

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_a_part_of_an_older_file_is_the_whole_new_one(client, thing, actor):
    add_file(thing, "a.png", actor=actor)
    headers = {"Range": "bytes=0-3", "If-Range": '"older"'}

    answer = client.get(f"/media/things/{thing.name}/a.png", headers=headers)

    assert (answer.status_code, body(answer)) == (200, CONTENT)


def test_a_browser_that_has_the_file_gets_304(client, thing, actor):
    add_file(thing, "a.png", actor=actor)
    url = f"/media/things/{thing.name}/a.png"
    first = client.get(url)
    body(first)

    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_head_says_how_long_the_file_is(client, thing, actor):
    add_file(thing, "a.png", actor=actor)

    answer = client.head(f"/media/things/{thing.name}/a.png")

    assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(len(CONTENT)), "bytes")
    assert answer.content == b""


def test_nginx_is_told_where_the_file_lies(client, thing, actor, settings):
    settings.MEDIA_ACCEL_PREFIX = "/files/"
    attachment = add_file(thing, "a.png", actor=actor)

    answer = client.get(f"/media/things/{thing.name}/a.png")

    assert answer["X-Accel-Redirect"] == f"/files/{attachment.stored_name}"
    assert (answer.content, answer["Content-Type"]) == (b"", "image/png")


def test_a_removed_file_is_gone_and_can_be_brought_back(client, thing):
    url = send(client, thing, photo()).json()["data"]["files"][0]["url"]

    removed = client.delete(url).json()["data"]

    assert removed["count"] == 0
    assert client.get(url).status_code == 404
    back = client.post(f"/media/things/{thing.name}/restore", {"id": removed["id"]})
    assert (back.status_code, back.json()["data"]["url"]) == (200, url)


def test_a_small_picture_of_a_new_photo_is_the_photo_itself(client, thing):
    file = send(client, thing, photo()).json()["data"]["files"][0]

    answer = client.get(file["thumbnail_url"])

    assert (answer["Content-Type"], len(body(answer))) == ("image/jpeg", file["size"])
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_small_picture_that_nobody_made_is_made_for_who_asks(client, thing):
    file = send(client, thing, photo(content=picture(1000, 500))).json()["data"]["files"][0]
    Attachment.objects.update(created_at="2020-01-01T00:00:00Z")

    answer = client.get(file["thumbnail_url"])

    assert body(answer)[8:12] == b"WEBP"
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "image/webp",
        "private, max-age=3600",
    )


def test_a_picture_whose_file_is_damaged_still_answers(client, thing, actor):
    attachment = add_file(thing, "a.png", actor=actor)  # no picture at all

    answer = client.get(f"/media/things/{thing.name}/a.png?size=thumbnail")

    assert body(answer) == CONTENT
    attachment.refresh_from_db()
    assert attachment.thumbnail == ""
