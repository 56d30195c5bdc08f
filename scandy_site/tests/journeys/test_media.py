"""Photos of a tool with a phone, and of its damage at the desk."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import FilePayload, Page, expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.media.models import Attachment
from apps.media.tests.factories import picture
from apps.tools.models import Tool
from scandy_site.tests.journeys.away import cut_off
from scandy_site.tests.journeys.conftest import GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

PHONE = {"width": 390, "height": 844}
EXPECTED = "Failed to load resource"  # Chromium notes each file that is refused


def photo(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(640, 480)}


@pytest.fixture
def phone(server, browser) -> Iterator[Page]:
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=PHONE, base_url=address, has_touch=True, **GERMAN)
    context.add_cookies([{**session_of(UserFactory(role=Role.EMPLOYEE)), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda each: each.type == "error" and problems.append(each.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert [text for text in problems if not text.startswith(EXPECTED)] == []


def test_photos_are_added_chosen_looked_at_deleted_and_brought_back(phone, drill):
    tiles, pick = phone.locator(".picture"), phone.locator("[data-pick]")
    phone.goto(f"/tools/{drill.barcode}")
    broken: FilePayload = {"name": "falsch.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"}
    pick.first.set_input_files([photo("vorne.jpg"), broken, photo("hinten.jpg")])
    expect(tiles).to_have_count(2)
    expect(phone.locator(".upload-row")).to_contain_text("falsch.jpg")

    tiles.last.locator("[data-file-action=preview] button").click()
    expect(tiles.last.locator(".picture-mark")).to_be_visible()
    phone.goto("/tools/")
    expect(phone.locator(".row-thumb img")).to_have_attribute("src", _about("hinten.jpg"))

    phone.goto(f"/tools/{drill.barcode}")
    tiles.first.locator("a").click()
    phone.keyboard.press("ArrowRight")
    expect(phone.locator(".viewer h2")).to_have_text("hinten.jpg")
    phone.keyboard.press("+")
    phone.keyboard.press("Escape")
    expect(tiles.last.locator("a")).to_be_focused()

    tiles.last.locator("[data-file-action=remove] button").click()
    expect(tiles).to_have_count(1)
    expect(phone.locator("[data-removed] button")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(tiles).to_have_count(2)
    assert Attachment.objects.filter(deleted=False).count() == 2


def test_a_file_that_the_network_lost_is_sent_again(phone, drill):
    phone.goto(f"/tools/{drill.barcode}")
    phone.route("**/upload", lambda route: route.abort())
    phone.locator("[data-pick]").first.set_input_files([photo("vorne.jpg")])
    expect(phone.locator(".upload-row")).to_have_attribute("data-state", "away")

    phone.unroute("**/upload")
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator(".picture")).to_have_count(1)
    expect(phone.locator(".upload-row")).to_have_count(0)


def test_damage_is_reported_at_the_desk_when_the_server_is_back(desk, drill):
    dialog = desk.page.locator("[data-defect-dialog]")
    desk.scan(drill)
    desk.expect_result("waiting", drill.name)
    let_through = cut_off(desk, re.compile("/defect$"))
    desk.page.keyboard.press("Alt+k")
    dialog.locator("textarea").fill("Kabel gebrochen")
    dialog.locator("[data-slot=camera]").set_input_files(photo("schaden.jpg"))
    expect(dialog.locator(".defect-photos li")).to_have_count(1)
    dialog.locator("[data-slot=submit]").click()
    desk.expect_result("stored", drill.name)
    expect(desk.field).to_be_focused()

    let_through()
    desk.reload()

    desk.expect_result("defect", drill.name)
    assert Tool.objects.get().status == "defekt"
    assert Attachment.objects.get().filename == "schaden.jpg"


def _about(filename: str) -> re.Pattern:
    return re.compile(f"/{filename}\\?size=thumbnail")
