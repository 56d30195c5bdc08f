"""Two kinds of things that have files: one that the roles see, and one that belongs to one person alone.

The real ones lie above this app; their own tests say that they registered.
"""

from typing import Any

import pytest
from bson import ObjectId
from django.contrib.auth.models import Group

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core.registry import AttachmentOwner, registry
from apps.media.rules import remove_with, see_with

THINGS, DIARIES = "things", "diaries"


def _by_name_or_id(model: Any, name: str) -> Any:
    def find(key: str) -> Any:
        if found := model.objects.filter(**{f"{name}__iexact": key}).first():
            return found
        return model.objects.filter(pk=ObjectId(key)).first() if ObjectId.is_valid(key) else None

    return find


def _is_own(user: User, owner: User) -> bool:
    return user.is_employee or user.pk == owner.pk


@pytest.fixture(autouse=True)
def kinds(monkeypatch) -> None:
    """Things like tools, whose files follow the roles; diaries like tickets of a Teilnehmer."""
    things = AttachmentOwner(
        kind=THINGS,
        model="auth.group",
        label="Ding",
        find=_by_name_or_id(Group, "name"),
        key_of=lambda group: group.name,
        may_see=see_with("tools.view_tool"),
        may_add=see_with("tools.change_tool"),
        may_remove=remove_with("tools.delete_tool", own="tools.change_tool"),
    )
    diaries = AttachmentOwner(
        kind=DIARIES,
        model="accounts.user",
        label="Tagebuch",
        find=_by_name_or_id(User, "username"),
        key_of=lambda user: user.username,
        may_see=_is_own,
        may_add=_is_own,
        may_remove=lambda user, owner, attachment: attachment.uploaded_by_id == user.pk,
    )
    for owner in (things, diaries):
        monkeypatch.setitem(registry.attachment_owners, owner.kind, owner)


@pytest.fixture
def thing() -> Group:
    return Group.objects.create(name="D1")


@pytest.fixture
def diary() -> User:
    return UserFactory(role=Role.PARTICIPANT, username="tina")


@pytest.fixture
def empty_folder(settings, tmp_path) -> None:
    """A storage without the files of other tests."""
    media = settings.STORAGES["media"]
    options = {**media["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "media": {**media, "OPTIONS": options}}
