"""Two people do the same with a tool at the same moment: one wins, the other one hears why not."""

import pytest

from apps.core.scans import BarcodeTaken, resolve
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound
from apps.tools.services import (
    StatusNotAllowed,
    change_status,
    change_tool,
    create_tool,
    delete_tool,
)
from apps.tools.tests.factories import ToolFactory
from apps.tools.trash import mark_as_lost

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BY = {"actor": None, "now": MADE_AT}


def test_of_two_tools_with_one_barcode_only_one_is_created():
    tools = [Tool(barcode=code, name="Säge") for code in ("T-1", "t-1")]

    results = at_once(*[lambda t=tool: attempt(create_tool, t, **BY) for tool in tools])

    assert {type(result) for result in results} == {Tool, BarcodeTaken}
    assert Tool.objects.count() == 1


def test_of_two_tools_that_get_one_barcode_only_one_is_renamed():
    tools = [ToolFactory(), ToolFactory()]

    results = at_once(
        *[lambda t=tool: attempt(change_tool, t.pk, {"barcode": "NEU"}, **BY) for tool in tools]
    )

    assert {type(result) for result in results} == {Tool, BarcodeTaken}
    assert Tool.objects.filter(barcode="NEU").get().pk == resolve("NEU").object_id


def test_of_two_changes_of_status_the_second_is_told_what_it_is_by_then():
    tool = ToolFactory()

    results = at_once(*[lambda: attempt(change_status, tool.pk, ToolStatus.DEFECTIVE, **BY)] * 2)

    assert {type(result) for result in results} == {Tool, StatusNotAllowed}


def test_a_tool_is_either_deleted_or_lost():
    tool = ToolFactory()

    results = at_once(
        lambda: attempt(delete_tool, tool.pk, **BY),
        lambda: attempt(mark_as_lost, tool.pk, reason="Weg", **BY),
    )

    assert [type(result) for result in results].count(ToolNotFound) == 1
    assert bool(Tool.objects.get().lost_at) == isinstance(results[0], ToolNotFound)
