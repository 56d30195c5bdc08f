"""Lending without a scanner: search, several tools, a refusal with everything kept, the receipt, extending."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(server, browser, request):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=request.param, base_url=address, **GERMAN)
    user = UserFactory(role=Role.STANDARD_USER)
    context.add_cookies([{**session_of(user), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def lend(tool, worker, days_ago=0):
    now = clock.now() - timedelta(days=days_ago)
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=now)


def choose(page, label, typed, option):
    page.get_by_role("combobox", name=label).fill(typed)
    page.get_by_role("option", name=option).click()


def test_search_choose_and_hand_out(page, anna, drill, saw):
    page.goto("/lending/new")
    page.get_by_role("combobox", name="Person").press_sequentially("anna")
    page.get_by_role("option", name="Anna Beispiel").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    choose(page, "Werkzeuge", "bohr", drill.name)
    page.get_by_role("combobox", name="Werkzeuge").press_sequentially(saw.barcode)
    page.keyboard.press("Enter")  # as a scanner ends
    expect(page.get_by_role("button", name="Entfernen")).to_have_count(3)
    page.get_by_label("Notizen").fill("für den Zaun")
    page.get_by_role("button", name="Ausgeben").click()

    expect(page.get_by_role("heading", name="Ausgeliehen an Anna Beispiel")).to_be_visible()
    expect(page.get_by_role("link", name="Beleg drucken")).to_be_visible()
    assert Lending.objects.open().count() == 2


def test_what_cannot_go_out_cannot_be_chosen(page, anna, jonas, drill):
    lend(drill, jonas)
    page.goto("/lending/new")
    page.get_by_role("combobox", name="Werkzeuge").fill("bohr")
    expect(page.get_by_role("option", name="Jonas Muster")).to_be_disabled()
    page.get_by_role("option", name="Jonas Muster").click(force=True)
    expect(page.get_by_role("button", name="Entfernen")).to_have_count(0)


def test_refusal_keeps_everything_and_can_be_corrected(page, anna, jonas, drill, saw):
    page.goto(f"/lending/new?tool={drill.barcode}&worker={anna.barcode}")
    choose(page, "Werkzeuge", "stich", saw.name)
    page.get_by_label("Notizen").fill("für den Zaun")
    lend(drill, jonas)
    page.get_by_role("button", name="Ausgeben").click()
    expect(page.get_by_text("Es wurde nichts ausgeliehen")).to_be_visible()
    expect(page.get_by_label("Notizen")).to_have_value("für den Zaun")
    page.get_by_role("button", name=f"Entfernen: {drill.name}").click()
    page.get_by_role("button", name="Ausgeben").click()
    expect(page.get_by_role("heading", name="Ausgeliehen an Anna Beispiel")).to_be_visible()


def test_overdue_is_extended_from_the_list(page, anna, drill):
    lend(drill, anna, days_ago=60)
    page.goto("/lending/overdue")
    page.get_by_role("checkbox", name=drill.name).check()
    page.get_by_role("button", name="Ausgewählte verlängern").click()
    expect(page.get_by_text("1 Ausleihe verlängert.")).to_be_visible()
    expect(page.get_by_text("Nichts ist überfällig")).to_be_visible()


def test_without_javascript_barcodes_are_enough(server, browser, anna, drill):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(java_script_enabled=False, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(UserFactory()), "url": address}])
    page = context.new_page()
    page.goto("/lending/new")
    page.get_by_label("Person").fill(anna.barcode)
    page.get_by_role("textbox", name="Werkzeuge").fill(drill.barcode)
    page.get_by_role("button", name="Ausgeben").click()
    expect(page.get_by_role("heading", name="Ausgeliehen an Anna Beispiel")).to_be_visible()
    context.close()
