"""Manual lending: what the page takes, refuses and books once, and what its search tells."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.tests.threads import at_once
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tools.queries import tool_by_barcode
from apps.tools.services import change_status
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE, SEARCH = reverse("lending:lend"), reverse("lending:search")


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture(autouse=True)
def house():
    """T1 to T3 and M1 (Anna Öztürk)."""
    for number in (1, 2, 3):
        ToolFactory(barcode=f"T{number}", name=f"Säge {number}")
    WorkerFactory(
        barcode="M1",
        first_name="Anna",
        last_name="Öztürk",
        email="anna@example.org",
        phone="0171 23",
        department=DepartmentFactory(name="Holz"),
    )


def typed(**changes):
    day = clock.local_date(clock.now()) + timedelta(days=3)
    return {
        "worker": "m1",
        "tools": "T1\nt2",
        "due_date": day.isoformat(),
        "notes": "für den Zaun",
        "operation_id": str(uuid4()),
        **changes,
    }


def lend_to_another(barcode):
    tool, worker = tool_by_barcode(barcode), WorkerFactory(first_name="Jonas", last_name="Muster")
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=clock.now())


def suggestions(client, kind, query):
    response = client.get(SEARCH, {"kind": kind, "q": query})
    return response.json()["data"]["results"]


def errors(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def test_tools_and_person_by_barcode_lead_to_the_receipt(client):
    response = client.post(PAGE, typed())
    lendings = list(Lending.objects.order_by("tool_barcode"))
    assert [lending.tool_barcode for lending in lendings] == ["T1", "T2"]
    assert {lending.notes for lending in lendings} == {"für den Zaun"}
    assert {lending.due_date for lending in lendings} == {
        clock.end_of_day(clock.local_date(clock.now()) + timedelta(days=3))
    }
    assert "Anna Öztürk" in client.get(response.url).content.decode()


def test_double_click_lends_once(client):
    form = typed()
    first, again = client.post(PAGE, form), client.post(PAGE, form)
    assert (first.status_code, first.url) == (302, again.url)
    assert Lending.objects.count() == 2


def test_refused_tool_keeps_all_here_and_everything_typed(client):
    lend_to_another("T2")
    form = typed()
    response = client.post(PAGE, form)
    assert any("Jonas Muster" in text for text in errors(response)["tools"])
    assert response.context["form"]["notes"].value() == "für den Zaun"
    assert response.context["form"]["operation_id"].value() != form["operation_id"]
    assert Lending.objects.count() == 1


def test_refused_form_can_be_corrected_and_sent_again(client):
    lend_to_another("T2")
    refused = client.post(PAGE, typed()).context["form"]
    operation_id = refused["operation_id"].value()
    assert client.post(PAGE, typed(tools="T1 T3", operation_id=operation_id)).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("worker", ""),
        ("worker", "GIBTSNICHT"),
        ("worker", "T1"),
        ("tools", ""),
        ("tools", "M1"),
        ("tools", "<script> \0"),
        ("tools", " ".join(f"X{number}" for number in range(51))),
        ("tools", "x" * 5000),
        ("due_date", "gestern"),
        ("due_date", "2020-01-01"),
        ("due_date", "9999-12-31"),
        ("notes", "x" * 2001),
        ("operation_id", "1"),
    ],
)
def test_bad_input_is_refused_and_books_nothing(client, field, value):
    response = client.post(PAGE, typed(**{field: value}))
    assert response.status_code == 200
    assert errors(response)
    assert not Lending.objects.exists()


def test_blocked_person_is_named_with_the_reason(client):
    WorkerFactory(barcode="M9", is_blocked=True, blocked_reason="Ausweis weg")
    response = client.post(PAGE, typed(worker="M9"))
    assert "Ausweis weg" in errors(response)["__all__"][0]


def test_two_counters_want_the_same_tool_at_once(client):
    other = client_of(Role.EMPLOYEE)
    forms = (typed(tools="T1 T2"), typed(tools="T2 T3"))
    answers = at_once(
        *(
            lambda who=who, form=form: who.post(PAGE, form).status_code
            for who, form in zip((client, other), forms, strict=True)
        )
    )
    assert sorted(answers) == [200, 302]
    assert Lending.objects.open().count() == 2


def test_search_finds_by_name_and_by_exact_barcode_first(client):
    assert [s["barcode"] for s in suggestions(client, "tool", "saeg")] == ["T1", "T2", "T3"]
    assert suggestions(client, "tool", "t2")[0]["barcode"] == "T2"


def test_search_says_why_a_tool_cannot_be_chosen(client):
    lend_to_another("T1")
    change_status(tool_by_barcode("T3").pk, "defekt", actor=UserFactory(), now=clock.now())
    out, free, broken = suggestions(client, "tool", "säge")
    assert "Jonas Muster" in out["refusal"]
    assert (free["refusal"], broken["refusal"]) == ("", "defekt")


def test_search_tells_of_people_what_the_desk_tells(client):
    WorkerFactory(barcode="M2", first_name="Anna", last_name="Z", is_active=False)
    anna, other = suggestions(client, "worker", "anna")
    assert anna == {"barcode": "M1", "name": "Anna Öztürk", "detail": "Holz", "refusal": ""}
    assert other["refusal"]


@pytest.mark.parametrize("query", ["", "a", "\0", " ", "%", "x" * 5000])
def test_search_needs_two_letters(client, query):
    assert suggestions(client, "worker", query) == []


def test_search_of_another_kind_finds_nothing(client):
    assert suggestions(client, "user", "anna") == []


def test_search_costs_the_same_for_one_and_many(client, count_commands):
    def cost():
        with count_commands() as commands:
            suggestions(client, "tool", "säge")
        return commands.total

    cost()  # the first request of a session stores it
    few = cost()
    for number in range(20):
        ToolFactory(barcode=f"S{number}", name="Säge")
        lend_to_another(f"S{number}")
    assert cost() == few
    assert few <= 6


def test_page_is_filled_in_from_its_address(client):
    form = client.get(PAGE, {"tool": "T1", "worker": "M1"}).context["form"]
    assert (form["tools"].value(), form["worker"].value()) == ("T1", "M1")
