"""What happens at the counter every day, in a real browser."""

import pytest
from playwright.sync_api import expect

from apps.accounts.tests.factories import UserFactory
from apps.lending.models import Lending
from apps.tools.tests.factories import ToolFactory
from scandy_site.tests.journeys.bookings import holder_of, lent_before
from scandy_site.tests.journeys.desk_page import BOUNCE_IS_OVER, DeskPage

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]


def test_sign_in_lend_give_back_and_undo_with_a_scanner_alone(browser, server, anna, drill):
    page = browser.new_page()
    desk = DeskPage(page, f"http://127.0.0.1:{server.port}")
    page.goto(f"{desk.address}/quickscan/")
    desk.sign_in(UserFactory().username)

    desk.scan(anna, drill)
    desk.expect_result("lent", drill.name, drill.barcode, "Anna Beispiel")
    assert holder_of(drill) == "Anna Beispiel"
    page.wait_for_timeout(BOUNCE_IS_OVER)
    desk.scan(drill)
    desk.expect_result("returned", drill.name, "Anna Beispiel")
    assert holder_of(drill) is None
    page.keyboard.press("Alt+u")
    desk.expect_result("undone", drill.name)

    assert holder_of(drill) == "Anna Beispiel"
    assert desk.complaints == []
    page.close()


def test_person_then_tools_lends_each_tool_at_once(desk, anna, drill, saw):
    desk.scan(anna)
    desk.expect_result("person", "Anna Beispiel")
    desk.scan(drill)
    desk.expect_result("lent", drill.name, drill.barcode, "Anna Beispiel")
    desk.scan(saw)
    desk.expect_result("lent", saw.name, saw.barcode)

    assert [holder_of(drill), holder_of(saw)] == ["Anna Beispiel", "Anna Beispiel"]
    expect(desk.person.locator("[data-slot=open]")).to_contain_text("2")
    expect(desk.entries).to_have_count(2)


def test_scanning_a_tool_that_is_out_brings_it_back(desk, anna, drill):
    desk.lend(anna, drill)
    desk.pass_time()

    desk.scan(drill)

    desk.expect_result("returned", drill.name, "Anna Beispiel")
    assert holder_of(drill) is None


def test_a_late_tool_comes_back_without_a_person_and_says_how_late(desk, jonas, drill):
    lent_before(drill, jonas, days=12)

    desk.scan(drill)

    desk.expect_result("returned", "Jonas Muster")
    expect(desk.result.locator("[data-slot=late]")).to_contain_text("5")
    expect(desk.entry_of(drill)).to_contain_text("5")


def test_tools_wait_for_the_person_who_is_scanned_after_them(desk, anna, drill, saw):
    desk.scan(drill, saw)
    desk.expect_result("waiting", saw.name)
    expect(desk.person.locator("[data-slot=tools] > li")).to_have_count(2)
    assert holder_of(drill) is None

    desk.scan(anna)

    desk.expect_result("lent", saw.name)
    desk.expect_person(anna)
    assert [holder_of(drill), holder_of(saw)] == ["Anna Beispiel", "Anna Beispiel"]


def test_a_waiting_tool_can_be_put_aside(desk, anna, drill):
    desk.scan(drill)
    desk.expect_result("waiting")

    desk.person.locator("[data-action=drop]").click()
    desk.scan(anna)

    desk.expect_result("person")
    assert holder_of(drill) is None


def test_a_tool_of_somebody_else_comes_back_and_is_handed_over_by_key(desk, anna, jonas, drill):
    lent_before(drill, jonas, days=1)
    desk.scan(anna, drill)
    desk.expect_result("returned", "Jonas Muster", "Anna Beispiel")
    assert holder_of(drill) is None

    desk.page.keyboard.press("Alt+a")

    desk.expect_result("lent", "Anna Beispiel")
    assert holder_of(drill) == "Anna Beispiel"


def test_the_own_tool_comes_back_without_a_question(desk, anna, drill):
    lent_before(drill, anna, days=1)

    desk.scan(anna, drill)

    desk.expect_result("returned", "Anna Beispiel")
    expect(desk.result.locator("[data-slot=handover]")).to_be_hidden()
    expect(desk.person.locator("[data-slot=open]")).to_contain_text("0")


def test_undo_by_key_takes_back_the_last_booking(desk, anna, drill):
    desk.lend(anna, drill)

    desk.page.keyboard.press("Alt+u")

    desk.expect_result("undone", drill.name)
    expect(desk.entry_of(drill)).to_have_attribute("data-kind", "undone")
    expect(desk.entry_of(drill).locator(".desk-entry-thing")).to_have_css(
        "text-decoration-line", "line-through"
    )
    assert holder_of(drill) is None
    assert Lending.objects.get(tool=drill).canceled_at is not None


def test_undo_by_keyboard_alone_gives_the_focus_back_to_the_scan_field(desk, anna, drill):
    desk.lend(anna, drill)
    undo = desk.result.locator("[data-slot=undo]")
    for _ in range(5):
        desk.page.keyboard.press("Tab")
        if undo.evaluate("button => button === document.activeElement"):
            break
    expect(undo).to_be_focused()

    desk.page.keyboard.press("Space")

    desk.expect_result("undone", drill.name)
    expect(desk.field).to_be_focused()


def test_undo_in_the_list_gives_a_returned_tool_back_to_its_person(desk, jonas, drill, saw):
    lent_before(drill, jonas, days=1)
    desk.scan(drill)
    desk.expect_result("returned")
    desk.scan(saw)
    desk.expect_result("waiting")

    desk.entry_of(drill).get_by_role("button").click()

    desk.expect_result("undone", drill.name)
    assert holder_of(drill) == "Jonas Muster"


def test_after_undo_the_same_tool_can_be_scanned_at_once(desk, anna, drill):
    desk.lend(anna, drill)
    desk.page.keyboard.press("Alt+u")
    desk.expect_result("undone")

    desk.scan(drill)

    desk.expect_result("lent")
    assert holder_of(drill) == "Anna Beispiel"


def test_only_the_newest_booking_of_a_tool_can_be_undone_and_only_for_half_an_hour(
    desk, anna, drill
):
    desk.lend(anna, drill)
    desk.pass_time()
    desk.scan(drill)
    desk.expect_result("returned")
    buttons = desk.entries.locator("[data-action=undo]:visible")
    expect(buttons).to_have_count(1)

    desk.pass_time(30 * 60_000)

    expect(buttons).to_have_count(0)


def test_twenty_scans_within_a_second_are_all_booked(desk, anna):
    tools = [ToolFactory() for _ in range(20)]

    desk.scan(anna, *tools)

    desk.expect_all_sent()
    desk.expect_result("lent", tools[-1].barcode)
    assert [holder_of(tool) for tool in tools] == ["Anna Beispiel"] * 20
    expect(desk.entries).to_have_count(20)
