"""Lend and return over HTTP: what the desk sends, and what it is told."""

from datetime import datetime, timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.tests.desks import LEND, Desk, refusal
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NO_BARCODES = ["UNBEKANNT", "a b", "Ü1", "x" * 500, "T\x07\x1b[2J", "add", "../T1"]


@pytest.fixture
def desk():
    return Desk(client_of(Role.STANDARD_USER))


@pytest.fixture
def tool():
    return ToolFactory(barcode="T000017", name="Stichsäge")


@pytest.fixture
def worker():
    return WorkerFactory(barcode="M001")


def iso(moment: datetime) -> str:
    return moment.astimezone(clock.BERLIN).isoformat()


def test_lend_answers_with_the_lending(desk, tool, worker):
    response = desk.lend(notes="für den Zaun")

    lending = Lending.objects.get()
    due = f"{lending.due_date.astimezone(clock.BERLIN):%d.%m.%Y}"
    assert response.status_code == 201
    assert response.json() == {
        "status": "success",
        "message": f"Stichsäge T000017 an Anna Beispiel ausgeliehen, zurück bis {due}.",
        "data": {
            "id": str(lending.pk),
            "tool_barcode": "T000017",
            "tool_name": "Stichsäge",
            "worker_barcode": "M001",
            "worker_name": "Anna Beispiel",
            "lent_at": iso(lending.lent_at),
            "due_date": iso(clock.end_of_day(clock.today() + timedelta(days=14))),
            "returned_at": None,
            "canceled_at": None,
            "notes": "für den Zaun",
            "return_notes": "",
            "lent_by": desk.username,
            "returned_by": None,
            "status": "active",
            "overdue_days": 0,
            "reminder_sent": False,
        },
    }


def test_return_answers_with_the_closed_lending(desk, tool, worker):
    lent = desk.lend().json()["data"]

    response = desk.give_back(notes="Kabel geknickt")

    assert (response.status_code, response.json()["status"]) == (200, "success")
    assert response.json()["data"] == lent | {
        "returned_at": iso(Lending.objects.get().returned_at),
        "returned_by": desk.username,
        "return_notes": "Kabel geknickt",
        "status": "returned",
    }


TOMORROW = clock.today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (f"{TOMORROW}", clock.end_of_day(TOMORROW)),
        (f"{TOMORROW}T10:30:00+00:00", datetime.fromisoformat(f"{TOMORROW}T10:30:00+00:00")),
        (f"{TOMORROW}T10:30:00Z", datetime.fromisoformat(f"{TOMORROW}T10:30:00+00:00")),
        (
            f"{TOMORROW}T10:30",
            datetime.fromisoformat(f"{TOMORROW}T10:30").replace(tzinfo=clock.BERLIN),
        ),
        (None, clock.end_of_day(clock.today() + timedelta(days=14))),
    ],
)
def test_a_lending_is_due_at_the_end_of_the_given_day_or_at_the_given_time(
    desk, tool, worker, given, due
):
    assert desk.lend(due_date=given).json()["data"]["due_date"] == iso(due)


@pytest.mark.parametrize(
    "due", ["", "morgen", "30.11.2026", "2026-02-30", "2026-12-07T25:00", 5, ["2026-12-07"]]
)
def test_lend_refuses_what_is_no_date(desk, tool, worker, due):
    response = desk.lend(due_date=due)

    sentence = "Bitte ein Datum wie 2026-12-07 angeben."
    assert refusal(response) == (
        400,
        "error",
        "VALIDATION_ERROR",
        {"fields": {"due_date": [sentence]}},
    )


@pytest.mark.parametrize(
    "due", ["2020-01-01", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-14:00"]
)
def test_lend_refuses_a_date_that_cannot_be_meant(desk, tool, worker, due):
    response = desk.lend(due_date=due)

    sentence = "Das Datum muss in der Zukunft liegen, höchstens fünf Jahre entfernt."
    assert refusal(response) == (
        400,
        "error",
        "VALIDATION_ERROR",
        {"fields": {"due_date": [sentence]}},
    )
    assert not Lending.objects.exists()


@pytest.mark.parametrize("code", [*NO_BARCODES, "M001"])
def test_lend_and_return_do_not_know_what_is_no_tool(desk, tool, worker, code):
    for response in (desk.lend(tool=code), desk.give_back(tool=code)):
        assert refusal(response) == (404, "error", "TOOL_NOT_FOUND", None)


@pytest.mark.parametrize("code", [*NO_BARCODES, "T000017"])
def test_lend_does_not_know_who_is_no_person(desk, tool, worker, code):
    assert refusal(desk.lend(worker=code)) == (404, "error", "WORKER_NOT_FOUND", None)


def test_lend_does_not_know_what_was_deleted(desk, tool, worker):
    delete_worker(worker.pk, actor=None, now=clock.now())
    assert refusal(desk.lend())[2] == "WORKER_NOT_FOUND"

    delete_tool(tool.pk, actor=None, now=clock.now())
    assert refusal(desk.lend())[2] == "TOOL_NOT_FOUND"


def test_codes_are_read_whatever_the_case(desk, tool, worker):
    assert desk.lend(tool=" t000017 ", worker="m001").status_code == 201


def test_lend_is_refused_while_somebody_has_the_tool_and_says_who(desk, tool, worker):
    desk.lend()

    assert refusal(desk.lend()) == (
        409,
        "error",
        "TOOL_NOT_AVAILABLE",
        {"tool_status": "ausgeliehen", "lent_to": "Anna Beispiel"},
    )


@pytest.mark.parametrize("status", [ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE])
def test_lend_is_refused_while_the_tool_is_out_of_order(desk, tool, worker, status):
    change_status(tool.pk, status, actor=None, now=clock.now())

    data = {"tool_status": status.value, "lent_to": None}
    assert refusal(desk.lend()) == (409, "error", "TOOL_NOT_AVAILABLE", data)


@pytest.mark.parametrize(
    ("state", "code", "data"),
    [
        ({"is_active": False}, "WORKER_INACTIVE", {}),
        (
            {"is_blocked": True, "blocked_reason": "Ausweis weg"},
            "WORKER_BLOCKED",
            {"reason": "Ausweis weg"},
        ),
    ],
)
def test_lend_is_refused_for_who_may_not_borrow(desk, tool, state, code, data):
    WorkerFactory(barcode="M001", **state)

    assert refusal(desk.lend()) == (409, "error", code, {"worker_barcode": "M001", **data})


def test_return_is_refused_when_nobody_has_the_tool(desk, tool):
    assert refusal(desk.give_back()) == (
        409,
        "error",
        "TOOL_NOT_LENT",
        {"tool_status": "verfügbar"},
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            (code, value)
            for code in ("tool_barcode", "worker_barcode")
            for value in (None, "", "  ", True, ["T1"], {"a": 1}, "x" * 501, "T\0", "\ud800")
        ),
        *(("notes", value) for value in (None, [], "x" * 2001, "a\0b", "\udfff")),
        *(("operation_id", value) for value in ("", "keine", "1" * 500, -5, 1.5, [])),
    ],
)
def test_lend_names_the_field_that_it_cannot_read(desk, tool, worker, field, value):
    response = desk.post(
        LEND, **{"tool_barcode": "T000017", "worker_barcode": "M001", field: value}
    )

    status, _error, code, data = refusal(response)
    assert (status, code, list(data["fields"])) == (400, "VALIDATION_ERROR", [field])
    assert not Lending.objects.exists()


def test_lend_names_all_fields_that_are_missing(desk):
    assert list(refusal(desk.post(LEND))[3]["fields"]) == ["tool_barcode", "worker_barcode"]


def test_a_number_is_read_as_the_barcode_that_it_spells(desk, worker):
    ToolFactory(barcode="4711")

    assert desk.lend(tool=4711).status_code == 201
