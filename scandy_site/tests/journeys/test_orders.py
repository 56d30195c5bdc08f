"""From a proposal to the shelf: read why, change the packs, order, receive by scan, see the stock."""

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable, PurchaseOrder
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
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
    yield page
    context.close()
    assert problems == []


def test_proposal_is_edited_ordered_and_received_by_scan(page):
    supplier = SupplierFactory(name="Schraubenhandel")
    ConsumableFactory(
        barcode="SN1", name="Schrauben", supplier=supplier, stock=10, min_stock=50, pack_size=100
    )
    page.goto("/consumables/orders/")
    page.locator("form[action$=propose] button").click()
    expect(page.locator(".order-what")).to_contain_text("10")
    page.locator("input[type=number]").fill("3")
    page.locator("button[formaction$=place]").click()
    expect(page.locator(".notice-text").first).to_be_visible()

    page.goto("/consumables/receive/")
    page.keyboard.type("sn1\n")
    expect(page.locator("#receive-quantity")).to_have_value("300")
    page.keyboard.press("Enter")
    expect(page.locator("[data-receive-booked] li")).to_have_count(1)

    assert Consumable.objects.get().current_stock == 310
    assert PurchaseOrder.objects.get().state == "geliefert"


def test_from_the_last_screws_to_a_full_shelf(page):
    """Withdrawn by scan below the minimum, warned, proposed, ordered, received by scan, seen."""
    WorkerFactory(barcode="M001")
    ConsumableFactory(
        barcode="SN1",
        name="Schrauben",
        supplier=SupplierFactory(name="Schraubenhandel"),
        stock=50,
        min_stock=50,
        max_stock=400,
        pack_size=100,
    )
    page.goto("/quickscan/")
    expect(page.locator("[data-sound][aria-pressed]")).to_be_visible()
    page.keyboard.type("M001\nSN1\n")
    expect(page.locator("[data-quantity] input")).to_be_visible()
    page.locator("[data-quantity] [data-digit='8']").click()
    page.wait_for_timeout(500)  # a scanner's second Enter must not book, so nothing books at once
    page.locator("[data-quantity] [data-action=book]").click()
    expect(page.locator("[data-result]")).to_have_attribute("data-kind", "withdrawn")
    expect(page.locator("[data-result]")).to_contain_text("42")

    page.goto("/consumables/?stock_state=niedrig")
    expect(page.locator("table.listing")).to_contain_text("Schrauben")
    page.goto("/consumables/orders/")
    page.locator("form[action$=propose] button").click()
    expect(page.locator(".order-what")).to_contain_text("42")
    page.locator("button[formaction$=place]").click()
    expect(page.locator(".notice-text").first).to_be_visible()

    page.goto("/consumables/receive/")
    page.keyboard.type("SN1\n")
    expect(page.locator("#receive-quantity")).to_have_value("300")
    page.keyboard.press("Enter")
    expect(page.locator("[data-receive-booked] li")).to_have_count(1)
    page.goto("/consumables/SN1")

    expect(page.locator("main")).to_contain_text("342 Stück")
    expect(page.locator("main")).to_contain_text("ausreichend")
