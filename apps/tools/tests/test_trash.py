import pytest
from bson import ObjectId

from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.scans import BarcodeTaken, resolve
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.tools.enums import ToolStatus, TrashState
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound
from apps.tools.services import change_status, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.tools.trash import erase_tool, mark_as_lost, restore_tool

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)


@pytest.fixture
def by():
    return {"actor": UserFactory(first_name="Martin", last_name="Lager"), "now": NOW}


@pytest.fixture
def gone(by):
    tool = ToolFactory(barcode="T-1", name="Säge")
    delete_tool(tool.pk, **by)
    return tool


def test_restore_tool_brings_it_back_with_its_barcode(by, gone):
    restore_tool(gone.pk, **by)

    stored = Tool.objects.get()
    assert (stored.deleted, stored.deleted_at, stored.deleted_by) == (False, None, None)
    assert resolve("t-1").object_id == gone.pk


def test_restore_tool_keeps_that_it_was_defective(by):
    tool = ToolFactory()
    change_status(tool.pk, ToolStatus.DEFECTIVE, **by)
    delete_tool(tool.pk, **by)

    restore_tool(tool.pk, **by)

    assert Tool.objects.get().status == ToolStatus.DEFECTIVE


def test_restore_tool_says_who_has_its_barcode_now(by, gone):
    ToolFactory(barcode="t-1", name="Hammer")

    with pytest.raises(BarcodeTaken, match="Hammer"):
        restore_tool(gone.pk, **by)

    assert Tool.objects.get(pk=gone.pk).deleted


def test_restore_tool_takes_another_barcode(by, gone):
    ToolFactory(barcode="T-1")

    restore_tool(gone.pk, barcode="T-2", **by)

    assert resolve("T-2").object_id == gone.pk


def test_restore_tool_refuses_what_is_no_barcode(by, gone):
    with pytest.raises(InvalidInput) as refusal:
        restore_tool(gone.pk, barcode="Säge 1", **by)

    assert list(refusal.value.data["fields"]) == ["barcode"]


def test_of_two_tools_that_had_one_barcode_only_one_is_restored(by, gone):
    other = ToolFactory(barcode="T-1")
    delete_tool(other.pk, **by)

    results = at_once(
        lambda: attempt(restore_tool, gone.pk, **by), lambda: attempt(restore_tool, other.pk, **by)
    )

    assert {type(result) for result in results} == {Tool, BarcodeTaken}
    assert Tool.objects.alive().count() == 1


def test_erase_tool_removes_it_and_keeps_its_history(by, gone):
    erase_tool(gone.pk, **by)

    assert not Tool.objects.exists()
    assert history_of(gone)[0].event_type == "tools.erased"


@pytest.mark.parametrize("verb", [erase_tool, restore_tool])
def test_only_what_lies_in_the_trash_is_restored_or_erased(by, verb):
    tool = ToolFactory()

    for wrong in (tool.pk, ObjectId()):
        with pytest.raises(ToolNotFound):
            verb(wrong, **by)

    assert Tool.objects.alive().count() == 1


def test_mark_as_lost_takes_it_out_of_the_stock_with_the_reason(by):
    tool = ToolFactory(barcode="T-1")

    mark_as_lost(tool.pk, reason=" Nicht in der  Inventur. ", **by)

    stored = Tool.objects.get()
    assert (stored.deleted, stored.lost_at, stored.lost_reason) == (
        True,
        NOW,
        "Nicht in der Inventur",
    )
    assert stored.trash_state == TrashState.LOST
    assert resolve("T-1") is None


def test_a_lost_tool_that_is_found_is_lost_no_more(by):
    tool = ToolFactory()
    mark_as_lost(tool.pk, reason="Weg", **by)

    restore_tool(tool.pk, **by)

    stored = Tool.objects.get()
    assert (stored.lost_at, stored.lost_reason, stored.deleted) == (None, "", False)


@pytest.mark.parametrize("reason", ["", "  ", "\0", "x" * 501])
def test_mark_as_lost_wants_a_reason(by, reason):
    tool = ToolFactory()

    with pytest.raises(InvalidInput):
        mark_as_lost(tool.pk, reason=reason, **by)

    assert not Tool.objects.get().deleted
