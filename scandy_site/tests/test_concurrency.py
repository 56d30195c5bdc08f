"""Many counters at the same moment, over HTTP, against several web processes: everything happens once."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import repeat
from uuid import uuid4

import pytest
from django.db import connections

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.core.tests.threads import at_once
from apps.lending.models import Lending
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.desks import Answer, Desk
from scandy_site.tests.invariants import broken_invariants
from scandy_site.tests.processes import running, web

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("servers"),
]

ROUNDS = 5


@pytest.fixture(scope="module")
def server(tmp_path_factory, django_db_setup):
    with running(web(tmp_path_factory.mktemp("web"))) as server:
        yield server


@pytest.fixture
def desks(server):
    """32 connections of people who may lend."""
    with closing(Desk(server.port)) as first:
        first.sign_in(UserFactory().username)
        yield [first, *(first.beside() for _ in range(31))]


@pytest.fixture
def workers():
    return [WorkerFactory(last_name=f"Muster {number}") for number in range(32)]


def lend(desk, tool, worker, operation_id=None) -> Callable[[], Answer]:
    codes = {"tool_barcode": tool.barcode, "worker_barcode": worker.barcode}
    return lambda: desk.post("/api/lending/process", **codes, operation_id=operation_id)


def give_back(desk, tool, operation_id=None) -> Callable[[], Answer]:
    return lambda: desk.post(
        "/api/lending/return", tool_barcode=tool.barcode, operation_id=operation_id
    )


def undo(desk, operation_id) -> Callable[[], Answer]:
    return lambda: desk.post("/api/lending/undo", operation_id=operation_id)


def contradictions() -> list[str]:
    return broken_invariants(connections["default"].database)


def test_one_of_32_desks_gets_the_tool_and_the_others_learn_who_has_it(server, desks, workers):
    for tool in [ToolFactory() for _ in range(ROUNDS)]:
        answers = at_once(*map(lend, desks, repeat(tool), workers))

        assert Counter(answer.outcome for answer in answers) == {201: 1, "TOOL_NOT_AVAILABLE": 31}
        [winner] = [answer.data["worker_name"] for answer in answers if answer.status == 201]
        refusals = [answer.data for answer in answers if answer.status == 409]
        assert refusals == [{"tool_status": "ausgeliehen", "lent_to": winner}] * 31
        assert contradictions() == []
    assert len(server.workers_that_answered()) > 1


def test_16_lends_and_16_returns_at_once_leave_the_tool_in_or_out(desks, workers):
    tool, out = ToolFactory(), 0
    for _round in range(ROUNDS):
        lends = map(lend, desks[:16], repeat(tool), workers)
        returns = map(give_back, desks[16:], repeat(tool))

        outcomes = Counter(answer.outcome for answer in at_once(*lends, *returns))

        out += outcomes[201] - outcomes[200]
        assert set(outcomes) <= {201, 200, "TOOL_NOT_AVAILABLE", "TOOL_NOT_LENT"}
        assert Lending.objects.open().count() == out
        assert contradictions() == []


def test_a_lend_that_arrives_16_times_at_once_is_booked_once(desks, workers):
    for tool in [ToolFactory() for _ in range(ROUNDS)]:
        answers = at_once(*map(lend, desks[:16], repeat(tool), repeat(workers[0]), repeat(uuid())))

        assert answers == [answers[0]] * 16
        assert answers[0].status == 201
        assert Lending.objects.filter(tool=tool).count() == 1
        assert contradictions() == []


def test_a_return_that_arrives_16_times_at_once_is_booked_once(desks, workers):
    for tool in [ToolFactory() for _ in range(ROUNDS)]:
        lend(desks[0], tool, workers[0])()

        answers = at_once(*map(give_back, desks[:16], repeat(tool), repeat(uuid())))

        assert answers == [answers[0]] * 16
        assert answers[0].status == 200
        assert contradictions() == []


def test_a_refused_lend_that_arrives_16_times_at_once_gets_one_answer(desks, workers):
    for tool in [ToolFactory() for _ in range(ROUNDS)]:
        lend(desks[0], tool, workers[0])()

        answers = at_once(*map(lend, desks[:16], repeat(tool), repeat(workers[1]), repeat(uuid())))

        assert answers == [answers[0]] * 16
        assert answers[0].outcome == "TOOL_NOT_AVAILABLE"


def test_an_undo_that_arrives_16_times_at_once_happens_once(desks, workers):
    for tool in [ToolFactory() for _ in range(ROUNDS)]:
        operation_id = uuid()
        lend(desks[0], tool, workers[0], operation_id)()

        answers = at_once(*map(undo, desks[:16], repeat(operation_id)))

        assert answers == [answers[0]] * 16
        assert answers[0].status == 200
        assert (
            AuditEvent.objects.about(tool).filter(event_type="lending.lending_undone").count() == 1
        )
        assert contradictions() == []


def test_16_tools_go_to_one_person_at_once(desks, workers):
    tools = [ToolFactory() for _ in range(16)]

    answers = at_once(*map(lend, desks, tools, repeat(workers[0])))

    assert [answer.status for answer in answers] == [201] * 16
    assert Lending.objects.open().filter(worker=workers[0]).count() == 16
    assert contradictions() == []


def uuid() -> str:
    return str(uuid4())
