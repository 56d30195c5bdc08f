from datetime import UTC, datetime, timedelta

import pytest
from bson import ObjectId

from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.scans import BarcodeTaken, resolve
from apps.lending.models import Lending
from apps.lending.queries import uses_of_tool
from apps.lending.refusals import ToolNotAvailable, ToolNotLent
from apps.lending.services import (
    extend_lending,
    lend_tool,
    pass_on_tool,
    return_tool,
)
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound
from apps.tools.services import (
    StatusNotAllowed,
    ToolInUse,
    change_status,
    change_tool,
    create_tool,
    delete_tool,
)
from apps.tools.tests.factories import ToolFactory
from apps.workers.borrowing import WorkerBlocked, WorkerInactive
from apps.workers.queries import WorkerNotFound
from apps.workers.services import WorkerInUse, change_worker, delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DUE = datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)


@pytest.fixture
def actor():
    return UserFactory(first_name="Martin", last_name="Lager")


@pytest.fixture
def tool():
    return ToolFactory(name="Stichsäge")


@pytest.fixture
def worker():
    return WorkerFactory()


def lend(tool, worker, actor, **kwargs):
    return lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=actor, **{"now": NOW, **kwargs})


def sentences(obj):
    return [event.event_type for event in history_of(obj)]


def test_lend_tool_opens_a_lending_for_fourteen_days(tool, worker, actor):
    lending = lend(tool, worker, actor, notes="für den Zaun")

    stored = Lending.objects.get()
    assert stored.pk == lending.pk
    assert (stored.tool_id, stored.worker_id, stored.lent_by_id) == (tool.pk, worker.pk, actor.pk)
    assert (stored.lent_at, stored.due_date, stored.is_open) == (NOW, DUE, True)
    assert (stored.tool_name, stored.worker_name) == ("Stichsäge", "Anna Beispiel")
    assert stored.notes == "für den Zaun"
    assert Tool.objects.get().status == ToolStatus.LENT


def test_lend_tool_leaves_one_event_at_tool_and_person(tool, worker, actor):
    lend(tool, worker, actor)

    assert sentences(tool) == ["lending.tool_lent", "tools.created"]
    assert sentences(worker) == ["lending.tool_lent", "workers.created"]
    event = history_of(tool)[0]
    assert (event.actor_id, event.at, event.actor_name) == (actor.pk, NOW, "Martin Lager")


def test_lend_tool_is_refused_when_somebody_has_it_and_names_them(tool, worker, actor):
    lend(tool, worker, actor)

    with pytest.raises(ToolNotAvailable) as refusal:
        lend(tool, WorkerFactory(first_name="Jonas"), actor)

    assert refusal.value.data == {"tool_status": "ausgeliehen", "lent_to": "Anna Beispiel"}
    assert Lending.objects.count() == 1


@pytest.mark.parametrize("status", [ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE])
def test_lend_tool_is_refused_when_the_tool_is_out_of_order(tool, worker, actor, status):
    change_status(tool.pk, status, actor=actor, now=NOW)

    with pytest.raises(ToolNotAvailable) as refusal:
        lend(tool, worker, actor)

    assert refusal.value.data == {"tool_status": status.value, "lent_to": None}
    assert not Lending.objects.exists()


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ({"is_active": False}, WorkerInactive),
        ({"is_blocked": True, "blocked_reason": "Ausweis verloren"}, WorkerBlocked),
    ],
)
def test_lend_tool_is_refused_for_people_who_may_not_borrow(tool, actor, state, error):
    with pytest.raises(error):
        lend(tool, WorkerFactory(**state), actor)

    assert Tool.objects.get().status == ToolStatus.AVAILABLE


def test_lend_tool_tells_the_reason_of_a_block(tool, actor):
    blocked = WorkerFactory(is_blocked=True, blocked_reason="Ausweis verloren")

    with pytest.raises(WorkerBlocked, match="Ausweis verloren"):
        lend(tool, blocked, actor)


def test_lend_tool_does_not_know_deleted_things(tool, worker, actor):
    delete_tool(tool.pk, actor=actor, now=NOW)
    with pytest.raises(ToolNotFound):
        lend(tool, worker, actor)

    delete_worker(worker.pk, actor=actor, now=NOW)
    with pytest.raises(WorkerNotFound):
        lend(ToolFactory(), worker, actor)


@pytest.mark.parametrize("due", [NOW, NOW - timedelta(days=1), NOW + timedelta(days=3000)])
def test_lend_tool_refuses_an_impossible_due_date(tool, worker, actor, due):
    with pytest.raises(InvalidInput) as refusal:
        lend(tool, worker, actor, due_date=due)

    assert list(refusal.value.data["fields"]) == ["due_date"]
    assert not Lending.objects.exists()


def test_return_tool_closes_the_lending_and_says_who_took_it_back(tool, worker, actor):
    lend(tool, worker, actor)
    clerk = UserFactory()
    later = NOW + timedelta(days=2)

    return_tool(tool_id=tool.pk, actor=clerk, now=later, notes="Kabel geknickt")

    lending = Lending.objects.get()
    assert (lending.is_open, lending.status) == (False, "returned")
    assert (lending.returned_at, lending.returned_by_id) == (later, clerk.pk)
    assert lending.return_notes == "Kabel geknickt"
    assert Tool.objects.get().status == ToolStatus.AVAILABLE
    assert sentences(tool)[0] == sentences(worker)[0] == "lending.tool_returned"


def test_return_tool_is_refused_when_nobody_has_it(tool, actor):
    with pytest.raises(ToolNotLent) as refusal:
        return_tool(tool_id=tool.pk, actor=actor, now=NOW)

    assert refusal.value.data == {"tool_status": "verfügbar"}


def test_return_tool_does_not_know_an_unknown_tool(actor):
    with pytest.raises(ToolNotFound):
        return_tool(tool_id=ObjectId(), actor=actor, now=NOW)


def test_extend_lending_moves_the_due_date_and_reminds_anew(tool, worker, actor):
    lend(tool, worker, actor)
    Lending.objects.update(reminder_sent=True)

    extend_lending(tool_id=tool.pk, due_date=DUE + timedelta(days=7), actor=actor, now=NOW)

    lending = Lending.objects.get()
    assert (lending.due_date, lending.reminder_sent) == (DUE + timedelta(days=7), False)
    event = history_of(tool)[0]
    assert event.event_type == "lending.extended"
    assert [(c["old"], c["new"]) for c in event.change_list] == [("07.12.2026", "14.12.2026")]


def test_pass_on_tool_ends_one_lending_and_begins_the_next(tool, worker, actor):
    lend(tool, worker, actor)
    next_one = WorkerFactory(first_name="Jonas", last_name="Muster")

    pass_on_tool(tool_id=tool.pk, worker_id=next_one.pk, actor=actor, now=NOW)

    ended, begun = Lending.objects.order_by("pk")
    assert (ended.is_open, ended.returned_by_id, ended.worker_name) == (
        False,
        actor.pk,
        "Anna Beispiel",
    )
    assert (begun.is_open, begun.worker_name, begun.due_date) == (True, "Jonas Muster", DUE)
    assert Tool.objects.get().status == ToolStatus.LENT
    assert sentences(worker)[0] == sentences(next_one)[0] == "lending.passed_on"
    assert sentences(tool)[:2] == ["lending.passed_on", "lending.tool_lent"]


def test_pass_on_tool_to_the_person_who_has_it_is_refused(tool, worker, actor):
    lend(tool, worker, actor)

    with pytest.raises(ToolNotAvailable):
        pass_on_tool(tool_id=tool.pk, worker_id=worker.pk, actor=actor, now=NOW)


def test_a_lent_tool_is_not_deleted_and_the_refusal_says_who_has_it(tool, worker, actor):
    lend(tool, worker, actor)

    with pytest.raises(ToolInUse) as refusal:
        delete_tool(tool.pk, actor=actor, now=NOW)

    assert refusal.value.data["uses"] == uses_of_tool(tool)
    assert "Anna Beispiel" in str(refusal.value)


def test_a_person_with_tools_is_not_deleted(tool, worker, actor):
    lend(tool, worker, actor)

    with pytest.raises(WorkerInUse):
        delete_worker(worker.pk, actor=actor, now=NOW)


def test_the_status_of_a_lent_tool_is_not_changed_by_hand(tool, worker, actor):
    lend(tool, worker, actor)

    for wanted in ToolStatus:
        with pytest.raises(StatusNotAllowed):
            change_status(tool.pk, wanted, actor=actor, now=NOW)


def test_a_new_name_or_barcode_reaches_the_lendings(tool, worker, actor):
    lend(tool, worker, actor)

    change_tool(tool.pk, {"name": "Pendelhubsäge", "barcode": "P-1"}, actor=actor, now=NOW)
    change_worker(worker.pk, {"last_name": "Neuname"}, actor=actor, now=NOW)

    lending = Lending.objects.search("pendel neuname").get()
    assert (lending.tool_name, lending.tool_barcode) == ("Pendelhubsäge", "P-1")
    assert lending.worker_name == "Anna Neuname"


def test_a_renamed_barcode_keeps_its_history_and_frees_the_old_code(tool, worker, actor):
    lend(tool, worker, actor)
    old = tool.barcode

    change_tool(tool.pk, {"barcode": "NEU-1"}, actor=actor, now=NOW)

    assert resolve(old) is None
    assert resolve("neu-1").object_id == tool.pk
    assert "lending.tool_lent" in sentences(tool)
    ToolFactory(barcode=old)


def test_a_deleted_barcode_may_be_used_again(tool, actor):
    delete_tool(tool.pk, actor=actor, now=NOW)

    again = ToolFactory(barcode=tool.barcode.lower())

    assert resolve(tool.barcode).object_id == again.pk
    assert sentences(tool) == ["tools.deleted", "tools.created"]


def test_a_barcode_names_one_thing_among_tools_and_people(tool, worker):
    with pytest.raises(BarcodeTaken, match="Anna"):
        ToolFactory(barcode=worker.barcode.lower())

    assert Tool.objects.count() == 1


def test_creating_a_tool_that_is_refused_leaves_nothing_behind(tool, actor):
    with pytest.raises(BarcodeTaken):
        create_tool(Tool(barcode=tool.barcode, name="Zweite"), actor=actor, now=NOW)

    assert Tool.objects.count() == 1
    assert sentences(tool) == ["tools.created"]
