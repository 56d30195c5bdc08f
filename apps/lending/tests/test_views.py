"""The page of lendings, and what the pages of tools and people tell of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.services import lend_tool, return_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LENDINGS = reverse("lending:list")


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def worker():
    return WorkerFactory(barcode="M001")


@pytest.fixture
def lent_tool(worker):
    tool = ToolFactory(barcode="T000017", name="Stichsäge")
    lend(tool, worker, days_ago=0, notes="für den <Zaun>")
    return tool


@pytest.fixture
def lendings(worker):
    """T1 is late, T2 is due in 4 days, T3 came back."""
    tools = [ToolFactory(barcode=f"T{number}") for number in (1, 2, 3)]
    for tool, days_ago in zip(tools, (30, 10, 20), strict=True):
        lend(tool, worker, days_ago=days_ago)
    return_tool(tool_id=tools[2].pk, actor=UserFactory(), now=clock.now())


def lend(tool, worker, *, days_ago, **kwargs):
    now = clock.now() - timedelta(days=days_ago)
    return lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=now, **kwargs)


def rows(response):
    return [lending.tool_barcode for lending in response.context["listing"].page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["T1", "T2"]),
        ("status=active", ["T1", "T2"]),
        ("status=overdue", ["T1"]),
        ("status=returned", ["T3"]),
        ("status=", ["T2", "T3", "T1"]),
        ("status=gibtsnicht", ["T2", "T3", "T1"]),
        ("status=&sort=lent_at", ["T1", "T3", "T2"]),
        ("tool_barcode=t2", ["T2"]),
        ("worker_barcode=M001&status=overdue", ["T1"]),
        ("q=beispiel t1", ["T1"]),
    ],
)
def test_the_list_shows_what_is_out_unless_asked_for_more(client, lendings, query, found):
    assert rows(client.get(f"{LENDINGS}?{query}")) == found


def test_the_list_counts_what_is_late_whatever_it_shows(client, lendings):
    for query in ("", "status=returned", "q=nichts"):
        assert client.get(f"{LENDINGS}?{query}").context["overdue_count"] == 1


def test_the_list_of_tools_shows_who_has_one(client, lent_tool):
    response = client.get(reverse("tools:list"))

    [tool] = response.context["listing"].page
    assert tool.open_lending.worker_name == "Anna Beispiel"
    assert "Anna Beispiel" in response.text


def test_a_tool_tells_who_has_it_and_what_happened(client, lent_tool):
    response = client.get(reverse("tools:detail", args=["t000017"]))

    assert response.context["tool"] == lent_tool
    assert response.context["open_lending"].notes == "für den <Zaun>"
    assert "für den &lt;Zaun&gt;" in response.text
    assert [event.event_type for event in response.context["history"]] == [
        "lending.tool_lent",
        "tools.created",
    ]


def test_a_person_shows_what_they_have_the_most_urgent_first(worker, lendings):
    response = client_of(Role.EMPLOYEE).get(reverse("workers:detail", args=["m001"]))

    assert response.context["worker"] == worker
    shown = [lending.tool_barcode for lending in response.context["open_lendings"]]
    assert shown == ["T1", "T2"]
    assert response.context["history"][0].event_type == "lending.tool_returned"
