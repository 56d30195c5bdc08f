"""Two people do something to the same tool or person at the same moment: each pair of verbs once.

The second one acts before the first one's transaction commits. If the two do not collide, both act on what the other
one is about to change; that would show here, without luck.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement

import pytest
from django.db import connections

from apps.accounts.tests.factories import UserFactory
from apps.core.db import transaction
from apps.core.errors import DomainError
from apps.core.scans import BarcodeTaken, resolve
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.lending.models import Lending
from apps.lending.services import extend_lending, lend_tool, pass_on_tool, return_tool
from apps.lending.undo import undo_lending, undo_return
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.services import change_status, change_tool, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.services import change_worker, delete_worker
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.invariants import broken_invariants

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LENT_AT = MADE_AT + timedelta(days=1)
RETURNED_AT = MADE_AT + timedelta(days=2)
NOW = MADE_AT + timedelta(days=3)
ENOUGH_TO_ACT = 0.1  # seconds that the second one has before the first one commits
ROUNDS = 5

ALWAYS = ("rename tool", "rename person", "block person", "delete tool", "delete person")
WHILE_IN = [*combinations_with_replacement(("lend", "undo return", "repair", *ALWAYS), 2)]
WHILE_OUT = [
    *combinations_with_replacement(("return", "extend", "pass on", "undo lending", *ALWAYS), 2)
]


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def tool():
    return ToolFactory(name="Säge")


@pytest.fixture
def worker():
    return WorkerFactory()


@pytest.fixture
def tool_out(tool, worker, actor):
    return lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=actor, now=LENT_AT)


@pytest.fixture
def tool_back(tool_out, tool, actor):
    return return_tool(tool_id=tool.pk, actor=actor, now=RETURNED_AT)


@pytest.fixture
def verbs(tool, worker, actor) -> dict[str, Callable]:
    """What can be done with the tool and the person."""
    by = {"actor": actor, "now": NOW}
    it = {"tool_id": tool.pk, **by}
    jonas = WorkerFactory(first_name="Jonas")
    return {
        "lend": partial(lend_tool, worker_id=worker.pk, **it),
        "return": partial(return_tool, **it),
        "extend": partial(extend_lending, due_date=NOW + timedelta(days=30), **it),
        "pass on": partial(pass_on_tool, worker_id=jonas.pk, **it),
        "undo lending": lambda: undo_lending(lending_id=first_lending(), done_at=LENT_AT, **by),
        "undo return": lambda: undo_return(lending_id=first_lending(), done_at=RETURNED_AT, **by),
        "repair": partial(change_status, tool.pk, ToolStatus.IN_MAINTENANCE, **by),
        "rename tool": partial(change_tool, tool.pk, {"name": "Stichsäge"}, **by),
        "rename person": partial(change_worker, worker.pk, {"last_name": "Neu"}, **by),
        "block person": partial(change_worker, worker.pk, {"is_blocked": True}, **by),
        "delete tool": partial(delete_tool, tool.pk, **by),
        "delete person": partial(delete_worker, worker.pk, **by),
    }


def first_lending():
    return Lending.objects.earliest("lent_at").pk


def overlap(first: Callable, second: Callable) -> None:
    """Let the second act before the first one's transaction commits; each may be refused."""
    others: list[Future] = []
    with ThreadPoolExecutor(1) as pool:
        with suppress(DomainError), transaction():
            first()
            others.append(pool.submit(attempt, second))
            wait(others, timeout=ENOUGH_TO_ACT)
        for other in others:
            other.result()  # raises what is no refusal


def contradictions() -> list[str]:
    old_names = [
        f"{lending} keeps an old name"
        for lending in Lending.objects.select_related("tool", "worker")
        if (lending.tool_name, lending.worker_name) != (lending.tool.name, lending.worker.full_name)
    ]
    return broken_invariants(connections["default"].database) + old_names


@pytest.mark.parametrize(("first", "second"), WHILE_IN)
def test_two_at_once_leave_no_contradiction_while_a_tool_is_in(tool_back, verbs, first, second):
    overlap(verbs[first], verbs[second])

    assert contradictions() == []


@pytest.mark.parametrize(("first", "second"), WHILE_OUT)
def test_two_at_once_leave_no_contradiction_while_a_tool_is_out(tool_out, verbs, first, second):
    overlap(verbs[first], verbs[second])

    assert contradictions() == []


def test_an_edit_and_a_lending_at_once_both_happen(tool, verbs):
    for number in range(ROUNDS):
        edit = partial(change_tool, tool.pk, {"name": f"Säge {number}"}, actor=None, now=NOW)

        at_once(edit, verbs["lend"])

        tool.refresh_from_db()
        assert (tool.name, tool.status) == (f"Säge {number}", ToolStatus.LENT)
        assert contradictions() == []
        verbs["return"]()


@pytest.mark.parametrize("book", ["lend", "undo return"])
@pytest.mark.parametrize("delete", ["delete tool", "delete person"])
def test_of_a_lending_and_a_deletion_at_once_one_is_refused(tool_back, verbs, book, delete):
    booked, deleted = at_once(partial(attempt, verbs[book]), partial(attempt, verbs[delete]))

    assert [isinstance(booked, Lending), deleted is None].count(True) == 1
    assert contradictions() == []


def test_a_barcode_registered_twice_at_once_goes_to_one_of_the_two():
    for number in range(ROUNDS):
        code = f"DOPPELT-{number}"

        things = at_once(
            partial(attempt, partial(ToolFactory, barcode=code)),
            partial(attempt, partial(WorkerFactory, barcode=code.lower())),
        )

        [refusal] = [thing for thing in things if isinstance(thing, DomainError)]
        [winner] = [thing for thing in things if not isinstance(thing, DomainError)]
        assert isinstance(refusal, BarcodeTaken)
        assert resolve(code).object_id == winner.pk
        assert Tool.objects.count() + Worker.objects.count() == number + 1
