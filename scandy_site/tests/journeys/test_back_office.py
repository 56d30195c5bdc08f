"""A Mitarbeiter at work in the back office: lend, take back, maintenance, trash and back."""

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.lending.models import Lending
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request, server, browser, db, written_by_others):
    """A browser in which a Mitarbeiter is signed in; complaints of the console fail the test."""
    context = browser.new_context(
        viewport=request.param, base_url=f"http://127.0.0.1:{server.port}", **GERMAN
    )
    user = UserFactory(role=Role.EMPLOYEE)
    context.add_cookies([{**session_of(user), "url": f"http://127.0.0.1:{server.port}"}])
    page, complaints = context.new_page(), []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def open_tool(page: Page, tool: Tool) -> None:
    page.goto(f"/admin/tools/tool/{tool.pk}/change/")


def act(page: Page, name: str) -> None:
    """Press the action, and its button on the page that asks."""
    page.locator(".admin-action", has_text=name).click()


def answer(page: Page, name: str) -> None:
    page.locator(".admin-question button", has_text=name).click()


def choose_person(page: Page, typed: str, shown: str) -> None:
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill(typed)
    page.get_by_role("option", name=shown).click()


def test_employee_lends_a_tool_and_takes_it_back(page):
    tool = ToolFactory(name="Bohrmaschine")
    worker = WorkerFactory(first_name="Anna", last_name="Beispiel")

    # The person is found while typing, and the day is that of the desk.
    open_tool(page, tool)
    act(page, "Ausleihen")
    choose_person(page, "beisp", f"Beispiel, Anna · {worker.barcode}")
    answer(page, "Ausleihen")
    expect(page.get_by_text("an Anna Beispiel ausgeliehen")).to_be_visible()
    assert Lending.objects.open().get().worker_id == worker.pk

    act(page, "Zurücknehmen")
    page.get_by_label("Notizen").fill("Akku leer")
    answer(page, "Zurücknehmen")
    expect(page.locator(".admin-action", has_text="Ausleihen")).to_be_visible()
    assert Lending.objects.get().return_notes == "Akku leer"


def test_employee_sends_a_tool_to_maintenance_and_to_the_trash_and_back(page):
    tool = ToolFactory(name="Bohrmaschine")

    open_tool(page, tool)
    act(page, "In Wartung geben")
    expect(page.locator(".status-badge").first).to_have_text("in Wartung")
    assert Tool.objects.get().status == ToolStatus.IN_MAINTENANCE

    page.locator(".admin-delete").click()
    answer(page, "Löschen")
    expect(page).to_have_url("/admin/tools/tool/")

    # What was deleted stands in the list of the trash, and comes back from there.
    page.goto("/admin/tools/tool/?trash=1")
    page.locator("th a", has_text="Bohrmaschine").click()
    act(page, "Wiederherstellen")
    answer(page, "Wiederherstellen")
    expect(page.get_by_text("ist aus dem Papierkorb zurück")).to_be_visible()
    assert not Tool.objects.get().deleted
