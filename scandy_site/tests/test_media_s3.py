"""Files in an S3-compatible store: moto's server, a process of its own, with a real bucket."""

import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import override_settings

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.tests.moments import MADE_AT
from apps.media import storage
from apps.media.consistency import contradictions
from apps.media.limits import KEPT
from apps.media.models import Attachment
from apps.media.services.cleaning import purge
from apps.media.services.thumbnails import add_thumbnail
from apps.media.tests.factories import picture
from apps.tools.tests.factories import ToolFactory
from scandy_site.instance import ports
from scandy_site.tests.processes import Server, running

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BUCKET = "scandy"
KEYS = {"access_key": "a", "secret_key": "b", "region_name": "eu-central-1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """The store, empty; ``address`` is where it listens."""
    port = ports.any_free()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    log = Path(tmp_path_factory.mktemp("s3")) / "s3.log"
    store = Server(command, log, lambda: ports.obstacle("127.0.0.1", port) is not None)
    store.address = f"http://127.0.0.1:{port}"
    with running(store):
        yield store


@pytest.fixture
def bucket(server) -> Iterator[None]:
    options = {**settings.MEDIA_BUCKET["OPTIONS"], "bucket_name": BUCKET, **KEYS}
    options["endpoint_url"] = server.address
    _client(server).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]}
    )
    media = {**settings.MEDIA_BUCKET, "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "media": media}):
        yield
        _empty(server)


def _client(server: Server):
    return boto3.client(
        "s3",
        endpoint_url=server.address,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
        region_name=KEYS["region_name"],
    )


def send(client, tool):
    photo = SimpleUploadedFile("foto.jpg", picture(1000, 500))
    return client.post(f"/media/tools/{tool.barcode}/upload", {"file": photo})


def _keys(server: Server) -> list[str]:
    found = _client(server).list_objects_v2(Bucket=BUCKET)
    return [entry["Key"] for entry in found.get("Contents", [])]


def _empty(server: Server) -> None:
    for key in _keys(server):
        _client(server).delete_object(Bucket=BUCKET, Key=key)
    _client(server).delete_bucket(Bucket=BUCKET)


def test_a_file_lives_in_the_bucket_from_upload_to_purge(server, bucket):
    tool, client = ToolFactory(), client_of(Role.ADMIN)

    file = send(client, tool).json()["data"]["files"][0]
    attachment = Attachment.objects.get()
    add_thumbnail(attachment.pk, now=MADE_AT)
    attachment.refresh_from_db()

    assert sorted(_keys(server)) == sorted(
        f"media/{name}" for name in (attachment.stored_name, attachment.thumbnail)
    )
    answer = client.get(file["url"])
    assert len(b"".join(answer)) == file["size"] == int(answer["Content-Length"])
    part = client.get(file["url"], headers={"Range": "bytes=0-1"})
    assert (part.status_code, b"".join(part)) == (206, b"\xff\xd8")
    assert b"".join(client.get(file["thumbnail_url"]))[8:12] == b"WEBP"
    assert list(contradictions()) == []
    client.delete(file["url"])
    removed = Attachment.objects.get()
    assert purge(removed.deleted_at + 2 * KEPT) == 2
    assert _keys(server) == []


def test_a_file_that_is_missing_in_the_bucket_is_found(server, bucket):
    tool = ToolFactory()
    send(client_of(Role.ADMIN), tool)
    storage.delete(Attachment.objects.get().stored_name)

    assert len(list(contradictions())) == 1


def test_a_store_that_is_away_refuses_and_leaves_no_attachment(server, bucket):
    tool, client = ToolFactory(), client_of(Role.ADMIN)
    options = {**settings.STORAGES["media"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
    away = {**settings.STORAGES["media"], "OPTIONS": options}

    with override_settings(STORAGES={**settings.STORAGES, "media": away}):
        answer = send(client, tool)

    assert (answer.status_code, answer.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert Attachment.objects.count() == 0
