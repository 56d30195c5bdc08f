"""What lending keeps from being lost: tools that are out, and what the history tells of."""

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.lending.services import lend_tool, return_tool
from apps.tools.models import Tool
from apps.tools.services import ToolInUse, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.tools.trash import erase_tool, mark_as_lost
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": MADE_AT}


def test_a_tool_with_past_lendings_is_not_erased(by):
    tool = ToolFactory()
    lend_tool(tool_id=tool.pk, worker_id=WorkerFactory().pk, **by)
    return_tool(tool_id=tool.pk, **by)
    delete_tool(tool.pk, **by)

    with pytest.raises(ToolInUse) as refusal:
        erase_tool(tool.pk, **by)

    assert len(refusal.value.data["uses"]) == 1
    assert Tool.objects.filter(pk=tool.pk).exists()


def test_a_tool_that_is_out_is_not_written_off_behind_the_back_of_lending(by):
    tool = ToolFactory()
    lend_tool(tool_id=tool.pk, worker_id=WorkerFactory(first_name="Jonas").pk, **by)

    with pytest.raises(ToolInUse, match="Jonas"):
        mark_as_lost(tool.pk, reason="Weg", **by)

    assert not Tool.objects.get(pk=tool.pk).deleted
