"""The desk's page: who stands there, dates, keys and the focus, and that nothing jumps."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.tools.tests.factories import ToolFactory
from scandy_site.tests.journeys.bookings import holder_of, lent_before
from scandy_site.tests.journeys.conftest import session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

RELEASE_AFTER = 60_000
PHONE = {"width": 390, "height": 844}


def test_the_person_is_released_after_a_minute_without_a_scan(desk, anna, drill):
    desk.scan(anna)
    desk.expect_person(anna)
    desk.pass_time(RELEASE_AFTER - 5_000)
    expect(desk.person.locator("[data-slot=seconds]")).to_contain_text(re.compile(r"\b[345]\b"))
    desk.expect_person(anna)

    desk.pass_time(6_000)
    desk.expect_person(None)
    desk.scan(drill)

    desk.expect_result("waiting")
    assert holder_of(drill) is None


def test_escape_releases_the_person_and_another_person_takes_over_at_once(desk, anna, jonas, drill):
    desk.scan(anna)
    desk.expect_person(anna)
    desk.page.keyboard.press("Escape")
    desk.expect_person(None)

    desk.scan(anna, jonas, drill)

    desk.expect_result("lent", "Jonas Muster")
    desk.expect_person(jonas)


def test_the_due_date_is_chosen_once_and_is_the_usual_one_for_the_next_person(
    desk, anna, jonas, drill, saw
):
    usual = desk.due.locator("input").input_value()
    desk.scan(anna)
    desk.expect_person(anna)
    desk.due.locator("[data-add-days='7']").click()
    desk.due.locator("[data-add-days='1']").click()
    desk.lend(anna, drill)
    desk.lend(jonas, saw)

    days = [
        (clock.local_date(lending.due_date) - clock.local_date(lending.lent_at)).days
        for lending in Lending.objects.order_by("lent_at")
    ]
    assert days == [22, 14]
    expect(desk.due.locator("input")).to_have_value(usual)


def test_the_key_for_the_date_leads_to_its_field_and_the_scanner_still_works_there(
    desk, anna, drill
):
    desk.scan(anna)
    desk.expect_person(anna)
    field = desk.due.locator("input")
    usual = field.input_value()

    desk.page.keyboard.press("Alt+d")
    expect(field).to_be_focused()
    desk.scan(drill)

    desk.expect_result("lent", drill.name)
    expect(field).to_have_value(usual)


def test_the_scanner_never_presses_the_button_that_has_the_focus(desk, anna, drill):
    desk.page.locator("[data-sound]").focus()
    desk.scan(anna)
    desk.expect_person(anna)
    desk.person.locator("[data-action=release]").focus()
    desk.scan(drill)

    desk.expect_result("lent", drill.name)
    desk.expect_person(anna)
    expect(desk.page.locator("[data-sound]")).to_have_attribute("aria-pressed", "true")
    expect(desk.field).to_be_focused()


def test_the_scanner_works_in_the_search_field_and_a_person_can_still_search_there(
    desk, anna, drill
):
    search = desk.page.locator("[data-search]")
    search.focus()
    desk.scan_elsewhere(anna, search)
    desk.expect_person(anna)
    expect(search).to_have_value("")

    search.press_sequentially("bohr", delay=120)
    search.press("Enter")

    desk.page.wait_for_url("**/search?q=bohr")


def test_what_is_typed_while_a_request_is_under_way_stays(desk, anna):
    desk.scan(anna)
    desk.page.keyboard.type("T00")
    desk.expect_person(anna)

    expect(desk.field).to_have_value("T00")


def test_nothing_moves_when_results_come(desk, anna, jonas, drill):
    lent_before(drill, jonas, days=12)
    heading = desk.page.locator("[data-journal] h2")
    place = heading.bounding_box()

    for code, kind in [
        (anna, "person"),
        (drill, "returned"),
        ("XQ-17", "unknown"),
        (ToolFactory(), "lent"),
    ]:
        desk.scan(code)
        desk.expect_result(kind)
        assert heading.bounding_box() == place
        desk.pass_time(2_000)


def test_list_and_person_are_there_after_a_reload_and_gone_the_next_day(desk, anna, drill):
    desk.lend(anna, drill)

    desk.reload()
    desk.expect_person(anna)
    expect(desk.entry_of(drill)).to_be_visible()

    desk.pass_time(24 * 3600_000)
    expect(desk.entries).to_have_count(0)
    desk.expect_person(None)


def test_the_sound_switch_is_remembered(desk):
    switch = desk.page.locator("[data-sound]")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")

    desk.reload()

    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(desk.field).to_be_focused()


def test_full_screen_shows_the_desk_alone(desk):
    switch, navigation = desk.page.locator("[data-fullscreen]"), desk.page.locator(".sidebar")
    expect(navigation).to_be_visible()

    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(navigation).to_be_hidden()
    switch.click()

    expect(navigation).to_be_visible()


def test_a_result_does_not_stay_on_an_abandoned_screen(desk, anna, drill):
    desk.lend(anna, drill)

    desk.pass_time(30 * 60_000)

    expect(desk.result).to_have_attribute("data-kind", "idle")
    desk.expect_person(None)


def test_a_phone_lends_by_typing(open_desk, anna, drill):
    desk = open_desk(viewport=PHONE, has_touch=True, is_mobile=True)

    desk.field.tap()
    desk.page.keyboard.type(anna.barcode.lower(), delay=80)
    desk.page.locator("[data-scan] button").tap()
    desk.expect_person(anna)
    desk.field.tap()
    desk.page.keyboard.type(drill.barcode, delay=80)
    desk.page.keyboard.press("Enter")

    desk.expect_result("lent", drill.name)
    expect(desk.result.locator("[data-slot=undo]")).to_be_in_viewport()
    assert holder_of(drill) == "Anna Beispiel"
    assert desk.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_participant_has_no_desk(browser, server):
    page = browser.new_page()
    address = f"http://127.0.0.1:{server.port}"
    page.context.add_cookies([{**session_of(UserFactory(role=Role.PARTICIPANT)), "url": address}])

    answer = page.goto(address + reverse("quickscan:desk"))

    assert answer.status == 403
    page.close()
