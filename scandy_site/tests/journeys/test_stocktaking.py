"""Two people count one shelf at once, each in a browser of their own, and one button books what they found."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable
from apps.consumables.tests.factories import ConsumableFactory
from apps.masterdata.tests.factories import LocationFactory
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def open_page(server, browser):
    """``open_page(role, viewport)``: a browser of its own; what it complains about fails the test."""
    address = f"http://127.0.0.1:{server.port}"
    contexts, problems = [], []

    def open_one(role: Role, viewport: dict):
        context = browser.new_context(viewport=viewport, base_url=address, **GERMAN)
        context.add_cookies([{**session_of(UserFactory(role=role)), "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda text: text.type == "error" and problems.append(text.text))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def shelf():
    shelf = LocationFactory(name="Regal 7")
    for number, stock in enumerate((10, 4, 6), start=1):
        ConsumableFactory(barcode=f"C-{number}", name=f"Leim {number}", stock=stock, location=shelf)
    return shelf


def scan(page, code: str) -> None:
    """As a keyboard scanner does: into whatever has the focus."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_two_people_count_one_shelf(open_page, shelf):
    martin, anna = open_page(Role.EMPLOYEE, DESKTOP), open_page(Role.STANDARD_USER, PHONE)

    martin.goto("/consumables/stocktakings/start")
    martin.get_by_label("Standort").select_option("Regal 7")
    martin.get_by_role("button", name="Zählen beginnen").click()
    expect(martin.get_by_text("0 von 3 gezählt")).to_be_visible()
    anna.goto(martin.url)

    # three scans of the same thing are three pieces; the next code ends it
    for number in range(1, 4):
        scan(martin, "C-1")
        expect(martin.get_by_label("Menge")).to_be_focused()
        expect(martin.get_by_label("Menge")).to_have_value(str(number))
    scan(martin, "C-2")
    expect(martin.get_by_text("Leim 1 C-1: 3 gezählt.")).to_be_visible()

    # the other one sees it without doing anything, counts the rest of it, and is asked
    expect(anna.get_by_text("1 von 3 gezählt")).to_be_visible()
    scan(anna, "C-1")
    expect(anna.get_by_label("Menge")).to_be_focused()
    scan(anna, "7")
    anna.get_by_role("button", name="Addieren").click()
    expect(anna.get_by_text("Leim 1 C-1: 10 gezählt.")).to_be_visible()
    scan(martin, "5")
    expect(martin.get_by_text("2 von 3 gezählt")).to_be_visible()

    # one confirmation
    martin.get_by_role("link", name="Abweichungen und Buchen").click()
    martin.get_by_label("1 nicht gezählten Artikel auf 0 setzen").check()
    martin.get_by_role("button", name="Alle Abweichungen buchen").click()
    expect(martin.get_by_role("heading", name="Protokoll")).to_be_visible()
    expect(martin).to_have_url(re.compile(r"/stocktakings/I\d{4}-\d{3}$"))
    stocks = dict(Consumable.objects.values_list("barcode", "current_stock"))
    assert stocks == {"C-1": 10, "C-2": 5, "C-3": 0}
