from datetime import timedelta

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.tools.services import change_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.services import change_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def clerk():
    return UserFactory()


@pytest.fixture
def tool():
    return ToolFactory(barcode="T1", name="Säge")


@pytest.fixture
def worker():
    return WorkerFactory(barcode="M1", last_name="Alt")


def lend_again_and_again(tool, worker, clerk, times):
    for number in range(times):
        now = MADE_AT + timedelta(days=number)
        lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=clerk, now=now)
        return_tool(tool_id=tool.pk, actor=clerk, now=now + timedelta(hours=1))


def test_a_new_name_reaches_the_lendings_of_the_thing_alone(tool, worker, clerk):
    other_tool, other_worker = ToolFactory(name="Axt"), WorkerFactory(last_name="Otto")
    lend_again_and_again(tool, worker, clerk, 2)
    lend_again_and_again(tool, other_worker, clerk, 1)
    lend_again_and_again(other_tool, worker, clerk, 1)

    change_tool(tool.pk, {"name": "Kappsäge"}, actor=clerk, now=MADE_AT)
    change_worker(worker.pk, {"last_name": "Neu", "barcode": "M9"}, actor=clerk, now=MADE_AT)

    names = Lending.objects.order_by("pk").values_list("tool_name", "worker_name", "worker_barcode")
    assert list(names) == [
        ("Kappsäge", "Anna Neu", "M9"),
        ("Kappsäge", "Anna Neu", "M9"),
        ("Kappsäge", "Anna Otto", other_worker.barcode),
        ("Axt", "Anna Neu", "M9"),
    ]
    assert Lending.objects.search("kappsäge neu").count() == 2
    assert Lending.objects.search("säge alt").count() == 0


@pytest.mark.parametrize("times", [3, 30])
def test_a_new_name_takes_as_many_commands_for_many_lendings_as_for_few(
    tool, worker, clerk, count_commands, times
):
    lend_again_and_again(tool, worker, clerk, times)

    with count_commands() as commands:
        change_tool(tool.pk, {"name": "Kappsäge"}, actor=clerk, now=MADE_AT)

    assert commands.names.count("update") == 2  # the tool, and its lendings to the one person
    assert Lending.objects.filter(tool_name="Kappsäge").count() == times
