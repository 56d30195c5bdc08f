"""What an admin sets up in the browser, and what others see of it at once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.jobs import run_job
from apps.core.models import Job
from apps.sitesettings.enums import Feature
from apps.tools.tests.factories import ToolFactory
from scandy_site.celery import app
from scandy_site.instance import ports
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [pytest.mark.journey]

FORM = "/admin/sitesettings/systemsettings/"
TEST_MAIL = "/notifications/test-mail"


@pytest.fixture
def open_page(server, browser: Browser, db, written_by_others):
    """``open_page(role, path)``: a browser of its own in which somebody of that role looks at the page."""
    contexts, complaints = [], []

    def open_one(role: Role, path: str) -> Page:
        address = f"http://127.0.0.1:{server.port}"
        context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
        contexts.append(context)
        context.add_cookies(
            [{**session_of(UserFactory(role=role, email=f"{role}@example.org")), "url": address}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda note: _complain(note, complaints))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def _complain(note, complaints: list[str]) -> None:
    if note.type == "error" and not note.text.startswith("Failed to load resource"):
        complaints.append(note.text)


def save(page: Page) -> None:
    page.locator("[name=_continue]").click()
    page.wait_for_load_state("networkidle")


def test_a_new_name_of_the_house_is_seen_by_others_with_the_next_page(open_page):
    other = open_page(Role.STANDARD_USER, "/tools/")
    admin = open_page(Role.ADMIN, FORM)

    admin.fill("[name=system_name]", "Holzwerk Nord")
    save(admin)

    other.reload()
    expect(other).to_have_title("Werkzeuge · Holzwerk Nord")
    expect(admin.locator("[name=system_name]")).to_have_value("Holzwerk Nord")


def test_what_is_switched_off_is_gone_for_others_with_the_next_page(open_page):
    tool = ToolFactory(serial_number="SN-4711")
    other = open_page(Role.STANDARD_USER, f"/tools/{tool.barcode}")
    expect(other.get_by_text("SN-4711")).to_be_visible()
    admin = open_page(Role.ADMIN, FORM)

    admin.locator(f"[name=features][value={Feature.SERIAL_NUMBER}]").uncheck()
    save(admin)

    other.reload()
    expect(other.get_by_text("SN-4711")).to_have_count(0)


def test_a_mail_server_that_does_not_answer_is_named_and_blocks_no_page(open_page):
    admin = open_page(Role.ADMIN, FORM)
    admin.fill("[name=mail_server]", "127.0.0.1")
    admin.fill("[name=mail_port]", str(ports.any_free()))
    admin.select_option("[name=mail_security]", "none")
    admin.fill("[name=mail_default_sender]", "scandy@example.org")
    save(admin)

    admin.locator(f"form[action='{TEST_MAIL}'] button, [formaction='{TEST_MAIL}']").first.click()
    admin.wait_for_url("**/background/*")
    app.loader.import_default_modules()  # as a worker does, before it takes a job
    run_job(str(Job.objects.get().pk))

    expect(admin.locator("main")).to_contain_text("lehnt Verbindungen an Port")
