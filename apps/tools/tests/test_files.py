"""Photos and documents of tools: they follow the tool wherever it goes."""

from datetime import timedelta

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.models import Job
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.media.models import Attachment, AttachmentFolder, LooseFile
from apps.media.queries import attachments_of
from apps.media.tests.factories import add_file
from apps.tools.services import change_tool, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.tools.trash import erase_tool, restore_tool

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(days=1)


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def tool():
    return ToolFactory()


def names(obj) -> list[str]:
    return [attachment.filename for attachment in attachments_of(obj)]


def test_a_new_barcode_loses_no_file(tool, actor):
    add_file(tool, "foto.png", actor=actor)

    renamed = change_tool(tool.pk, {"barcode": "NEU-1"}, actor=actor, now=NOW)

    assert (
        names(registry.attachment_owners["tools"].find("neu-1")) == names(renamed) == ["foto.png"]
    )


def test_a_tool_comes_out_of_the_trash_with_its_files(tool, actor):
    attachment = add_file(tool, actor=actor)
    delete_tool(tool.pk, actor=actor, now=NOW)
    assert registry.attachment_owners["tools"].find(str(tool.pk)) is None

    restore_tool(tool.pk, actor=actor, now=NOW)

    assert names(tool) == [attachment.filename]


def test_an_erased_tool_takes_its_files_along(tool, actor):
    attachment = add_file(tool, actor=actor)
    delete_tool(tool.pk, actor=actor, now=NOW)

    erase_tool(tool.pk, actor=actor, now=NOW)

    assert (Attachment.objects.count(), AttachmentFolder.objects.count()) == (0, 0)
    assert LooseFile.objects.get().stored_name == attachment.stored_name
    assert Job.objects.filter(name="media.delete_loose_files").exists()


def test_a_page_of_tools_learns_of_their_files_by_one_command(tool, actor, count_commands):
    add_file(tool, "foto.png", actor=actor)
    tools = [tool, *ToolFactory.create_batch(3)]

    with count_commands() as commands:
        registry.add_to_rows(tools, NOW)

    assert [each.attachment_count for each in tools] == [1, 0, 0, 0]
    assert tools[0].preview_url.startswith(f"/media/tools/{tool.barcode}/foto.png?size=thumbnail")
    assert tools[1].preview_url == ""
    assert commands.names.count("find") <= 2
