"""The one search field: by keyboard, by scanner, and from the back office."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.tests.factories import ConsumableFactory
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]


@pytest.fixture
def page(server, browser):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(UserFactory(role=Role.EMPLOYEE)), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def drill():
    ToolFactory(name="Bohrhammer")
    WorkerFactory(first_name="Bo", last_name="Bohrmann")
    ConsumableFactory(name="Bohrer 6 mm")
    return ToolFactory(name="Bohrmaschine")


def test_somebody_finds_a_tool_by_keyboard_alone(page, drill):
    page.goto("/")
    field, hits = page.get_by_role("combobox"), page.get_by_role("option")

    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("bohrma", delay=40)
    expect(hits).to_have_text([re.compile("Bohrmaschine"), re.compile("Bo Bohrmann")])
    page.keyboard.press("Escape")
    expect(hits).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.type("s")
    expect(hits).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(hits).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/tools/{drill.barcode}$"))


def test_a_scanner_in_the_field_leads_straight_to_the_thing(page, drill):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(drill.barcode)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/tools/{drill.barcode}$"))


def test_an_answer_that_comes_too_late_is_not_shown(page, drill):
    page.goto("/")
    late = []

    def hold(route):
        late.append(route)

    page.route("**/search/box?q=zange", hold)
    page.keyboard.press("/")
    with page.expect_request("**/search/box?q=zange"):
        page.keyboard.type("zange")
    page.get_by_role("combobox").fill("bohrmaschine")
    expect(page.get_by_role("option")).to_have_count(1)
    late[0].fulfill(status=200, body="<a role='option'>Zange</a>")

    expect(page.get_by_role("option")).to_have_text([re.compile("Bohrmaschine")])


def test_without_javascript_the_field_leads_to_a_page_with_all_kinds(server, browser, drill):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(java_script_enabled=False, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(UserFactory(role=Role.EMPLOYEE)), "url": address}])
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("bohr")
    page.keyboard.press("Enter")

    headings = page.get_by_role("main").get_by_role("heading", level=2)
    expect(headings).to_have_text(["Werkzeuge", "Verbrauchsmaterial", "Personen"])
    context.close()


def test_the_back_office_searches_with_the_same_field(page, drill):
    page.goto("/admin/")
    field = page.get_by_role("search").get_by_role("combobox")
    field.press_sequentially("bohrmaschinen", delay=40)
    page.get_by_role("option").click()

    expect(page).to_have_url(re.compile(f"/admin/tools/tool/{drill.pk}/change/$"))
