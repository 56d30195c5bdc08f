"""An Admin makes an account, hands over the link, and somebody comes in with a password of their own."""

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

PHONE = {"width": 390, "height": 844}
PASSWORD = "Hobelbank-7-Zwinge"


@pytest.fixture
def open_page(server, browser):
    """``open_page(user)``: a browser of its own, signed in or not."""
    address, contexts, problems = f"http://127.0.0.1:{server.port}", [], []

    def open_one(user=None, viewport=DESKTOP):
        context = browser.new_context(viewport=viewport, base_url=address, **GERMAN)
        contexts.append(context)
        if user:
            context.add_cookies([{**session_of(user), "url": address}])
        page = context.new_page()
        page.on("console", lambda note: _complain(note, problems))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


def _complain(note, problems: list[str]) -> None:
    """A used link answers with an error status, which the browser notes."""
    if note.type == "error" and not note.text.startswith("Failed to load resource"):
        problems.append(note.text)


def invited(page) -> str:
    """Make an account for Mia Neu; the link that is shown once."""
    page.goto("/admin/accounts/user/add/")
    page.fill("[name=username]", "mia.neu")
    page.fill("[name=first_name]", "Mia")
    page.fill("[name=last_name]", "Neu")
    page.select_option("[name=role]", Role.STANDARD_USER)
    page.locator("[name=_save]").click()
    return page.locator("input[readonly]").input_value()


def test_invited_person_comes_in_with_a_password_of_their_own(open_page):
    admin, mia = open_page(UserFactory(role=Role.ADMIN)), open_page(viewport=PHONE)
    link = invited(admin)

    mia.goto(link)
    for field in mia.locator("input[type=password]").all():
        field.fill(PASSWORD)
    mia.keyboard.press("Enter")
    expect(mia).not_to_have_url(link)
    mia.goto("/quickscan/")
    mia.fill("[name=username]", "Mia.Neu")
    mia.fill("[name=password]", PASSWORD)
    mia.keyboard.press("Enter")

    expect(mia.locator("#scan")).to_be_visible()
    assert User.objects.get(username="mia.neu").check_password(PASSWORD)


def test_link_works_once(open_page):
    admin = open_page(UserFactory(role=Role.ADMIN))
    link = invited(admin)
    first, second = open_page(), open_page()
    first.goto(link)
    second.goto(link)
    for page in (first, second):
        for field in page.locator("input[type=password]").all():
            field.fill(f"{PASSWORD}-{page is first}")
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")

    assert User.objects.get(username="mia.neu").check_password(f"{PASSWORD}-True")
