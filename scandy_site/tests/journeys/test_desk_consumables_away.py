"""Consumables while the server is away: what was scanned is taken out of stock once, for whom it was scanned."""

import pytest
from playwright.sync_api import Route, expect

from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import StockMovement
from scandy_site.tests.journeys.away import cut_off, expect_kept
from scandy_site.tests.journeys.bookings import holder_of, taken_out
from scandy_site.tests.journeys.desk_page import READ_ANEW

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
]

ANNA = "Anna Beispiel"
A_MINUTE = 61_000


def test_what_is_scanned_while_the_server_is_stopped_is_booked_when_it_is_back(
    server, desk, anna, screws, drill
):
    server.stop()
    desk.scan(anna, screws)
    desk.pass_time(READ_ANEW)
    desk.scan(screws)
    desk.pass_time(READ_ANEW)
    desk.scan(drill)
    expect_kept(desk, 4)
    expect(desk.pad).to_be_hidden()

    server.start()

    desk.expect_all_sent()
    desk.expect_result("lent")
    assert (taken_out(screws), holder_of(drill)) == ([(-2, ANNA)], ANNA)


def test_a_quantity_that_was_confirmed_waits_for_the_server(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    let_through = cut_off(desk)
    desk.press("4")
    desk.page.keyboard.press("Enter")
    desk.expect_result("stored", ANNA)
    expect_kept(desk, 1)
    expect(desk.pending).to_contain_text("4 Stück Schrauben M6x20")
    expect(desk.pad).to_be_hidden()

    let_through()

    desk.expect_result("withdrawn", "4 Stück")
    desk.expect_all_sent()
    assert taken_out(screws) == [(-4, ANNA)]


def test_an_answer_that_got_lost_is_asked_for_again_and_booked_once(desk, anna, screws):
    sent = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        response = route.fetch()
        route.abort() if len(sent) == 1 else route.fulfill(response=response)

    desk.page.route("**/api/stock/withdraw", lose_the_first_answer)
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.page.keyboard.press("Enter")

    desk.expect_result("withdrawn", screws.name)
    desk.expect_all_sent()
    assert sent[0] == sent[1]
    assert taken_out(screws) == [(-1, ANNA)]


def test_an_open_quantity_survives_a_reload(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.press("7")
    desk.expect_quantity("7")

    desk.reload()
    desk.expect_quantity("7")
    desk.page.keyboard.press("Enter")

    desk.expect_result("withdrawn", "7 Stück")
    assert taken_out(screws) == [(-7, ANNA)]


def test_the_person_at_the_time_of_the_scan_counts_however_late_it_is_sent(desk, anna, screws):
    desk.scan(anna)
    desk.expect_person(anna)
    let_through = cut_off(desk)
    desk.scan(screws)
    expect_kept(desk, 1)
    desk.pass_time(A_MINUTE)
    desk.expect_person(None)

    let_through()

    desk.expect_result("withdrawn", ANNA)
    assert taken_out(screws) == [(-1, ANNA)]


def test_while_a_scan_waits_the_pad_takes_no_digits(desk, anna, screws, drill):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    let_through = cut_off(desk)

    desk.scan(drill)
    expect_kept(desk, 1)
    expect(desk.pad.locator("[data-digit='5']")).to_be_disabled()
    desk.page.keyboard.press("Enter")
    let_through()

    desk.expect_result("lent")
    assert (taken_out(screws), holder_of(drill)) == ([(-1, ANNA)], ANNA)


def test_undo_means_the_last_reading_also_while_that_waits(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    let_through = cut_off(desk)
    desk.scan(screws)
    expect_kept(desk, 1)
    desk.page.keyboard.press("Alt+u")
    expect_kept(desk, 2)

    let_through()

    desk.expect_all_sent()
    desk.expect_quantity("1")


def test_a_session_that_ended_loses_nothing(open_desk, anna, screws):
    user = UserFactory()
    desk = open_desk(user)
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.page.context.clear_cookies()
    desk.page.keyboard.press("Enter")
    expect_kept(desk, 1)

    desk.status.locator("[data-slot=login]").click()
    desk.sign_in(user.username)

    desk.expect_all_sent()
    assert taken_out(screws) == [(-1, ANNA)]
    assert StockMovement.objects.filter(worker=anna).get().booked_by_id == user.pk


def test_undoing_waits_for_the_server_too(desk, anna, screws):
    desk.scan(anna, screws)
    desk.expect_quantity("1")
    desk.page.keyboard.press("Enter")
    desk.expect_result("withdrawn")
    let_through = cut_off(desk)
    desk.page.keyboard.press("Alt+u")
    expect_kept(desk, 1)

    let_through()

    desk.expect_result("undone", screws.name)
    assert taken_out(screws) == [(-1, ANNA), (1, ANNA)]
