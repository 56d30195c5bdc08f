"""What the desk does not book, and how it says so."""

import re

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.lending.models import Lending
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.journeys.bookings import holder_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]


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
