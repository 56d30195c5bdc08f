from datetime import timedelta
from functools import partial
from itertools import count
from uuid import uuid4

import pytest

from apps.core.errors import ConcurrentUpdate, DatabaseAway, DomainError, InvalidInput, NotPermitted
from apps.core.models import Operation
from apps.core.operations import (
    REMEMBERED_FOR,
    UNDO_WITHIN,
    Answer,
    OperationIdReused,
    UndoNotPossible,
    forget_old_operations,
    run_once,
    undo_once,
)
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.core.tests.people import person
from apps.core.tests.threads import at_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KIND = "core.count"


class NotThere(DomainError):
    status = 404


class Counter:
    """Something that happens, and counts how often."""

    def __init__(self):
        self.numbers = count(1)
        self.undone = 0
        self.actor = person()

    def happen(self, operation_id, *, refusal=None, content=None, actor=None, now=MADE_AT):
        def perform():
            number = next(self.numbers)
            if refusal:
                raise refusal
            return Answer.success({"number": number}, "Gezählt.", object_id=number, status=201)

        return run_once(
            perform,
            operation_id=operation_id,
            kind=KIND,
            content=content or {},
            actor=actor or self.actor,
            now=now,
        )

    def undo(self, operation_id, *, actor=None, may_undo_others=False, now=MADE_AT):
        return undo_once(
            operation_id=operation_id,
            actor=actor or self.actor,
            may_undo_others=may_undo_others,
            now=now,
        )

    def take_back(self, object_id, *, done_at, actor, now):
        self.undone += 1
        return {"number": int(object_id)}, "Zurückgezählt."


@pytest.fixture
def counter():
    counter = Counter()
    registry.add_undo_handler(KIND, counter.take_back)
    yield counter
    del registry.undo_handlers[KIND]


@pytest.fixture
def operation_id():
    return str(uuid4())


def test_an_operation_happens_once_and_is_answered_as_the_first_time(counter, operation_id):
    first = counter.happen(operation_id)

    assert counter.happen(operation_id) == first
    assert first.body["data"] == {"number": 1}


def test_operations_with_other_ids_happen_each(counter):
    numbers = [counter.happen(str(uuid4())).body["data"]["number"] for _time in range(3)]

    assert numbers == [1, 2, 3]


def test_an_operation_without_an_id_happens_each_time(counter):
    assert [counter.happen(None).body["data"]["number"] for _time in range(2)] == [1, 2]
    assert not Operation.objects.exists()


@pytest.mark.parametrize("refusal", [NotThere("Weg."), UndoNotPossible()], ids=["404", "409"])
def test_a_refusal_is_remembered(counter, operation_id, refusal):
    first = counter.happen(operation_id, refusal=refusal)

    assert (first.status, first.body["status"]) == (refusal.status, "error")
    assert counter.happen(operation_id) == first


@pytest.mark.parametrize(
    "refusal",
    [InvalidInput({"a": ["b"]}), NotPermitted(), ConcurrentUpdate(), DatabaseAway()],
    ids=["400", "403", "conflict", "503"],
)
def test_what_may_be_otherwise_next_time_is_not_remembered(counter, operation_id, refusal):
    with pytest.raises(type(refusal)):
        counter.happen(operation_id, refusal=refusal)

    assert counter.happen(operation_id).status == 201


def test_a_refusal_without_an_id_is_raised(counter):
    with pytest.raises(NotThere):
        counter.happen(None, refusal=NotThere("Weg."))


def test_an_id_belongs_to_its_content(counter, operation_id):
    counter.happen(operation_id, content={"tool": "T1", "notes": "a"})

    assert counter.happen(operation_id, content={"notes": "a", "tool": "T1"}).status == 201
    with pytest.raises(OperationIdReused):
        counter.happen(operation_id, content={"tool": "T1", "notes": "b"})


def test_an_operation_that_comes_eight_times_at_once_is_stored_once(counter, operation_id):
    answers = at_once(*[partial(counter.happen, operation_id)] * 8)

    assert answers == [answers[0]] * 8
    assert Operation.objects.count() == 1


def test_a_refusal_that_comes_eight_times_at_once_is_stored_once(counter, operation_id):
    refuse = partial(counter.happen, operation_id, refusal=NotThere("Weg."))

    assert {answer.status for answer in at_once(*[refuse] * 8)} == {404}
    assert Operation.objects.count() == 1


def test_an_undo_happens_once_and_is_answered_as_the_first_time(counter, operation_id):
    counter.happen(operation_id)

    first = counter.undo(operation_id)

    assert first["data"] == {"number": 1}
    assert counter.undo(operation_id, now=MADE_AT + 2 * UNDO_WITHIN) == first
    assert counter.undone == 1


@pytest.mark.parametrize(
    ("late", "possible"), [(timedelta(0), True), (timedelta(milliseconds=1), False)]
)
def test_an_undo_is_possible_for_half_an_hour(counter, operation_id, late, possible):
    counter.happen(operation_id)

    try:
        counter.undo(operation_id, now=MADE_AT + UNDO_WITHIN + late)
    except UndoNotPossible:
        assert not possible
    assert counter.undone == possible


def test_others_undo_only_with_the_right_to(counter, operation_id):
    other = person("andere")
    counter.happen(operation_id)

    with pytest.raises(UndoNotPossible):
        counter.undo(operation_id, actor=other)

    counter.undo(operation_id, actor=other, may_undo_others=True)
    assert counter.undone == 1


def test_what_was_refused_or_never_was_is_not_undone(counter, operation_id):
    counter.happen(operation_id, refusal=NotThere("Weg."))

    for unknown in (operation_id, str(uuid4())):
        with pytest.raises(UndoNotPossible):
            counter.undo(unknown)


def test_operations_are_forgotten_when_nobody_repeats_them_any_more(counter):
    now = MADE_AT + REMEMBERED_FOR
    counter.happen("alt", now=MADE_AT - timedelta(milliseconds=1))
    counter.happen("jung", now=MADE_AT)

    assert forget_old_operations(now) == 1
    assert [operation.operation_id for operation in Operation.objects.all()] == ["jung"]
