"""A person from the first day to the last: added, blocked, with tools, the exit checklist, the trash and back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.services import lend_tool, return_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]


@pytest.fixture
def employee():
    return UserFactory(role=Role.EMPLOYEE)


@pytest.fixture
def page(server, browser, employee):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(employee), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def add_person(page) -> None:
    page.goto("/workers/")
    page.get_by_role("link", name="Neue Person").click()
    page.get_by_label("Barcode").fill("M-77")
    page.get_by_label("Vorname").fill("Jörg")
    page.get_by_label("Nachname").fill("Weiß")
    page.get_by_label("Abteilung").select_option("Holz")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Jörg Weiß")).to_be_visible()


def block_and_let_go(page) -> None:
    page.get_by_role("link", name="Sperren").click()
    page.get_by_role("button", name="Speichern").click()  # without a reason
    expect(page.get_by_label("Grund der Sperre")).to_be_focused()
    page.get_by_label("Grund der Sperre").fill("Ausweis verloren")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gesperrt: darf zurückgeben, aber nicht ausleihen.")).to_be_visible()
    page.get_by_role("button", name="Wieder ausleihen lassen").click()
    expect(page.get_by_role("link", name="Sperren")).to_be_visible()


def test_a_person_from_the_first_day_to_the_last(page, employee):
    DepartmentFactory(name="Holz")
    tool = ToolFactory(name="Bohrmaschine", barcode="T-77")

    add_person(page)
    block_and_let_go(page)
    worker = Worker.objects.get(barcode="M-77")
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=employee, now=clock.now())
    page.reload()

    # leaving with a tool: a warning, then the checklist
    page.get_by_role("link", name="Auf inaktiv setzen").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 Werkzeug ist noch nicht zurück")
    page.get_by_role("dialog").get_by_role("button", name="Auf inaktiv setzen").click()
    expect(page.get_by_role("heading", name="Noch zurück: 1 Werkzeug")).to_be_visible()
    expect(page.get_by_text("T-77")).to_be_visible()
    pdf = page.request.get("/workers/M-77/exit/pdf")
    assert pdf.body().startswith(b"%PDF")

    # settled: into the trash and back
    later = clock.now() + timedelta(minutes=1)
    return_tool(tool_id=tool.pk, actor=employee, now=later)
    page.goto("/workers/M-77")
    page.get_by_role("button", name="In den Papierkorb").click()
    page.get_by_role("link", name="Papierkorb").click()
    page.get_by_role("link", name="Jörg Weiß").click()
    expect(page.get_by_text("1 Ausleihe.")).to_be_visible()
    page.get_by_role("button", name="Wiederherstellen").click()

    expect(page.get_by_role("heading", name="Jörg Weiß")).to_be_visible()
    assert not Worker.objects.get(barcode="M-77").deleted
