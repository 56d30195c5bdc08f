"""Consumables at the desk: how much goes out, for whom, and that it is booked once and can be undone."""

import pytest
from playwright.sync_api import expect

from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.bookings import holder_of, taken_out

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

RELEASE_AFTER = 61_000
WAIT_AT_MOST = 601_000
PHONE = {"width": 390, "height": 844}
TARGET = 48
ANNA = "Anna Beispiel"


def test_a_quantity_from_the_pad_is_booked_for_the_person(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_result("quantity", screws.name, screws.barcode)
    desk.expect_quantity("1")
    desk.press("9")
    desk.pad.locator("[data-action=erase]").click()
    desk.press("3")
    desk.pad.locator("[data-action=book]").click()

    desk.expect_result("withdrawn", "3 Stück Schrauben M6x20", ANNA, "17")
    assert taken_out(screws) == [(-3, ANNA)]
    expect(desk.entry_of(screws)).to_contain_text("3 Stück Schrauben M6x20")
    expect(desk.pad).to_be_hidden()
    expect(desk.result.locator("[data-slot=short]")).to_be_hidden()


def test_scanning_again_adds_one_and_the_next_scan_books(desk, anna, screws, drill):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.scan(screws)
    desk.expect_quantity("2")
    desk.scan(screws)
    desk.expect_quantity("3")
    assert taken_out(screws) == []

    desk.scan(drill)

    desk.expect_result("lent", drill.name)
    assert (taken_out(screws), holder_of(drill)) == ([(-3, ANNA)], ANNA)


def test_a_scanner_that_reads_twice_at_once_counts_once(desk, anna, screws):
    desk.scan(anna, screws, screws, screws)

    desk.expect_quantity("1")
    desk.scan(screws)
    desk.expect_quantity("2")


def test_enter_in_the_empty_scan_field_books(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")

    desk.page.keyboard.press("Enter")

    desk.expect_result("withdrawn")
    assert taken_out(screws) == [(-1, ANNA)]


def test_a_scanner_that_ends_with_two_enters_books_nothing_by_itself(desk, anna, screws):
    desk.scan(anna, screws, "", "")

    desk.expect_quantity("1")
    assert taken_out(screws) == []


def test_the_next_person_gets_only_what_is_scanned_for_them(desk, anna, jonas, screws, cable):
    desk.scan(anna, screws)
    desk.expect_quantity("1")

    desk.scan(jonas, cable)

    expect(desk.entry_of(screws)).to_be_visible()
    desk.expect_quantity("1")
    desk.expect_person(jonas)
    assert (taken_out(screws), taken_out(cable)) == ([(-1, ANNA)], [])


def test_digits_typed_at_the_keyboard_are_the_quantity(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.scan("4")
    desk.expect_quantity("4")
    desk.page.keyboard.press("Alt+m")
    desk.page.keyboard.type("5")
    desk.page.keyboard.press("Enter")

    desk.expect_result("withdrawn")
    assert taken_out(screws) == [(-5, ANNA)]
    expect(desk.field).to_be_focused()


def test_a_scan_in_the_field_of_the_quantity_is_a_scan(desk, anna, screws, drill):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.page.keyboard.press("Alt+m")

    desk.scan(drill)

    desk.expect_result("lent", drill.name)
    assert taken_out(screws) == [(-1, ANNA)]


def test_what_can_be_divided_has_a_comma_and_pieces_have_none(desk, anna, screws, cable):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    expect(desk.pad.locator("[data-digit=',']")).to_be_disabled()
    desk.scan(cable)
    expect(desk.pad).to_contain_text(cable.name)
    desk.press("2,5")
    desk.expect_quantity("2,5")
    desk.pad.locator("[data-action=book]").click()

    desk.expect_result("withdrawn", "2,5 m Kabel", "47,5")
    assert taken_out(cable) == [(-2.5, ANNA)]


def test_without_a_person_it_waits_for_one_with_its_quantity(desk, anna, screws, drill):
    desk.scan(screws)
    desk.expect_quantity("1")
    expect(desk.pad.locator("[data-action=book]")).to_be_hidden()
    desk.press("6")
    desk.scan(drill)
    desk.expect_result("waiting", drill.name)
    expect(desk.person.locator("[data-slot=tools] > li")).to_have_count(2)

    desk.scan(anna)

    desk.expect_result("lent")
    assert (taken_out(screws), holder_of(drill)) == ([(-6, ANNA)], ANNA)


def test_it_is_booked_without_a_person_when_somebody_says_so(desk, screws):
    desk.scan(screws)
    desk.expect_quantity("1")
    desk.page.keyboard.press("Enter")
    expect(desk.pad).to_be_visible()

    desk.pad.locator("[data-action=alone]").click()

    desk.expect_result("withdrawn", screws.name)
    assert taken_out(screws) == [(-1, "")]


@pytest.mark.parametrize("way", ["Escape", "Alt+u", "button"])
def test_an_open_quantity_can_be_put_aside(desk, anna, screws, way):
    desk.scan(anna, screws)
    desk.expect_quantity("1")

    if way == "button":
        desk.pad.locator("[data-action=putAside]").click()
    else:
        desk.page.keyboard.press(way)

    expect(desk.pad).to_be_hidden()
    desk.expect_person(anna)
    desk.pass_time(RELEASE_AFTER)
    desk.expect_person(None)
    assert taken_out(screws) == []


def test_undo_while_it_is_open_takes_one_reading_back(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.scan(screws)
    desk.expect_quantity("2")

    desk.page.keyboard.press("Alt+u")

    desk.expect_quantity("1")


def test_who_walks_away_gets_what_was_scanned_when_the_countdown_ends(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    expect(desk.pad.locator("[data-slot=purpose]")).to_contain_text(ANNA)

    desk.pass_time(RELEASE_AFTER)

    desk.expect_result("withdrawn", ANNA)
    desk.expect_person(None)
    assert taken_out(screws) == [(-1, ANNA)]


def test_what_nobody_came_for_is_not_booked_and_stays_in_the_list(desk, screws):
    desk.scan(screws)
    desk.expect_quantity("1")

    desk.pass_time(WAIT_AT_MOST)

    expect(desk.entry_of(screws)).to_have_attribute("data-kind", "unassigned")
    expect(desk.pad).to_be_hidden()
    assert taken_out(screws) == []


def test_nothing_is_no_quantity(desk, anna, screws, drill):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.press("0")
    desk.pad.locator("[data-action=book]").click()
    desk.expect_quantity("0")

    desk.scan(drill)

    desk.expect_result("lent")
    expect(desk.entry_of(screws)).to_have_attribute("data-kind", "discarded")
    assert taken_out(screws) == []


@pytest.mark.parametrize("where", ["key", "list"])
def test_undo_puts_it_back(desk, anna, screws, where):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.page.keyboard.press("Enter")
    desk.expect_result("withdrawn")

    if where == "key":
        desk.page.keyboard.press("Alt+u")
    else:
        desk.entry_of(screws).get_by_role("button").click()

    desk.expect_result("undone", screws.name)
    expect(desk.entry_of(screws)).to_have_attribute("data-kind", "undone")
    assert taken_out(screws) == [(-1, ANNA), (1, ANNA)]


def test_of_two_withdrawals_the_older_can_be_undone_too(desk, anna, screws):
    desk.scan(anna)
    for quantity in ("2", "3"):
        desk.scan(screws)
        desk.expect_quantity("1")
        desk.press(quantity)
        desk.page.keyboard.press("Enter")
        desk.expect_result("withdrawn", f"{quantity} Stück")

    desk.entries.filter(has_text="2 Stück").get_by_role("button").click()

    desk.expect_result("undone")
    assert taken_out(screws) == [(-2, ANNA), (-3, ANNA), (2, ANNA)]


def test_falling_below_the_minimum_is_said(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.press("15")
    desk.page.keyboard.press("Enter")

    desk.expect_result("withdrawn")
    expect(desk.result.locator("[data-slot=short]")).to_contain_text("5")


def test_more_than_there_is_is_refused_and_the_rest_is_offered(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.press("25")
    expect(desk.pad).to_have_attribute("data-short", "")
    desk.page.keyboard.press("Enter")
    desk.expect_result("refused", "20")
    assert taken_out(screws) == []

    desk.page.keyboard.press("Alt+a")

    desk.expect_result("withdrawn", "20 Stück")
    assert taken_out(screws) == [(-20, ANNA)]


@pytest.mark.parametrize(
    "values", [{"is_blocked": True, "blocked_reason": "Unterweisung fehlt"}, {"is_active": False}]
)
def test_who_may_not_borrow_gets_no_consumables_either(desk, screws, values):
    desk.scan(WorkerFactory(**values), screws)

    desk.expect_result("refused", screws.name, values.get("blocked_reason", ANNA))
    expect(desk.pad).to_be_hidden()
    expect(desk.entry_of(screws)).to_contain_text(values.get("blocked_reason", ANNA))
    assert taken_out(screws) == []


def test_an_unknown_code_does_not_book_what_is_open(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")

    desk.scan("XQ-17")

    desk.expect_result("unknown")
    desk.expect_quantity("1")
    assert taken_out(screws) == []


def test_nothing_moves_when_the_pad_opens_and_closes(desk, anna, screws, cable):
    place = desk.page.locator("[data-journal] h2").bounding_box()

    for code, kind in [
        (anna, "person"),
        (screws, "quantity"),
        (cable, "withdrawn"),
        ("", "withdrawn"),
    ]:
        desk.scan(code)
        desk.expect_result(kind)
        assert desk.page.locator("[data-journal] h2").bounding_box() == place
        desk.pass_time(2_000)


def test_a_phone_takes_out_with_the_pad(open_desk, anna, screws):
    desk = open_desk(viewport=PHONE, has_touch=True, is_mobile=True)
    for code in (anna.barcode, screws.barcode):
        desk.field.fill(code)
        desk.field.press("Enter")
    desk.expect_quantity("1")

    book = desk.pad.locator("[data-action=book]")
    expect(book).to_be_in_viewport(ratio=1)
    for digit in "12":
        desk.pad.locator(f"[data-digit='{digit}']").tap()
    sizes = [key.bounding_box() for key in desk.pad.locator("button:visible").all()]
    book.tap()

    desk.expect_result("withdrawn", "12 Stück")
    assert min(min(size["width"], size["height"]) for size in sizes) >= TARGET
    assert desk.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert taken_out(screws) == [(-12, ANNA)]
