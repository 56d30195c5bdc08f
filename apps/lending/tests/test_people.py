"""What lending says about people who are to go."""

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.lending.services import lend_tool, return_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.services import WorkerInUse, delete_worker, erase_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": MADE_AT}


def test_a_person_of_whom_lendings_tell_is_not_erased(by):
    worker, tool = WorkerFactory(), ToolFactory()
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, **by)
    return_tool(tool_id=tool.pk, **by)
    delete_worker(worker.pk, **by)

    with pytest.raises(WorkerInUse) as refusal:
        erase_worker(worker.pk, **by)

    assert len(refusal.value.data["uses"]) == 1
    assert Worker.objects.filter(pk=worker.pk).exists()
