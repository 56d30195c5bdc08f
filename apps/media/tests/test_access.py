"""Who may do what with files: people of each role, the owner, a stranger, nobody."""

import pytest
from django.test import Client

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.registry import AttachmentOwner, registry
from apps.media.models import Attachment
from apps.media.tests.conftest import DIARIES, THINGS
from apps.media.tests.factories import add_file

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DOORS = ("list", "file", "thumbnail", "upload", "preview", "delete")


def statuses(client: Client, kind: str, key: str) -> dict[str, int]:
    """What each door answers; deleting comes last."""
    place = f"/media/{kind}/{key}"
    responses = {
        "list": client.get(f"{place}/list"),
        "file": client.get(f"{place}/a.png"),
        "thumbnail": client.get(f"{place}/a.png?size=thumbnail"),
        "upload": client.post(f"{place}/upload"),
        "preview": client.post(f"{place}/a.png/preview"),
        "delete": client.delete(f"{place}/a.png"),
    }
    for response in responses.values():
        b"".join(response)
    return {door: response.status_code for door, response in responses.items()}


def of(*codes: int) -> dict[str, int]:
    return dict(zip(DOORS, codes, strict=True))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (None, of(401, 401, 401, 401, 401, 401)),
        (Role.PARTICIPANT, of(404, 404, 404, 404, 404, 404)),
        (Role.STANDARD_USER, of(200, 200, 200, 400, 200, 403)),
        (Role.EMPLOYEE, of(200, 200, 200, 400, 200, 200)),
        (Role.ADMIN, of(200, 200, 200, 400, 200, 200)),
    ],
)
def test_files_of_a_thing_follow_the_role(thing, role, expected):
    add_file(thing, "a.png", actor=UserFactory())
    client = client_of(role) if role else Client()

    assert statuses(client, THINGS, thing.name) == expected


def test_who_added_a_file_to_a_thing_removes_it(thing):
    user, client = UserFactory(role=Role.STANDARD_USER), Client()
    client.force_login(user)
    add_file(thing, "a.png", actor=user)

    assert client.delete(f"/media/things/{thing.name}/a.png").status_code == 200


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("nobody", of(401, 401, 401, 401, 401, 401)),
        ("a stranger", of(404, 404, 404, 404, 404, 404)),
        ("an Anwender", of(404, 404, 404, 404, 404, 404)),
        ("an employee", of(200, 200, 200, 400, 200, 403)),
        ("the owner", of(200, 200, 200, 400, 200, 200)),
    ],
)
def test_files_of_a_teilnehmer_are_his_own(diary, who, expected):
    add_file(diary, "a.png", actor=diary)
    client = Client()
    people = {
        "the owner": diary,
        "a stranger": UserFactory(role=Role.PARTICIPANT),
        "an Anwender": UserFactory(role=Role.STANDARD_USER),
        "an employee": UserFactory(role=Role.EMPLOYEE),
    }
    if who in people:
        client.force_login(people[who])

    assert statuses(client, DIARIES, diary.username) == expected


def test_a_file_of_another_thing_is_not_found_under_this_one(thing, diary):
    add_file(diary, "a.png", actor=diary)

    assert client_of(Role.ADMIN).get(f"/media/things/{thing.name}/a.png").status_code == 404


def test_files_of_a_module_that_is_off_do_not_exist(diary, monkeypatch):
    owner = registry.attachment_owners[DIARIES]
    fields = {**owner.__dict__, "feature": "job_board"}
    monkeypatch.setitem(registry.attachment_owners, DIARIES, AttachmentOwner(**fields))
    client = Client()
    client.force_login(diary)

    assert client.get(f"/media/{DIARIES}/{diary.username}/list").status_code == 404


def test_a_removed_file_of_another_thing_is_not_brought_back_here(thing, diary):
    attachment = add_file(diary, "a.png", actor=diary)
    Attachment.objects.update(deleted=True)

    answer = client_of(Role.ADMIN).post(
        f"/media/things/{thing.name}/restore", {"id": str(attachment.pk)}
    )

    assert answer.status_code == 404
