"""A tool from the day it is bought to the trash and back, with maintenance in between."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.tools.models import Tool
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
    yield page
    context.close()
    assert problems == []


def test_a_tool_is_added_maintained_deleted_and_restored(page):
    page.goto("/tools/add")
    page.locator("[name=name]").fill("Kettensäge")
    page.locator("[name=purchase_price]").fill("199,90")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kettensäge")

    page.get_by_role("button", name="In Wartung geben").click()
    page.get_by_role("link", name="Wartung eintragen").click()
    page.locator("[name=description]").fill("Kette geschärft")
    page.locator("[name=cost]").fill("12,50")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.locator(".log-entry")).to_contain_text("Kette geschärft")

    page.get_by_role("button", name="In den Papierkorb").click()
    expect(page).to_have_url(re.compile("/tools/trash/$"))
    page.get_by_role("link", name="Wiederherstellen").click()
    page.get_by_role("button", name="Wiederherstellen").click()
    expect(page).to_have_url(re.compile("/tools/T000001$"))
    assert not Tool.objects.get().deleted
