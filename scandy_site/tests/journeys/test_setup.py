"""An operator opens the one-time link and walks a new instance through its setup, on a phone and on a desktop."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.tests.factories import PASSWORD
from apps.lending.models import Lending
from apps.masterdata.models import Category, Department, Location
from apps.notifications.tests.mailbox import mail_server
from apps.setup import tasks
from apps.setup.demo.writer import Numbers
from apps.setup.links import make_link
from apps.setup.steps import proposals
from apps.sitesettings.models import SystemSettings
from scandy_site.instance import ports
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN
from scandy_site.tests.journeys.wizard_page import Wizard

pytestmark = [pytest.mark.journey]

PHONE = {"width": 390, "height": 844}
HOME = "http://127.0.0.1:*/"


@pytest.fixture
def open_browser(server, browser, db, written_by_others):
    """``open_browser(viewport)``: a new browser; what it complains about fails the test."""
    wizards: list[Wizard] = []

    def open_one(viewport) -> Wizard:
        context = browser.new_context(
            viewport=viewport, base_url=f"http://127.0.0.1:{server.port}", **GERMAN
        )
        wizards.append(Wizard(context.new_page()))
        return wizards[-1]

    yield open_one
    for wizard in wizards:
        wizard.page.context.close()
    assert [complaint for wizard in wizards for complaint in wizard.complaints] == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_operator_sets_up_the_whole_house(open_browser, viewport, monkeypatch):
    monkeypatch.setattr(tasks, "NUMBERS", Numbers(tools=20, workers=55, lendings=30, consumables=5))
    wizard = open_browser(viewport)

    wizard.create_account(make_link(""))
    wizard.describe_house("Holzwerk Nord")
    with mail_server() as mailbox:
        wizard.enter_mail_server(mailbox.port)
        wizard.try_mail()
        expect(wizard.page.locator(".job")).to_contain_text("ute@example.org angenommen")
        assert mailbox.recipients == ["ute@example.org"]
    wizard.press("Weiter")
    wizard.choose_names(without="IT", own="Buchbinderei\n\n buchbinderei")
    wizard.choose_names(without="Garten", own="Musikinstrumente")
    wizard.choose_names(without="Messraum", own="")
    wizard.expect_at("finish")
    wizard.load_demo()
    expect(wizard.page.locator(".job")).to_contain_text("30 Ausleihen")
    wizard.press("Einrichtung abschließen")

    expect(wizard.page).to_have_title("Start · Holzwerk Nord")
    assert SystemSettings.objects.get().state == "NI"
    assert Lending.objects.count() == 30
    assert Department.objects.filter(name="Buchbinderei").count() == 1
    assert not Location.objects.filter(name="Messraum").exists()
    assert Category.objects.filter(name="Musikinstrumente").exists()
    assert wizard.page.goto("/setup/").status == 404


def test_a_mail_server_that_refuses_is_named_and_the_step_can_be_skipped(open_browser):
    wizard = open_browser(PHONE)
    wizard.create_account(make_link(""))
    wizard.describe_house("Holzwerk")
    wizard.enter_mail_server(ports.any_free())

    wizard.try_mail()

    expect(wizard.page.locator(".job")).to_contain_text("lehnt Verbindungen an Port")
    wizard.press("Überspringen")
    wizard.expect_at("step/departments")


def test_a_closed_browser_goes_on_where_it_was(open_browser):
    first = open_browser(DESKTOP)
    first.create_account(make_link(""))
    first.describe_house("Holzwerk")
    first.press("Überspringen")
    first.page.get_by_label("Küche", exact=True).uncheck()
    first.press("Später")
    expect(first.page.get_by_text("Schritt 4 von 7: Abteilungen")).to_be_visible()

    second = open_browser(PHONE)
    second.page.goto("/")
    second.page.fill("[name=username]", "chefin")
    second.page.fill("[name=password]", PASSWORD)
    second.page.keyboard.press("Enter")

    second.expect_at("step/departments")
    expect(second.page.get_by_label("Küche", exact=True)).not_to_be_checked()
    assert Department.objects.count() == len(proposals(Department)) - 1


def test_back_and_the_stops_of_the_way_save_what_was_typed(open_browser):
    wizard = open_browser(DESKTOP)
    wizard.create_account(make_link(""))
    wizard.describe_house("Holzwerk")
    wizard.page.fill("[name=mail_server]", "mail.example.org")

    wizard.press("Zurück")
    wizard.expect_at("step/house")
    wizard.page.fill("[name=lending_days]", "21")
    wizard.page.get_by_role("navigation").get_by_role("button", name="Abteilungen").click()
    wizard.expect_at("step/departments")

    stored = SystemSettings.objects.get()
    assert (stored.mail_server, stored.lending_days) == ("mail.example.org", 21)


def test_all_names_at_once(open_browser):
    wizard = open_browser(PHONE)
    wizard.create_account(make_link(""))
    wizard.describe_house("Holzwerk")
    wizard.press("Überspringen")

    wizard.press("Keine")
    wizard.press("Weiter")

    wizard.expect_at("step/categories")
    assert not Department.objects.exists()


def test_without_the_wizard_the_known_account_must_change_its_password(open_browser):
    wizard = open_browser(DESKTOP)
    wizard.page.goto(make_link(""))
    wizard.page.get_by_text("Ohne Assistent weitermachen").click()
    wizard.press("Einrichtung überspringen")
    expect(wizard.page.get_by_text("admin123")).to_be_visible()
    wizard.page.fill("[name=username]", "admin")
    wizard.page.fill("[name=password]", "admin123")
    wizard.page.keyboard.press("Enter")

    wizard.page.wait_for_url(f"**{reverse('accounts:password')}")
    wizard.page.fill("[name=old_password]", "admin123")
    wizard.page.fill("[name=password]", PASSWORD)
    wizard.page.fill("[name=password_again]", PASSWORD)
    wizard.page.keyboard.press("Enter")

    wizard.page.wait_for_url(HOME)
