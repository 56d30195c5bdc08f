"""Background work: started with its transaction, seen, stopped, never lost."""

from datetime import timedelta

import pytest
from celery import Celery, current_app
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock, jobs
from apps.core.db import atomic
from apps.core.models import Job, JobState
from scandy_site.instance import ports
from scandy_site.tests.probe import work
from scandy_site.tests.probe.models import Shelf

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JSON = {"Accept": "application/json"}
LATER = timedelta(minutes=2)


@pytest.fixture
def broker():
    """Use the Redis at an address instead of the settings' one."""
    usual = current_app._get_current_object()

    def use(url):
        app = Celery("probe", set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.broker_url = url
        app.set_current()

    yield use
    usual.set_current()


@pytest.fixture
def no_redis(broker):
    broker(f"redis://127.0.0.1:{ports.any_free()}/0")


def run(name, /, **arguments):
    """Enqueue the job and do what a worker does with it."""
    job = jobs.enqueue(name, **arguments)
    jobs.run_job(str(job.pk))
    job.refresh_from_db()
    return job


def test_job_runs_and_keeps_its_result(no_redis):
    job = run("probe.count", total=3)

    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, ["3 gezählt"], 3, 3)
    assert job.text == "Regal 3"


def test_job_is_gone_when_its_transaction_fails(no_redis):
    @atomic
    def change_of_mind():
        jobs.enqueue("probe.write_one", name="Süd")
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        change_of_mind()

    assert not Job.objects.exists()


def test_work_that_is_refused_says_why(no_redis):
    job = run("probe.refuse")

    assert (job.state, job.error) == (JobState.FAILED, "Das Regal ist schon da.")


def test_work_that_breaks_shows_no_details(no_redis):
    job = run("probe.break", person="Anna Beispiel")

    assert job.state == JobState.FAILED
    assert "Anna" not in job.error


def test_job_runs_once_however_often_it_is_sent(no_redis):
    job = run("probe.write_one", name="Süd")

    jobs.run_job(str(job.pk))

    job.refresh_from_db()
    assert job.attempts == 1


def test_waiting_job_is_canceled_at_once(no_redis):
    job = jobs.enqueue("probe.write_one", name="Süd")

    jobs.cancel(job.pk)
    jobs.run_job(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.CANCELED
    assert not Shelf.objects.exists()


def test_running_job_stops_at_its_next_step(no_redis, monkeypatch):
    monkeypatch.setitem(jobs._functions, "probe.count", canceling)

    job = run("probe.count", total=10)

    assert (job.state, job.done) == (JobState.CANCELED, 2)


def canceling(progress, total):
    progress.report(2, total)
    jobs.cancel(progress._job.pk)
    return work.count(progress, total)


def test_worker_that_seemed_dead_can_neither_report_nor_finish(no_redis, monkeypatch):
    monkeypatch.setitem(jobs._functions, "probe.count", overtaken)

    job = run("probe.count", total=10)

    assert (job.state, job.attempts, job.result) == (JobState.RUNNING, 2, None)


def overtaken(progress, total):
    """In the middle, the job is taken back and another worker gets it."""
    now = clock.now() + LATER
    jobs.sweep(now)
    jobs._claim(progress._job.pk, now)
    return work.count(progress, total)


def test_redis_away_fails_nothing_and_the_sweep_sends_later(no_redis, broker, settings):
    job = jobs.enqueue("probe.write_one", name="Süd")
    assert jobs.sweep(clock.now() + LATER) == 0

    broker(settings.REDIS_URL)

    assert jobs.sweep(clock.now()) == 0  # it may still be on its way
    assert jobs.sweep(clock.now() + LATER) == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_job_that_kills_its_workers_is_given_up(no_redis):
    job = jobs.enqueue("probe.write_one", name="Süd")
    now = clock.now()

    for _attempt in range(jobs.MAX_ATTEMPTS):
        jobs._claim(job.pk, now)
        now += LATER
        jobs.sweep(now)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error


def test_own_job_is_shown_with_its_progress(no_redis, client):
    user = UserFactory(role=Role.PARTICIPANT)
    client.force_login(user)
    job = jobs.enqueue("probe.count", actor=user, total=4)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=1, total=4, text="Regal 1")

    page = client.get(reverse("job", args=[job.pk])).content.decode()
    part = client.get(reverse("job", args=[job.pk]), headers={"HX-Request": "true"})

    assert 'value="1"' in page
    assert "Regal 1" in page
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert "<html" not in part.content.decode()


def test_finished_job_asks_no_more(no_redis):
    job = run("probe.count", total=3)

    page = client_of(Role.EMPLOYEE).get(reverse("job", args=[job.pk])).content.decode()

    assert "3 gezählt" in page
    assert "hx-trigger" not in page


def test_programs_read_the_state_and_stop_a_job(no_redis):
    client = client_of(Role.ADMIN)
    job = jobs.enqueue("probe.count", total=4)

    before = client.get(reverse("job", args=[job.pk]), headers=JSON).json()["data"]
    after = client.post(reverse("cancel_job", args=[job.pk]), headers=JSON).json()["data"]

    assert (before["state"], after["state"]) == ("queued", "canceled")


@pytest.mark.parametrize("role", [Role.STANDARD_USER, Role.PARTICIPANT])
def test_somebody_elses_job_does_not_exist(no_redis, role):
    job = jobs.enqueue("probe.count", actor=UserFactory(), total=4)
    client = client_of(role)

    assert client.get(reverse("job", args=[job.pk])).status_code == 404
    assert client.post(reverse("cancel_job", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_malformed_number_of_a_job_is_not_found():
    assert client_of(Role.ADMIN).get(reverse("job", args=["1"])).status_code == 404


def test_back_office_lists_jobs_for_admins_alone(no_redis):
    job = run("probe.count", total=3)
    address = reverse("admin:core_job_changelist")

    assert str(job.label) in client_of(Role.ADMIN).get(address).content.decode()
    assert client_of(Role.EMPLOYEE).get(address).status_code == 403
