"""An employee chooses a report, narrows it, takes it home and keeps it for Mondays."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.services import lend_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("processes"),
]


@pytest.fixture
def page(server, browser):
    """A browser of an employee, in a house where two departments borrowed."""
    employee = UserFactory(role=Role.EMPLOYEE)
    for name, count in (("Holz", 2), ("Metall", 1)):
        worker = WorkerFactory(department=DepartmentFactory(name=name))
        for number in range(count):
            tool = ToolFactory(name=f"Zange {name} {number}")
            lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=employee, now=clock.now())
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(employee), "url": address}])
    page, problems = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def downloaded(page: Page, name: str) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_employee_narrows_a_report_takes_it_home_and_keeps_it(page):
    # From the menu to the report.
    page.goto("/")
    page.get_by_role("link", name="Berichte", exact=True).click()
    page.get_by_role("link", name="Ausleihen nach Werkzeug").click()
    expect(page.locator(".report-table tbody tr")).to_have_count(3)

    # A filter narrows table, figures and file alike.
    page.get_by_label("Abteilung").select_option("Holz")
    expect(page.locator(".report-table tbody tr")).to_have_count(2)
    expect(page.locator(".figure-box").first).to_contain_text("2")
    assert len(downloaded(page, "CSV")) == 3

    # A period that makes no sense is answered at once.
    page.get_by_label("Zeitraum").select_option("free")
    expect(page.get_by_role("alert")).to_have_count(2)  # both days are missing
    page.locator("[name=date_from]").fill("2026-02-01")
    expect(page.get_by_role("alert")).to_have_count(1)
    page.locator("[name=date_until]").fill("2026-01-01")
    expect(page.get_by_role("alert")).to_have_text("Der Zeitraum endet, bevor er beginnt.")

    # Kept for Mondays, with the filters of now.
    page.get_by_label("Zeitraum").select_option("month")
    expect(page.locator(".report-table tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Speichern und senden").click()
    page.get_by_label("Name").fill("Holz im Monat")
    page.get_by_label("Per Mail").select_option("weekly")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_label("Abteilung")).to_have_value("Holz")
    page.get_by_role("link", name="Berichte", exact=True).first.click()
    expect(page.get_by_role("link", name="Holz im Monat", exact=True)).to_be_visible()
