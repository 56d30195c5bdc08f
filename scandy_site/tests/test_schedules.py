"""Regular work: when it runs, what it leaves behind, and who hears when it does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.models import AuditEvent
from apps.core import clock, schedules
from apps.core.models import TaskRun
from apps.core.registry import Schedule, registry
from apps.core.tests.admin_pages import errors, filled_in
from scandy_site.celery import app
from scandy_site.tests.probe.tasks import look_around, stumble

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:sitesettings_scheduledtask_changelist")
NAME = "core.clear_expired"


@pytest.fixture
def task():
    return PeriodicTask.objects.get(name=NAME)


@pytest.fixture
def form_url(task):
    return reverse("admin:sitesettings_scheduledtask_change", args=[task.pk])


@pytest.fixture
def stumbling(monkeypatch):
    schedule = Schedule("probe.stumble", "Stolpern", at_hour=4)
    monkeypatch.setitem(registry.schedules, schedule.task, schedule)
    schedules.sync_schedules(clock.now())


@pytest.fixture
def looking(monkeypatch):
    schedule = Schedule("probe.look_around", "Umsehen", every_minutes=10)
    monkeypatch.setitem(registry.schedules, schedule.task, schedule)
    schedules.sync_schedules(clock.now())


def save(client, url, **changes):
    return client.post(url, {**filled_in(client, url), **changes})


def labels(now):
    return [str(problem.label) for problem in schedules.problems(now)]


def test_every_registered_schedule_expires_before_its_next_run():
    tasks = PeriodicTask.objects.filter(name__in=list(registry.schedules))

    assert {task.name for task in tasks} == set(registry.schedules)
    for task in tasks.select_related("interval", "crontab"):
        assert 0 < task.expire_seconds < schedules.period_of(task).total_seconds()


def test_sync_keeps_changed_times_and_drops_what_is_gone(task):
    schedules.retime(task, every_minutes=90, at=(0, 0), now=clock.now())
    task.save()
    PeriodicTask.objects.create(name="gone.task", task="gone.task", interval=task.interval)

    schedules.sync_schedules(clock.now())

    assert schedules.minutes_of(PeriodicTask.objects.get(name=NAME)) == 90
    assert not PeriodicTask.objects.filter(name="gone.task").exists()


def test_admin_changes_the_time_and_the_history_knows(form_url):
    client = client_of(Role.ADMIN)

    response = save(client, form_url, every_minutes="", daily_at="04:30")

    assert response.status_code == 302
    changed = PeriodicTask.objects.select_related("crontab").get(name=NAME)
    assert (changed.crontab.hour, changed.crontab.minute) == ("4", "30")
    event = AuditEvent.objects.get(event_type="sitesettings.schedule_changed")
    assert "04:30" in event.changes["when"]["new"]


def test_admin_switches_work_off_and_nobody_misses_it(form_url):
    client = client_of(Role.ADMIN)

    client.post(form_url, {"daily_at": "03:00"})

    assert not PeriodicTask.objects.get(name=NAME).enabled
    label = str(registry.schedules[NAME].label)
    assert label not in labels(clock.now() + timedelta(days=30))


@pytest.mark.parametrize(
    ("minutes", "daily_at"),
    [("0", ""), ("0,02", ""), ("-5", ""), ("9999", ""), ("", ""), ("5", "04:00")],
)
def test_impossible_time_is_refused_with_a_sentence(form_url, minutes, daily_at):
    response = save(client_of(Role.ADMIN), form_url, every_minutes=minutes, daily_at=daily_at)

    assert list(errors(response)) == ["every_minutes"]
    assert not AuditEvent.objects.filter(event_type="sitesettings.schedule_changed").exists()


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.STANDARD_USER])
def test_schedules_are_for_admins_alone(form_url, role):
    client = client_of(role)

    assert client.get(LIST).status_code == 403
    assert client.post(form_url, {"every_minutes": "1"}).status_code == 403


def test_beat_takes_a_change_over(form_url):
    beat = DatabaseScheduler(app=app)
    assert beat.schedule["core.sweep_jobs"].schedule.run_every == timedelta(minutes=1)

    save(client_of(Role.ADMIN), form_url, every_minutes="7", daily_at="")

    assert beat.schedule[NAME].schedule.run_every == timedelta(minutes=7)


def test_beat_loads_daily_work_around_its_time(task):
    local = clock.now().astimezone(clock.BERLIN)
    schedules.retime(task, every_minutes=None, at=(local.hour, local.minute), now=clock.now())
    task.save()

    entry = DatabaseScheduler(app=app).schedule[NAME]

    assert entry.schedule.hour == {local.hour}
    assert entry.schedule.minute == {local.minute}


@pytest.mark.usefixtures("stumbling")
def test_failed_run_is_shown_to_admins_and_only_warned_of_in_health(client):
    stumble()

    page = client_of(Role.ADMIN).get(reverse("admin:index")).content.decode()
    checks = client.get(reverse("health")).json()["checks"]
    assert "Stolpern" in page
    assert "Der Schlüssel fehlt." in page
    assert "Stolpern" not in client_of(Role.EMPLOYEE).get(reverse("admin:index")).content.decode()
    assert checks["schedules"]["status"] == "warning"
    assert "Stolpern" in checks["schedules"]["detail"]


@pytest.mark.usefixtures("looking")
def test_work_that_did_not_run_is_missed_after_two_periods():
    now = clock.now()

    assert "Umsehen" not in labels(now + timedelta(minutes=20))
    assert "Umsehen" in labels(now + timedelta(minutes=26))


@pytest.mark.usefixtures("looking")
def test_quiet_runs_keep_one_record_and_are_not_missed(monkeypatch):
    now = clock.now()
    for minutes in (10, 20, 30):
        monkeypatch.setattr(clock, "now", lambda at=now + timedelta(minutes=minutes): at)
        look_around()

    assert TaskRun.objects.filter(name="probe.look_around").count() == 1
    assert "Umsehen" not in labels(now + timedelta(minutes=40))


def test_runs_are_listed_with_their_result():
    now = clock.now()
    TaskRun.objects.create(
        name=NAME, started_at=now, finished_at=now + timedelta(seconds=2.5), result="3 + 4"
    )
    client = client_of(Role.ADMIN)

    runs = client.get(reverse("admin:core_taskrun_changelist")).content.decode()
    overview = client.get(LIST).content.decode()

    assert "3 + 4" in runs
    assert "2,5" in runs
    assert "2,5" in overview


def test_list_of_schedules_asks_as_often_for_many_as_for_few(count_commands):
    client = client_of(Role.ADMIN)
    client.get(LIST)

    with count_commands() as commands:
        client.get(LIST)

    assert commands.total <= 10
