"""Each number of the start page and of the back office leads to a list of exactly so many."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.services.stock import withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from scandy_site.tests.houses import busy_house
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

NUMBER = re.compile(r"[\d.]+")


@pytest.fixture
def page(server, browser):
    employee = busy_house()
    consumable = ConsumableFactory(stock=9)
    withdraw(consumable_id=consumable.pk, quantity=2, actor=employee, now=clock.now())
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(UserFactory(role=Role.EMPLOYEE)), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def number_in(text):
    return int(NUMBER.search(text)[0].replace(".", ""))


def numbers_at(page, links, number):
    """Where each link leads, and the number that stands there."""
    return [(link.get_attribute("href"), number(link)) for link in page.locator(links).all()]


def listed(page, address):
    """How many the list at the address says it has."""
    page.goto(address)
    count = page.locator(".list-count")
    return number_in(count.inner_text()) if count.count() else 0


def test_every_number_leads_to_its_list(page):
    page.goto("/")
    expect(page.locator(".insight-rows").first).to_be_visible()
    tiles = numbers_at(page, "a.tile", lambda link: number_in(link.inner_text()))
    weeks = numbers_at(
        page, ".bars a", lambda link: number_in(link.get_attribute("aria-label").split(": ")[1])
    )
    places = numbers_at(
        page,
        ".insight:not(.insight-wide) .insight-rows a",
        lambda link: number_in(link.locator("xpath=following-sibling::span").inner_text()),
    )
    shown = [*tiles, *[week for week in weeks if week[1]], *places]

    found = [(address, listed(page, address)) for address, _number in shown]

    assert found == shown
    assert (len(tiles), len(weeks), len(places)) == (11, 24, 3)


def test_back_office_shows_the_same_numbers(page):
    page.goto("/")
    tiles = numbers_at(page, "a.tile", lambda link: number_in(link.inner_text()))

    page.goto("/admin/")
    expect(page.locator(".insight-rows").first).to_be_visible()

    assert numbers_at(page, "a.admin-figure", lambda link: number_in(link.inner_text())) == tiles
    assert page.locator("a[href^='tel:']").count() == 0  # nobody of this house has a phone
