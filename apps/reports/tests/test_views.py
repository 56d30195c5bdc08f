"""Pages of reports: what they show, and what they answer to filters that make no sense."""

import csv
import io

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.registry import registry
from apps.lending.services import lend_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.reports.models import SavedReport
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MOST_COMMANDS = 10
FULL = {
    "lendings-by-period": "?department=Holz&period=month",
    "consumption": "?department=Holz&period=last_year",
}


@pytest.fixture
def lent():
    """Three tools of a department's person."""
    worker = WorkerFactory(department=DepartmentFactory(name="Holz"))
    for number in range(3):
        tool = ToolFactory(barcode=f"T{number}", name=f"Zange {number}")
        lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=clock.now())


def address(code, page="report", query=""):
    return reverse(f"reports:{page}", args=[code]) + query


def test_the_list_names_every_report(employee):
    page = employee.get(reverse("reports:index")).content.decode()

    assert {code for code in registry.reports if address(code) not in page} == set()


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize("code", sorted(registry.reports))
def test_every_report_keeps_its_budget(employee, count_commands, code):
    employee.get(address(code))

    with count_commands() as commands:
        page = employee.get(address(code, query=FULL.get(code, "")))

    assert page.status_code == 200
    assert commands.total <= MOST_COMMANDS


@pytest.mark.usefixtures("lent")
def test_a_report_is_also_there_for_programs(employee):
    url = address("lendings-by-tool", query="?sort=tool&page_size=2")

    data = employee.get(url, headers={"Accept": "application/json"}).json()["data"]

    assert [row["barcode"] for row in data["results"]] == ["T0", "T1"]
    assert (data["count"], data["totals"]["lendings"]) == (3, 3)
    assert sum(bar["value"] for bar in data["chart"]) == 3


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            "period=free&date_from=2026-02-01&date_until=2026-01-01",
            "Der Zeitraum endet, bevor er beginnt.",
        ),
        ("period=free&date_from=2026-02-31&date_until=2026-03-01", "gültiges Datum"),
        ("period=free&date_from=0001-01-01&date_until=2026-03-01", "zwischen 01.01.2000"),
        ("period=free&date_from=2026-01-01&date_until=9999-12-31", "zwischen 01.01.2000"),
        ("period=free&date_from=heute", "gültiges Datum"),
        ("period=free", "beide Tage"),
        ("period=x", "gültige Auswahl"),
        ("department=Abgeschafft", "Diesen Namen gibt es nicht"),
        ("tool_barcode=NIE", "gibt es nichts"),
        (f"tool_barcode={'x' * 10_000}", "höchstens 50 Zeichen"),
    ],
)
def test_bad_filters_get_a_clear_answer(employee, query, sentence):
    page = employee.get(address("lendings-by-tool", query=f"?{query}"))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "report-table" not in page.content.decode()


def test_programs_are_told_which_filter_is_wrong(employee):
    url = address("lendings-by-tool", query="?period=free&date_from=31.02.2026")

    answer = employee.get(url, headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert sorted(answer.json()["data"]["fields"]) == ["date_from", "date_until"]


@pytest.mark.parametrize(
    "query", ["page=0", "page=99999", "page=x", "sort=-nothing", "page_size=x"]
)
@pytest.mark.usefixtures("lent")
def test_an_odd_page_falls_back_to_one_that_exists(employee, query):
    page = employee.get(address("lendings-by-tool", query=f"?{query}"))

    assert "Zange 2" in page.content.decode()


@pytest.mark.usefixtures("lent")
def test_the_longest_period_has_a_bar_for_each_year(employee):
    query = "?period=free&date_from=2000-01-01&date_until=2099-12-31"

    page = employee.get(address("lendings-by-tool", query=query)).content.decode()

    assert page.count('class="chart-bar"') == 100


@pytest.mark.usefixtures("lent")
def test_the_file_has_all_rows_in_the_order_of_the_page(employee):
    query = "?format=csv&sort=-tool&page_size=1"

    file = employee.get(address("lendings-by-tool", "export", query))

    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Werkzeug", "Barcode", "Kategorie", "Ausleihen"]
    assert [row[1] for row in rows[1:]] == ["T2", "T1", "T0"]


def test_a_file_with_bad_filters_leads_back_to_the_page(employee):
    answer = employee.get(address("lendings-by-tool", "export", "?period=free"))

    assert answer["Location"] == address("lendings-by-tool", query="?period=free")


@pytest.mark.usefixtures("lent")
def test_a_report_can_be_printed(employee):
    answer = employee.get(address("lendings-by-tool", "pdf"))

    assert answer.content.startswith(b"%PDF")


def test_a_saved_report_is_found_again_by_who_saved_it(employee):
    data = {"name": "Holz im Jahr", "rhythm": "weekly", "query": "period=year&page=3"}

    answer = employee.post(address("lendings-by-tool", "save"), data)

    saved = SavedReport.objects.get()
    assert answer["Location"] == address("lendings-by-tool", query="?period=year")
    assert "Holz im Jahr" in employee.get(reverse("reports:index")).content.decode()
    assert client_of(Role.ADMIN).get(reverse("reports:saved", args=[saved.pk])).status_code == 404


def test_a_name_can_be_used_once(employee):
    data = {"name": "Mein Bericht", "query": ""}
    employee.post(address("utilization", "save"), data)

    again = employee.post(address("overdue", "save"), data, content_type="application/json")

    assert (again.status_code, SavedReport.objects.count()) == (400, 1)


def test_what_is_saved_can_be_changed_and_deleted(employee):
    employee.post(address("utilization", "save"), {"name": "A", "rhythm": "monthly"})
    saved = SavedReport.objects.get()

    employee.post(reverse("reports:saved", args=[saved.pk]), {"name": "B", "rhythm": "never"})
    assert [(each.name, each.rhythm) for each in SavedReport.objects.all()] == [("B", "never")]
    employee.post(reverse("reports:delete_saved", args=[saved.pk]))

    assert not SavedReport.objects.exists()
