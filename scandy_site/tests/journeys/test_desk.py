"""What happens at the counter every day, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.conftest import session_of
from scandy_site.tests.journeys.desk_page import BOUNCE_IS_OVER, DeskPage

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("processes"),
]

RELEASE_AFTER = 60_000
PHONE = {"width": 390, "height": 844}


def holder_of(tool) -> str | None:
    lending = Lending.objects.open().filter(tool=tool).first()
    return lending and lending.worker_name


def lent_before(tool, worker, *, days: int) -> Lending:
    """Lent for a week, so many days ago."""
    then = clock.now() - timedelta(days=days)
    due = then + timedelta(days=7)
    return lend_tool(
        tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=then, due_date=due
    )


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


def test_a_bouncing_scanner_books_once(desk, anna, drill):
    desk.scan(anna, drill, drill)

    desk.expect_result("bounce", drill.barcode)
    desk.expect_all_sent()
    assert holder_of(drill) == "Anna Beispiel"
    assert Lending.objects.filter(tool=drill).count() == 1


def test_an_unknown_code_is_named_and_who_may_can_add_it(open_desk):
    desk, office = open_desk(), open_desk(UserFactory(role=Role.EMPLOYEE))
    for each in (desk, office):
        each.scan("XQ-17")
        each.expect_result("unknown", "XQ-17")
        expect(each.page.locator("[data-alert]")).to_contain_text("XQ-17")

    expect(desk.result.locator("[data-slot=create]")).to_be_hidden()
    expect(office.result.locator("[data-slot=create]")).to_have_attribute(
        "href", re.compile(r"/admin/tools/tool/add/\?barcode=XQ-17")
    )


@pytest.mark.parametrize(
    "code", ["Ü 1", "-" * 600, "🙂" * 2_000, "<b>fett</b>", "../../x", "\u0007T1"]
)
def test_what_is_no_barcode_is_refused_in_a_sentence(desk, code):
    desk.field.fill(code)
    desk.field.press("Enter")

    desk.expect_result("unknown")
    expect(desk.result.locator("[data-slot=detail]")).to_have_text(re.compile(r"\S+ .*\.$"))


@pytest.mark.parametrize(
    "values", [{"is_blocked": True, "blocked_reason": "Unterweisung fehlt"}, {"is_active": False}]
)
def test_who_may_not_borrow_is_told_and_gets_nothing(desk, drill, values):
    person = WorkerFactory(**values)

    desk.scan(person)
    desk.expect_result("blocked", "Anna Beispiel", values.get("blocked_reason", ""))
    desk.scan(drill)
    desk.expect_result("refused", drill.name, values.get("blocked_reason", ""))

    assert holder_of(drill) is None
    expect(desk.page.locator("[data-alert]")).to_contain_text("Anna Beispiel")


def test_tools_go_on_waiting_when_the_person_may_not_borrow(desk, anna, drill):
    blocked = WorkerFactory(is_blocked=True)

    desk.scan(drill, blocked)
    desk.expect_result("blocked")
    desk.scan(anna)

    desk.expect_result("lent", drill.name)
    assert holder_of(drill) == "Anna Beispiel"


@pytest.mark.parametrize("with_person", [True, False])
def test_a_defective_tool_stays(desk, anna, drill, with_person):
    change_status(drill.pk, ToolStatus.DEFECTIVE, actor=UserFactory(), now=clock.now())

    desk.scan(*([anna] if with_person else []), drill)

    desk.expect_result("refused" if with_person else "unavailable", drill.name)
    assert holder_of(drill) is None


def test_a_refusal_in_a_burst_stays_in_sight(desk, anna, drill, saw):
    change_status(drill.pk, ToolStatus.IN_MAINTENANCE, actor=UserFactory(), now=clock.now())

    desk.scan(anna, drill, saw)

    desk.expect_result("lent", saw.name)
    expect(desk.result.locator("[data-slot=problems]")).to_contain_text(drill.barcode)
    expect(desk.entries.filter(has_text=drill.barcode)).to_have_attribute("data-kind", "refused")


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
    search = desk.page.locator("[data-search-shortcut]")
    search.focus()
    desk.scan(anna)
    desk.expect_person(anna)
    expect(search).to_have_value("")

    search.press_sequentially("bohr", delay=120)
    search.press("Enter")

    desk.page.wait_for_url("**/tools/?q=bohr")


def test_twenty_scans_within_a_second_are_all_booked(desk, anna):
    tools = [ToolFactory() for _ in range(20)]

    desk.scan(anna, *tools)

    desk.expect_all_sent()
    desk.expect_result("lent", tools[-1].barcode)
    assert [holder_of(tool) for tool in tools] == ["Anna Beispiel"] * 20
    expect(desk.entries).to_have_count(20)


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
