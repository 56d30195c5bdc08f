from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.operations import Answer, OperationIdReused, UndoNotPossible, run_once, undo_once
from apps.lending import api
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.tools.models import Tool
from apps.tools.services import change_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def actor():
    return UserFactory()


@pytest.fixture
def tool():
    return ToolFactory()


@pytest.fixture
def worker():
    return WorkerFactory()


def book(kind, service, actor, now=NOW, operation_id=None, **kwargs):
    """Book as the desk does, under an operation id; returns the id."""
    operation_id = operation_id or str(uuid4())

    def perform():
        lending = service(actor=actor, now=now, **kwargs)
        return Answer.success({"id": str(lending.pk)}, "", object_id=lending.pk)

    run_once(
        perform,
        operation_id=operation_id,
        kind=kind,
        content={name: str(value) for name, value in kwargs.items()},
        actor=actor,
        now=now,
    )
    return operation_id


def lend(tool, worker, actor, **kwargs):
    return book(api.LEND, lend_tool, actor, tool_id=tool.pk, worker_id=worker.pk, **kwargs)


def give_back(tool, actor, **kwargs):
    return book(api.RETURN, return_tool, actor, tool_id=tool.pk, **kwargs)


def undo(operation_id, actor, *, now=NOW + MINUTE, may_undo_others=False):
    return undo_once(
        operation_id=operation_id, actor=actor, may_undo_others=may_undo_others, now=now
    )


def test_an_undone_lending_is_closed_and_marked_and_the_tool_is_there(tool, worker, actor):
    undo(lend(tool, worker, actor), actor)

    lending = Lending.objects.get()
    assert (lending.is_open, lending.canceled_at) == (False, NOW + MINUTE)
    assert lending.returned_by_id == actor.pk
    assert Tool.objects.get().status == "verfügbar"
    assert history_of(tool)[0].event_type == "lending.lending_undone"


def test_an_undone_return_opens_the_same_lending_with_its_old_due_date(tool, worker, actor):
    lend(tool, worker, actor, now=NOW - timedelta(days=3))
    before = Lending.objects.get()

    undo(give_back(tool, actor), actor)

    lending = Lending.objects.get()
    assert (lending.pk, lending.due_date, lending.is_open) == (before.pk, before.due_date, True)
    assert (lending.returned_at, lending.returned_by_id, lending.status) == (None, None, "active")
    assert Tool.objects.get().status == "ausgeliehen"


def test_an_undo_that_is_sent_again_gets_the_first_answer(tool, worker, actor):
    operation_id = lend(tool, worker, actor)
    first = undo(operation_id, actor)
    lend(tool, worker, actor, now=NOW + 2 * MINUTE)

    assert undo(operation_id, actor, now=NOW + 3 * MINUTE) == first
    assert Lending.objects.open().count() == 1


def test_undo_is_possible_for_thirty_minutes(tool, worker, actor):
    operation_id = lend(tool, worker, actor)

    with pytest.raises(UndoNotPossible):
        undo(operation_id, actor, now=NOW + timedelta(minutes=30, seconds=1))

    undo(operation_id, actor, now=NOW + timedelta(minutes=30))


def test_others_undo_only_with_the_right_to(tool, worker, actor):
    operation_id = lend(tool, worker, actor)
    other = UserFactory()

    with pytest.raises(UndoNotPossible):
        undo(operation_id, other)

    undo(operation_id, other, may_undo_others=True)
    assert not Lending.objects.open().exists()


def test_undo_is_refused_when_something_newer_happened_to_the_tool(tool, worker, actor):
    operation_id = lend(tool, worker, actor)
    give_back(tool, actor, now=NOW + MINUTE)

    with pytest.raises(UndoNotPossible):
        undo(operation_id, actor, now=NOW + 2 * MINUTE)


def test_undo_is_refused_after_an_edit_of_the_tool(tool, worker, actor):
    operation_id = lend(tool, worker, actor)
    change_tool(tool.pk, {"name": "Umbenannt"}, actor=actor, now=NOW + MINUTE)

    with pytest.raises(UndoNotPossible):
        undo(operation_id, actor, now=NOW + 2 * MINUTE)


def test_a_return_is_not_undone_for_a_deleted_person(tool, worker, actor):
    lend(tool, worker, actor)
    operation_id = give_back(tool, actor)
    delete_worker(worker.pk, actor=actor, now=NOW)

    with pytest.raises(UndoNotPossible):
        undo(operation_id, actor)


def test_an_unknown_operation_is_not_undone(actor):
    with pytest.raises(UndoNotPossible):
        undo(str(uuid4()), actor)


def test_the_same_operation_happens_once(tool, worker, actor):
    operation_id = lend(tool, worker, actor)

    lend(tool, worker, actor, operation_id=operation_id, now=NOW + MINUTE)

    assert Lending.objects.count() == 1


def test_an_operation_id_is_not_taken_for_other_content(tool, worker, actor):
    operation_id = lend(tool, worker, actor)

    with pytest.raises(OperationIdReused):
        lend(ToolFactory(), worker, actor, operation_id=operation_id)

    assert Lending.objects.count() == 1


def test_what_was_refused_under_an_id_stays_refused_under_it(tool, worker, actor):
    lend(tool, worker, actor)
    refused = lend(tool, worker, actor, now=NOW + MINUTE)
    give_back(tool, actor, now=NOW + 2 * MINUTE)

    lend(tool, worker, actor, operation_id=refused, now=NOW + 3 * MINUTE)

    assert not Lending.objects.open().exists()
    with pytest.raises(UndoNotPossible):
        undo(refused, actor, now=NOW + 4 * MINUTE)
