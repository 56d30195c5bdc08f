"""Uploads to a real web server: many at once, and killed in the middle."""

import http.client
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.threads import at_once
from apps.media.consistency import contradictions
from apps.media.limits import MOST_FILES
from apps.media.models import Attachment, LooseFile
from apps.media.tests.factories import picture
from apps.tools.tests.factories import ToolFactory
from scandy_site.tests.desks import Desk
from scandy_site.tests.processes import Web, running, web

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("servers"),
]

PEOPLE = 20


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Where the web server keeps files; the test looks there too."""
    media = settings.MEDIA_FOLDER
    options = {**media["OPTIONS"], "location": tmp_path / "media"}
    settings.STORAGES = {**settings.STORAGES, "media": {**media, "OPTIONS": options}}
    return tmp_path / "media"


@pytest.fixture
def server(folder, settings) -> Iterator[Web]:
    cookies = {"SCANDY_INSTANCE": settings.INSTANCE_NAME}
    with running(web(folder.parent, SCANDY_HOME=str(folder.parent), **cookies)) as server:
        yield server


@pytest.fixture
def desk(server) -> Iterator[Desk]:
    with closing(Desk(server.port)) as desk:
        yield desk.sign_in(UserFactory().username)


def outcomes_of(desk: Desk, path: str) -> list[object]:
    """What became of uploads that were sent at the same moment; OSError: no answer."""

    def send(one: Desk) -> object:
        try:
            return one.upload(path, picture(1500, 1000)).outcome
        except (OSError, http.client.HTTPException):
            return OSError

    people = [desk.beside() for _person in range(PEOPLE)]
    return at_once(*(partial(send, one) for one in people))


def test_twenty_uploads_at_once_leave_exactly_ten(desk):
    path = f"/media/tools/{ToolFactory().barcode}/upload"

    outcomes = outcomes_of(desk, path)

    assert Counter(outcomes) == {201: MOST_FILES, "TOO_MANY_FILES": PEOPLE - MOST_FILES}
    assert Attachment.objects.count() == MOST_FILES
    assert (list(contradictions()), LooseFile.objects.count()) == ([], 0)


def test_killed_web_processes_leave_no_attachment_without_its_file(server, desk, folder):
    tools = [ToolFactory().barcode for _number in range(2)]

    def kill() -> None:
        while not LooseFile.objects.exists() and not Attachment.objects.exists():
            time.sleep(0.01)
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)

    at_once(
        kill,
        *(lambda tool=tool: outcomes_of(desk, f"/media/tools/{tool}/upload") for tool in tools),
    )

    lying = {str(path.relative_to(folder)) for path in folder.rglob("??/*")}
    owned = set(Attachment.objects.values_list("stored_name", flat=True))
    loose = set(LooseFile.objects.values_list("stored_name", flat=True))
    assert list(contradictions()) == []
    assert owned <= lying <= owned | loose
