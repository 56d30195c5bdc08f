"""Reminders: who hears when, once each, also after a pause of the house."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.db import transaction
from apps.core.tests.moments import MADE_AT
from apps.lending.models import Lending
from apps.lending.reminders import Reminded, remind_borrowers, tell_employees
from apps.lending.rules import soon_until
from apps.lending.services import extend_lending, lend_tool, return_tool
from apps.notifications.models import Notification, OutgoingMail
from apps.notifications.services import set_preferences
from apps.notifications.tests.houses import make_house
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DUE = date(2026, 1, 14)  # a Wednesday


@pytest.fixture
def house():
    return make_house()


def morning(day):
    return clock.start_of_day(day) + timedelta(hours=6)


def lend(email="anna@haus.example", due=DUE, **person):
    worker = WorkerFactory(email=email, **person)
    return lend_tool(
        tool_id=ToolFactory().pk,
        worker_id=worker.pk,
        actor=UserFactory(),
        now=MADE_AT,
        due_date=clock.end_of_day(due),
    )


def run(house, *days_after_due):
    """Run on these days; the templates of the mails that each of them left."""
    found = []
    for days in days_after_due:
        OutgoingMail.objects.all().delete()
        remind_borrowers(house, morning(DUE + timedelta(days=days)))
        found.append([mail.template for mail in OutgoingMail.objects.all()])
    return found


def test_person_hears_before_and_on_the_due_date_and_after_three_and_seven_days(house):
    lend()

    heard = {days: templates for days in range(-4, 12) for templates in run(house, days)}

    late = ["lending_reminder"]
    assert {days: mails for days, mails in heard.items() if mails} == {
        -1: ["lending_due_soon"],
        0: late,
        3: late,
        7: late,
    }


def test_second_run_on_a_day_tells_nobody(house):
    lend()

    assert run(house, 0, 0) == [["lending_reminder"], []]


def test_days_without_a_run_are_made_up_for_with_one_mail(house):
    lend()

    assert run(house, 5, 6, 7) == [["lending_reminder"], [], ["lending_reminder"]]


def test_closed_days_are_quiet_and_made_up_for(house):
    lend()
    house.opening_days = [0, 1, 2, 3]

    # Saturday (+3) is closed, Monday (+5) hears of it; Wednesday (+7) as always
    assert run(house, 3, 4, 5, 7) == [[], [], ["lending_reminder"], ["lending_reminder"]]


@pytest.mark.unit
def test_monday_is_announced_on_friday_when_the_weekend_is_closed():
    def next_open(day):
        return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))

    friday = date(2026, 1, 16)

    assert soon_until(friday, 1, next_open) == date(2026, 1, 19)
    assert soon_until(friday - timedelta(days=1), 1, next_open) == friday


def test_returned_tool_is_not_asked_for(house):
    lending = lend()
    return_tool(tool_id=lending.tool_id, actor=None, now=MADE_AT)

    assert run(house, -1, 0, 3) == [[], [], []]


def test_extension_starts_anew(house):
    lending = lend()
    run(house, 0)
    extend_lending(
        tool_id=lending.tool_id,
        due_date=clock.end_of_day(DUE + timedelta(days=5)),
        actor=None,
        now=morning(DUE),
    )
    extended = Lending.objects.get()

    assert extended.reminder_sent is False
    assert run(house, 1, 4, 5) == [[], ["lending_due_soon"], ["lending_reminder"]]


def test_sent_reminder_is_marked(house):
    lending = lend()

    run(house, 0)

    lending.refresh_from_db()
    assert lending.reminder_sent is True


def test_person_without_address_is_counted_and_not_asked_again(house):
    lend(email="")

    runs = [remind_borrowers(house, morning(DUE)) for _run in range(2)]

    assert runs == [Reminded(not_mailed=1), Reminded()]
    assert Lending.objects.get().reminder_sent is False


def test_mail_names_tool_dates_and_delay(house):
    lend()

    remind_borrowers(house, morning(DUE + timedelta(days=3)))

    context = OutgoingMail.objects.get().context
    assert (context["recipient_name"], context["tool"]) == (
        "Anna Beispiel",
        "Bohrmaschine GSR 18V",
    )
    assert (context["due"], context["lent"]) == ("14.01.2026", "02.01.2026")
    assert (context["days_late"], context["is_today"]) == (3, False)


def test_person_with_account_hears_as_chosen(house):
    users = {
        channel: UserFactory(email=f"{channel}@haus.example")
        for channel in ("mail", "digest", "app", "off")
    }
    for channel, user in users.items():
        set_preferences(user, {"lending.reminder": channel})
        lend(email="", user=user)

    remind_borrowers(house, morning(DUE))

    told = set(Notification.objects.values_list("user_id", flat=True))
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["mail@haus.example"]
    assert told == {user.pk for channel, user in users.items() if channel != "off"}
    assert Notification.objects.get(wants_digest=True).user_id == users["digest"].pk


def test_mail_waits_for_the_end_of_the_quiet_hours(house):
    lend()
    quiet = make_house(quiet_from="20:00", quiet_until="07:30")

    remind_borrowers(quiet, morning(DUE))

    assert OutgoingMail.objects.get().due_at == datetime(2026, 1, 14, 6, 30, tzinfo=UTC)


def test_employees_get_one_list_a_day(house):
    boss = UserFactory(role=Role.ADMIN, email="chef@haus.example")
    UserFactory(role=Role.EMPLOYEE)
    UserFactory(role=Role.STANDARD_USER, email="theke@haus.example")
    for _number in range(3):
        lend()
    late = morning(DUE + timedelta(days=2))

    counts = [tell_employees(house, late), tell_employees(house, late + timedelta(hours=1))]

    mail = OutgoingMail.objects.get()
    assert (counts, mail.recipient, mail.context["count"]) == ([3, 3], boss.email, 3)
    assert [line["days"] for line in mail.context["lines"]] == [2, 2, 2]


def test_nothing_overdue_means_no_list(house):
    UserFactory(role=Role.ADMIN, email="chef@haus.example")
    lend()

    assert tell_employees(house, morning(DUE)) == 0
    assert not OutgoingMail.objects.exists()


def test_lending_that_somebody_is_changing_stops_no_other(house, monkeypatch):
    monkeypatch.setattr("apps.core.db.RETRY_SECONDS", 0.2)
    busy, other = lend("busy@haus.example"), lend("other@haus.example")
    holding, over = threading.Event(), threading.Event()

    def change():
        with transaction():
            Lending.objects.filter(pk=busy.pk).update(notes="gleich")
            holding.set()
            over.wait(20)
        connections.close_all()

    changer = threading.Thread(target=change)
    changer.start()
    holding.wait(10)
    first = remind_borrowers(house, morning(DUE))
    over.set()
    changer.join()
    second = remind_borrowers(house, morning(DUE))

    assert (first, second) == (Reminded(mailed=1, postponed=1), Reminded(mailed=1))
    assert Lending.objects.get(pk=other.pk).reminder_sent
