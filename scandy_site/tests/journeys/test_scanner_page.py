"""The page that tests a scanner, with a keyboard that types as fast."""

import pytest
from playwright.sync_api import expect

from apps.quickscan.samples import SAMPLES
from scandy_site.tests.journeys.desk_page import DeskPage

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

TYPE_UMLAUTS = """
  ([text, end]) => {
    for (const key of [...text, end]) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
  }
"""


@pytest.fixture
def scanner_page(desk) -> DeskPage:
    desk.page.locator("[popovertarget=desk-help]").click()
    desk.page.locator("#desk-help a[href$=scanner-test]").click()
    expect(desk.page.locator(".is-next")).to_have_count(1)
    return desk


def sample(desk: DeskPage, name: str):
    return desk.page.locator(f"[data-sample={name}]")


def scan(desk: DeskPage, text: str, end: str = "Enter") -> None:
    """Keys as a scanner sends them; the keyboard of the test has no umlauts."""
    desk.page.evaluate(TYPE_UMLAUTS, [text, end])


def expect_verdict(desk: DeskPage, kind: str) -> None:
    expect(desk.page.locator("[data-verdict]")).to_have_attribute("data-kind", kind)


def test_a_scanner_that_is_set_up_well_passes(scanner_page):
    for each in SAMPLES:
        scan(scanner_page, each.text)
        expect(sample(scanner_page, each.name)).to_have_attribute("data-state", "good")

    expect_verdict(scanner_page, "good")


def test_a_scanner_with_american_layout_and_without_enter_is_told_what_to_do(scanner_page):
    scan(scanner_page, "ZpsßYug?07.a")
    expect(sample(scanner_page, "letters").locator("[data-kind=usLayout]")).to_contain_text(
        "Germany"
    )
    scan(scanner_page, "1234567890", "Shift")
    expect(sample(scanner_page, "digits").locator("[data-kind=noEnd]")).to_be_visible()
    scan(scanner_page, "]C1" + SAMPLES[2].text)
    expect(sample(scanner_page, "long").locator("[data-kind=aim]")).to_contain_text("]C1")

    for each in SAMPLES[3:]:
        sample(scanner_page, each.name).get_by_role("button").click()

    expect_verdict(scanner_page, "bad")
    summary = scanner_page.page.locator("[data-verdict] li")
    expect(summary).to_have_count(4)


def test_the_end_key_of_the_scanner_presses_no_button_and_a_second_test_starts_anew(scanner_page):
    again = scanner_page.page.locator("[data-action=again]")
    again.focus()
    scan(scanner_page, SAMPLES[0].text)
    expect(sample(scanner_page, "letters")).to_have_attribute("data-state", "good")

    again.press("Enter")

    expect(sample(scanner_page, "letters")).to_have_attribute("data-state", "open")
    expect_verdict(scanner_page, "open")
