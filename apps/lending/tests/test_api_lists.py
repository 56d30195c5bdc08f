"""The lists of lendings over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HISTORY, OVERDUE = reverse("api:lending-history"), reverse("api:lending-overdue")
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def lendings():
    """T1 came back, T2 is overdue for long, T3 for less, T4 is out and in time."""
    clerk, now = UserFactory(), clock.now()
    jonas = WorkerFactory(barcode="M2", first_name="Jonas", last_name="Müller")
    workers = [WorkerFactory(barcode="M1"), jonas]
    for number, lent_at in enumerate(
        (LONG_AGO, LONG_AGO + timedelta(days=1), LONG_AGO + timedelta(days=2), now), start=1
    ):
        tool = ToolFactory(barcode=f"T{number}", name="Säge" if number == 1 else "Bohrer")
        worker = workers[number % 2]
        lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=clerk, now=lent_at)
        if number == 1:
            return_tool(tool_id=tool.pk, actor=clerk, now=LONG_AGO + timedelta(hours=1))


def tools(response):
    return [row["tool_barcode"] for row in response.json()["data"]["results"]]


def test_history_shows_the_newest_lending_first(client, lendings):
    response = client.get(HISTORY)

    assert tools(response) == ["T4", "T3", "T2", "T1"]
    data = response.json()["data"]
    assert (data["count"], data["next"]) == (4, None)
    assert [row["status"] for row in data["results"]] == [
        "active",
        "overdue",
        "overdue",
        "returned",
    ]


def test_overdue_shows_what_is_late_for_longest_first(client, lendings):
    response = client.get(OVERDUE)

    oldest = Lending.objects.get(tool_barcode="T2")
    late = (clock.today() - clock.local_date(oldest.due_date)).days
    assert tools(response) == ["T2", "T3"]
    assert [row["overdue_days"] for row in response.json()["data"]["results"]] == [late, late - 1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=active", ["T4", "T3", "T2"]),
        ("status=overdue", ["T3", "T2"]),
        ("status=returned", ["T1"]),
        ("status=", ["T4", "T3", "T2", "T1"]),
        ("tool_barcode=t2", ["T2"]),
        ("worker_barcode=M1", ["T4", "T2"]),
        ("worker_barcode=M1&status=overdue", ["T2"]),
        ("tool_barcode=M1", []),
        ("tool_barcode=NIE", []),
        ("q=saege", ["T1"]),
        ("q=müll bohr", ["T3"]),
        ("q=mueller", ["T3", "T1"]),
        ("q=!?", []),
        ("sort=lent_at", ["T1", "T2", "T3", "T4"]),
        ("sort=-due_date", ["T4", "T3", "T2", "T1"]),
        ("sort=due_date&page_size=3&page=2", ["T4"]),
    ],
)
def test_history_is_filtered_searched_and_sorted(client, lendings, query, found):
    assert tools(client.get(f"{HISTORY}?{query}")) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [("status=weg", "status"), ("sort=notes", "sort"), ("sort=-tool", "sort"), ("page=0", "page")],
)
def test_history_refuses_what_it_does_not_know(client, query, field):
    response = client.get(f"{HISTORY}?{query}")

    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")
    assert list(response.json()["data"]["fields"]) == [field]


def test_who_follows_next_sees_each_lending_once(client, lendings):
    seen, address = [], f"{HISTORY}?page_size=1&status=active"
    while address:
        response = client.get(address)
        seen += tools(response)
        address = response.json()["data"]["next"]

    assert seen == ["T4", "T3", "T2"]


def test_an_undone_lending_is_marked_in_the_history(client, lendings):
    Lending.objects.filter(tool_barcode="T4").update(canceled_at=LONG_AGO)

    [row] = client.get(f"{HISTORY}?tool_barcode=T4").json()["data"]["results"]

    assert row["canceled_at"] == LONG_AGO.astimezone(clock.BERLIN).isoformat()
