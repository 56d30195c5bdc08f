"""Operation ids over HTTP: what is sent again is answered again, and can be undone."""

from datetime import timedelta

import pytest
from django.db.models import F

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core import clock
from apps.core.models import Operation
from apps.lending.models import Lending
from apps.lending.tests.desks import Desk, new_id, refusal
from apps.tools.models import Tool
from apps.tools.services import change_tool, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def desk():
    return Desk(client_of(Role.STANDARD_USER))


@pytest.fixture
def tool():
    return ToolFactory(barcode="T000017")


@pytest.fixture
def worker():
    return WorkerFactory(barcode="M001")


@pytest.fixture
def lent(desk, tool, worker):
    """The id of an operation that lent the tool."""
    operation_id = new_id()
    desk.lend(operation_id=operation_id)
    return operation_id


def test_a_lend_that_is_sent_again_gets_the_same_status_and_body(desk, tool, worker):
    operation_id = new_id()
    first = desk.lend(operation_id=operation_id, notes="ä", due_date=f"{clock.today()}")
    desk.give_back()

    again = desk.lend(operation_id=operation_id, notes="ä", due_date=f"{clock.today()}")

    assert (again.status_code, again.content) == (201, first.content)
    assert Lending.objects.count() == 1


def test_a_return_that_is_sent_again_gets_the_same_status_and_body(desk, lent):
    operation_id = new_id()
    first = desk.give_back(operation_id=operation_id)
    desk.lend()

    again = desk.give_back(operation_id=operation_id)

    assert (again.status_code, again.content) == (200, first.content)
    assert Lending.objects.open().count() == 1


def test_an_undo_that_is_sent_again_gets_the_same_status_and_body(desk, lent):
    first = desk.undo(lent)
    desk.lend()

    again = desk.undo(lent)

    assert (again.status_code, again.content) == (200, first.content)
    assert Lending.objects.open().count() == 1


def test_a_refusal_that_is_sent_again_stays_one_when_it_would_be_possible_now(desk, lent):
    operation_id = new_id()
    first = desk.lend(operation_id=operation_id)
    desk.give_back()

    again = desk.lend(operation_id=operation_id)

    assert refusal(again)[2] == "TOOL_NOT_AVAILABLE"
    assert (again.status_code, again.content) == (409, first.content)


def test_an_unknown_barcode_that_is_sent_again_stays_unknown(desk, worker):
    operation_id = new_id()
    first = desk.lend(operation_id=operation_id)
    ToolFactory(barcode="T000017")

    again = desk.lend(operation_id=operation_id)

    assert (again.status_code, again.content) == (404, first.content)


def test_input_that_was_not_understood_may_be_corrected_under_its_id(desk, tool, worker):
    operation_id = new_id()
    desk.lend(operation_id=operation_id, due_date="2020-01-01")

    assert desk.lend(operation_id=operation_id).status_code == 201


@pytest.mark.parametrize(
    "other", [{"worker": "M002"}, {"tool": "T2"}, {"notes": "anders"}, {"due_date": "2031-01-01"}]
)
def test_an_id_is_refused_for_other_content(desk, lent, other):
    response = desk.lend(operation_id=lent, **other)

    assert refusal(response) == (409, "error", "OPERATION_ID_REUSED", None)


def test_the_id_of_a_lend_is_refused_for_a_return(desk, lent):
    assert refusal(desk.give_back(operation_id=lent))[2] == "OPERATION_ID_REUSED"
    assert Lending.objects.open().count() == 1


def test_an_undone_lend_never_happened(desk, lent):
    response = desk.undo(lent)

    data, lending = response.json()["data"], Lending.objects.get()
    assert response.status_code == 200
    assert (data["id"], data["status"], data["returned_by"]) == (
        str(lending.pk),
        "returned",
        desk.username,
    )
    assert data["canceled_at"] == lending.canceled_at.astimezone(clock.BERLIN).isoformat()
    assert Tool.objects.get().status == "verfügbar"


def test_an_undone_return_leaves_the_tool_with_who_had_it(desk, lent):
    before, operation_id = Lending.objects.get(), new_id()
    desk.give_back(operation_id=operation_id)

    data = desk.undo(operation_id).json()["data"]

    assert (data["id"], data["status"], data["returned_at"]) == (str(before.pk), "active", None)
    assert data["due_date"] == before.due_date.astimezone(clock.BERLIN).isoformat()
    assert Tool.objects.get().status == "ausgeliehen"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.STANDARD_USER, 409), (Role.EMPLOYEE, 200), (Role.ADMIN, 200)]
)
def test_what_others_booked_is_undone_by_employees_only(lent, role, status):
    assert Desk(client_of(role)).undo(lent).status_code == status


def grow_old(desk, tool):
    Operation.objects.update(created_at=F("created_at") - timedelta(minutes=31))


def come_back(desk, tool):
    desk.give_back()


def be_renamed(desk, tool):
    change_tool(tool.pk, {"name": "Neu"}, actor=None, now=clock.now())


@pytest.mark.parametrize("happen", [grow_old, come_back, be_renamed])
def test_undo_is_refused_after_half_an_hour_or_something_newer(desk, tool, lent, happen):
    happen(desk, tool)

    assert refusal(desk.undo(lent)) == (409, "error", "UNDO_NOT_POSSIBLE", None)


def test_undo_is_refused_for_a_tool_that_was_deleted_since(desk, tool, lent):
    operation_id = new_id()
    desk.give_back(operation_id=operation_id)
    delete_tool(tool.pk, actor=None, now=clock.now())

    assert refusal(desk.undo(operation_id))[2] == "UNDO_NOT_POSSIBLE"


def test_undo_is_refused_for_what_was_refused_or_is_unknown(desk, lent):
    refused = new_id()
    desk.lend(operation_id=refused)

    for operation_id in (refused, new_id()):
        assert refusal(desk.undo(operation_id))[2] == "UNDO_NOT_POSSIBLE"


@pytest.mark.parametrize("operation_id", [None, "", "T000017", -1])
def test_undo_needs_an_operation_id(desk, operation_id):
    status, _error, code, data = refusal(desk.undo(operation_id))

    assert (status, code, list(data["fields"])) == (400, "VALIDATION_ERROR", ["operation_id"])


def test_an_undo_of_the_undo_is_a_new_lend(desk, lent):
    desk.undo(lent)

    assert desk.lend(operation_id=new_id()).status_code == 201
