"""Reports by mail, and "Your week": to whom, when, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.consumables.services.stock import withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.registry import registry
from apps.core.tests.threads import at_once
from apps.lending.services import lend_tool
from apps.masterdata.models import Department
from apps.masterdata.tests.factories import DepartmentFactory
from apps.notifications.models import OutgoingMail
from apps.notifications.rendering import render
from apps.notifications.services import set_preferences
from apps.reports.enums import Rhythm
from apps.reports.models import SavedReport
from apps.reports.sending import send_saved_reports
from apps.reports.services import change_saved, save_report
from apps.reports.weekly import send_week
from apps.sitesettings.queries import current
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

THURSDAY = datetime(2026, 11, 19, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def reader():
    return UserFactory(role=Role.EMPLOYEE, email="lager@example.org")


@pytest.fixture
def saved(reader):
    """Last week's lendings, to come every Monday; one tool was lent."""
    tool, worker = ToolFactory(barcode="T7", name="Zange"), WorkerFactory()
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=reader, now=THURSDAY)
    return save_report(
        report="lendings-by-tool",
        name="Montags",
        query="period=last_week",
        rhythm=Rhythm.WEEKLY,
        actor=reader,
        now=THURSDAY,
    )


def mail():
    return render(OutgoingMail.objects.get(), current())


def test_a_saved_report_comes_with_its_turn(saved):
    assert send_saved_reports(THURSDAY + DAY) == 0

    assert send_saved_reports(MONDAY) == 1

    subject, text, html = mail()
    assert subject == "Bericht: Montags"
    assert "16.11.2026 \N{EN DASH} 22.11.2026" in text
    assert "Zange | T7" in text
    assert "Zange" in html


@pytest.mark.usefixtures("saved")
def test_a_saved_report_comes_once_a_turn():
    send_saved_reports(MONDAY)

    assert [send_saved_reports(MONDAY + day * DAY) for day in (0, 1, 6, 7)] == [0, 0, 0, 1]
    assert OutgoingMail.objects.count() == 2


@pytest.mark.usefixtures("saved")
def test_two_runs_at_once_send_one_mail():
    sent = at_once(lambda: send_saved_reports(MONDAY), lambda: send_saved_reports(MONDAY))

    assert (sorted(sent), OutgoingMail.objects.count()) == ([0, 1], 1)


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.STANDARD_USER}])
def test_who_may_no_longer_see_it_gets_no_report(saved, change):
    User.objects.filter(pk=saved.user_id).update(**change)

    assert (send_saved_reports(MONDAY), OutgoingMail.objects.count()) == (0, 0)


def test_a_filter_on_a_deleted_department_is_told(saved):
    DepartmentFactory(name="Holz")
    SavedReport.objects.update(query="period=last_week&department=Holz")
    Department.objects.all().delete()

    send_saved_reports(MONDAY)

    assert "Seine Filter passen nicht mehr." in mail()[1]


def test_a_report_that_comes_no_longer_stays_silent(saved):
    change_saved(
        saved_id=saved.pk, name="Montags", rhythm=Rhythm.NEVER, actor=saved.user, now=THURSDAY
    )

    assert send_saved_reports(MONDAY) == 0


def test_a_report_that_no_app_offers_is_skipped(saved, monkeypatch):
    monkeypatch.delitem(registry.reports, "lendings-by-tool")

    assert send_saved_reports(MONDAY) == 0


@pytest.fixture
def week(reader):
    """An employee who chose "Your week", after a week in which something happened."""
    set_preferences(reader, {"reports.week": "mail"})
    tool, worker = ToolFactory(), WorkerFactory()
    lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=reader, now=THURSDAY)
    screws = ConsumableFactory(stock=10, cost_per_unit="1.25")
    withdraw(consumable_id=screws.pk, quantity=4, actor=reader, now=THURSDAY)
    return reader


@pytest.mark.usefixtures("week")
def test_the_week_has_the_numbers_of_the_past_days_and_of_now(settings):
    settings.PUBLIC_URL = "https://scandy.example"

    assert send_week(current(), MONDAY) == 1

    subject, text, _html = mail()
    assert subject == "Ihre Woche, 16.11.2026 \N{EN DASH} 22.11.2026"
    assert "- Neue Ausleihen: 1 (in der Woche davor: 0)" in text
    assert "- Verbrauch: 5,00\N{NO-BREAK SPACE}€" in text
    assert "- überfällig: 0" in text
    assert (
        "https://scandy.example/reports/lendings-by-period?period=free&date_from=2026-11-16" in text
    )


@pytest.mark.usefixtures("week")
def test_the_week_comes_once_also_when_monday_was_missed():
    assert [send_week(current(), MONDAY + day * DAY) for day in (1, 1, 2, 7)] == [1, 0, 0, 1]


@pytest.mark.usefixtures("week")
def test_two_runs_at_once_send_one_week():
    sent = at_once(lambda: send_week(current(), MONDAY), lambda: send_week(current(), MONDAY))

    assert (sorted(sent), OutgoingMail.objects.count()) == ([0, 1], 1)


def test_nobody_gets_the_week_who_did_not_choose_it(reader):
    assert send_week(current(), MONDAY) == 0


@pytest.mark.usefixtures("week")
def test_the_house_can_switch_the_week_off():
    settings = current()
    settings.week_mail = False

    assert send_week(settings, MONDAY) == 0
