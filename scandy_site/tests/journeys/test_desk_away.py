"""The server goes away, the session ends, windows are closed: nothing that was scanned is lost or booked twice."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Route, expect

from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.models import Operation
from apps.lending.models import Lending
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.away import REQUESTS, cut_off, expect_kept
from scandy_site.tests.journeys.desk_page import DeskPage

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
]

BOOKINGS = re.compile(r"/api/lending/")
A_MINUTE = 61_000
HANGS_AT_MOST = 12_000
LONGEST_PAUSE = 31_000
WRITE_DOWN_WHAT_IS_KEPT = """
  window.kept = [];
  const send = window.fetch;
  window.fetch = (url, options) => {
    if (options.method === "POST") {
      const { operation_id } = JSON.parse(options.body);
      window.kept.push(Object.values(localStorage).some((text) => text.includes(operation_id)));
    }
    return send(url, options);
  };
"""


def lendings() -> list[tuple[str, str]]:
    """Who got what, in order."""
    return list(Lending.objects.order_by("lent_at").values_list("tool_barcode", "worker_name"))


def test_what_is_scanned_while_the_server_is_stopped_is_booked_when_it_is_back(
    server, desk, anna, drill, saw
):
    server.stop()
    desk.scan(anna, drill)
    desk.expect_result("stored")
    desk.scan(saw)
    expect_kept(desk, 3)
    expect(desk.pending.last).to_contain_text(saw.barcode)

    server.start()

    desk.expect_all_sent()
    assert lendings() == [(drill.barcode, "Anna Beispiel"), (saw.barcode, "Anna Beispiel")]
    expect(desk.status).to_have_attribute("data-tone", "ready")


def test_what_waits_survives_a_reload(desk, anna, drill):
    cut_off(desk)
    desk.scan(anna, drill)
    expect_kept(desk, 2)

    desk.reload()
    expect_kept(desk, 2)
    desk.page.unroute(REQUESTS)

    desk.expect_all_sent()
    desk.expect_result("lent", drill.name, "Anna Beispiel")
    assert lendings() == [(drill.barcode, "Anna Beispiel")]


def test_an_answer_that_got_lost_is_asked_for_again_and_booked_once(desk, anna, drill):
    sent = []

    def lose_the_first_answer(route: Route) -> None:
        sent.append(route.request.post_data_json)
        response = route.fetch()
        route.abort() if len(sent) == 1 else route.fulfill(response=response)

    desk.page.route("**/api/lending/process", lose_the_first_answer)
    desk.scan(anna, drill)

    desk.expect_result("lent", drill.name)
    desk.expect_all_sent()
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert lendings() == [(drill.barcode, "Anna Beispiel")]


def test_an_operation_is_stored_before_it_is_sent(open_desk, anna, drill):
    desk = open_desk(script=WRITE_DOWN_WHAT_IS_KEPT)

    desk.lend(anna, drill)

    assert desk.page.evaluate("window.kept") == [True]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_error_of_the_server_is_no_answer(desk, anna, drill, status):
    desk.scan(anna)
    desk.expect_person(anna)
    desk.page.route(BOOKINGS, lambda route: route.fulfill(status=status, body="<h1>Sorry</h1>"))
    desk.scan(drill)
    desk.expect_result("stored", drill.name, "Anna Beispiel")
    expect_kept(desk, 1)

    desk.page.unroute(BOOKINGS)

    desk.expect_result("lent", drill.name)
    assert lendings() == [(drill.barcode, "Anna Beispiel")]


def test_a_server_that_hangs_is_given_up_on_and_asked_again(desk, anna):
    desk.page.route(REQUESTS, lambda _route: None)
    desk.scan(anna)
    expect(desk.status).to_have_attribute("data-tone", "busy")
    expect(desk.status).to_have_attribute("data-tone", "away", timeout=HANGS_AT_MOST)
    desk.expect_result("stored", anna.barcode)

    desk.page.unroute(REQUESTS)

    desk.expect_person(anna)


def test_what_the_server_never_answers_can_be_discarded_and_stays_in_the_list(desk, anna, drill):
    desk.scan(anna)
    desk.expect_person(anna)
    desk.page.route(BOOKINGS, lambda route: route.fulfill(status=500, body="{}"))
    desk.scan(drill)
    expect_kept(desk, 1)
    discard = desk.pending.locator("[data-action=askDiscard]")
    expect(discard).to_be_hidden()
    while discard.is_hidden():
        desk.pass_time(LONGEST_PAUSE)
        desk.page.wait_for_timeout(100)

    discard.click()
    desk.page.locator("dialog [data-action=discard]").click()

    desk.expect_all_sent()
    expect(desk.entry_of(drill)).to_have_attribute("data-kind", "discarded")
    assert lendings() == []


def test_tools_that_were_scanned_after_the_person_was_released_wait(desk, anna, drill, saw):
    let_through = cut_off(desk)
    desk.scan(anna, drill)
    expect_kept(desk, 2)
    desk.pass_time(A_MINUTE)
    desk.scan(saw)
    expect_kept(desk, 3)

    let_through()

    desk.expect_all_sent()
    desk.expect_result("waiting", saw.name)
    assert lendings() == [(drill.barcode, "Anna Beispiel")]


def test_the_person_at_the_time_of_the_scan_counts_however_late_it_is_sent(desk, anna, drill, saw):
    desk.scan(anna)
    desk.expect_person(anna)
    let_through = cut_off(desk)
    desk.scan(drill)
    expect_kept(desk, 1)
    desk.page.keyboard.press("Escape")
    desk.expect_person(None)
    desk.scan(saw)
    desk.pass_time(10 * A_MINUTE)
    desk.expect_person(None)

    let_through()

    desk.expect_all_sent()
    expect(desk.entry_of(saw)).to_have_attribute("data-kind", "unassigned")
    assert lendings() == [(drill.barcode, "Anna Beispiel")]


def test_persons_and_dates_that_change_meanwhile_are_kept_apart(desk, anna, jonas, drill, saw):
    let_through = cut_off(desk)
    desk.scan(anna)
    expect_kept(desk, 1)
    desk.due.locator("[data-add-days='7']").click()
    desk.scan(drill, jonas, saw)
    expect_kept(desk, 5)

    let_through()

    desk.expect_all_sent()
    desk.expect_person(jonas)
    assert lendings() == [(drill.barcode, "Anna Beispiel"), (saw.barcode, "Jonas Muster")]
    first, second = Lending.objects.order_by("lent_at")
    assert (clock.local_date(first.due_date) - clock.local_date(second.due_date)).days == 7


def test_scanning_a_tool_again_much_later_is_its_return_and_no_bounce(desk, anna, drill):
    let_through = cut_off(desk)
    desk.scan(anna, drill)
    desk.pass_time(A_MINUTE)
    desk.scan(drill)
    expect_kept(desk, 3)

    let_through()

    desk.expect_result("returned", drill.name)
    assert Lending.objects.get(tool=drill).returned_at is not None


def test_refusals_that_come_late_stay_in_sight(desk, anna, drill, saw):
    blocked = WorkerFactory(is_blocked=True, blocked_reason="Unterweisung fehlt")
    let_through = cut_off(desk)
    desk.scan(blocked, drill, anna, saw)
    expect_kept(desk, 4)

    let_through()

    desk.expect_result("lent", saw.name)
    expect(desk.result.locator("[data-slot=problems]")).to_contain_text(drill.barcode)
    expect(desk.entries.filter(has_text=drill.barcode)).to_have_attribute("data-kind", "refused")


def test_undoing_waits_for_the_server_too(desk, anna, drill):
    desk.lend(anna, drill)
    let_through = cut_off(desk)
    desk.page.keyboard.press("Alt+u")
    expect_kept(desk, 1)
    expect(desk.entries.locator("[data-action=undo]:visible")).to_have_count(0)

    let_through()

    desk.expect_result("undone", drill.name)
    assert Lending.objects.get(tool=drill).canceled_at is not None


def test_undo_means_the_last_scan_also_while_that_waits(desk, anna, drill, saw):
    desk.lend(anna, drill)
    let_through = cut_off(desk)
    desk.scan(saw)
    expect_kept(desk, 1)
    desk.page.keyboard.press("Alt+u")
    expect_kept(desk, 2)

    let_through()

    desk.expect_result("undone", saw.name)
    desk.expect_all_sent()
    assert [lending.tool_barcode for lending in Lending.objects.open()] == [drill.barcode]


def test_undo_of_a_scan_that_is_refused_later_undoes_nothing_else(desk, anna, drill):
    desk.lend(anna, drill)
    let_through = cut_off(desk)
    desk.scan("XQ-17")
    expect_kept(desk, 1)
    desk.page.keyboard.press("Alt+u")
    expect_kept(desk, 2)

    let_through()

    desk.expect_result("unknown", "XQ-17")
    desk.expect_all_sent()
    assert [lending.tool_barcode for lending in Lending.objects.open()] == [drill.barcode]


def test_a_session_that_ended_loses_nothing(open_desk, anna, drill, saw):
    user = UserFactory()
    desk = open_desk(user)
    desk.scan(anna)
    desk.expect_person(anna)
    desk.page.context.clear_cookies()
    desk.scan(drill, saw)
    expect_kept(desk, 2)
    expect(desk.status).to_have_attribute("data-tone", "signedOut")

    desk.status.locator("[data-slot=login]").click()
    desk.sign_in(user.username)

    desk.expect_all_sent()
    assert lendings() == [(drill.barcode, "Anna Beispiel"), (saw.barcode, "Anna Beispiel")]
    assert {lending.lent_by_id for lending in Lending.objects.all()} == {user.pk}


def test_scans_of_somebody_else_are_sent_under_another_name_only_when_that_one_says_so(
    open_desk, anna, jonas, drill, saw
):
    desk, colleague = open_desk(), UserFactory()
    desk.scan(anna)
    desk.expect_person(anna)
    desk.page.context.clear_cookies()
    desk.scan(drill)
    expect_kept(desk, 1)
    desk.status.locator("[data-slot=login]").click()
    desk.sign_in(colleague.username)
    expect(desk.status).to_have_attribute("data-tone", "foreign")
    desk.lend(jonas, saw)
    assert lendings() == [(saw.barcode, "Jonas Muster")]

    desk.status.get_by_role("button").click()

    desk.expect_result("lent", drill.name)
    assert lendings() == [(saw.barcode, "Jonas Muster"), (drill.barcode, "Anna Beispiel")]


def test_a_page_whose_token_is_too_old_fetches_a_new_one(desk, anna, drill):
    desk.scan(anna)
    desk.expect_person(anna)
    [cookie] = [c for c in desk.page.context.cookies() if c["name"].startswith("csrftoken")]
    desk.page.context.add_cookies([{**cookie, "value": "x" * 32}])

    desk.scan(drill)

    desk.expect_result("lent", drill.name)
    desk.expect_all_sent()


def test_a_second_window_takes_over_what_waits_and_nothing_happens_twice(desk, anna, drill, saw):
    cut_off(desk)
    desk.scan(anna, drill)
    expect_kept(desk, 2)
    second = DeskPage(desk.page.context.new_page(), desk.address)
    second.open()
    second.expect_all_sent()
    expect(desk.status).to_have_attribute("data-tone", "elsewhere")
    desk.page.unroute(REQUESTS)

    desk.scan(saw)

    desk.expect_result("lent", saw.name)
    expect(second.status).to_have_attribute("data-tone", "elsewhere")
    assert lendings() == [(drill.barcode, "Anna Beispiel"), (saw.barcode, "Anna Beispiel")]
    second.page.close()
    desk.pass_time()
    desk.scan(saw)
    desk.expect_result("returned", saw.name)


def test_another_device_without_tls_has_ids_too(open_desk, anna, drill):
    desk = open_desk(host="scandy.test")
    assert desk.page.evaluate("[isSecureContext, typeof crypto.randomUUID]") == [False, "undefined"]

    desk.lend(anna, drill)

    assert UUID(Operation.objects.get().operation_id).version == 4
