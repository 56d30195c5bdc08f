"""Workers and Redis are killed while 500 jobs run: all are done in the end, each once."""

import sys
import time

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from apps.core import clock, jobs
from apps.core.db import atomic
from apps.core.models import Job, JobState
from scandy_site.tests.probe.models import Shelf
from scandy_site.tests.processes import Server, redis_server, running

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

COUNT = 500
DEADLINE = 90  # seconds
KILLS = 4


@pytest.fixture
def redis(tmp_path):
    """A Redis of the test's own, which this process sends its jobs to."""
    usual = current_app._get_current_object()
    with running(redis_server(tmp_path)) as server:
        app = Celery("probe", set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.broker_url = server.url
        app.set_current()
        yield server
    usual.set_current()


@pytest.fixture
def worker(redis, tmp_path):
    environment = {
        "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
        "MONGODB_URI": settings.DATABASES[DEFAULT_DB_ALIAS]["HOST"],
        "MONGODB_DB": connections[DEFAULT_DB_ALIAS].settings_dict["NAME"],
        "MONGODB_TICKETS_DB": connections["tickets"].settings_dict["NAME"],
        "REDIS_URL": redis.url,
    }
    command = [sys.executable, "-m", "scandy_site.tests.probe.worker"]
    with running(Server(command, tmp_path / "worker.log", lambda: True, environment)) as server:
        yield server


@atomic
def enqueue_all():
    for number in range(COUNT):
        jobs.enqueue("probe.write_one", name=f"Regal {number}")


def done():
    return Job.objects.filter(state=JobState.DONE).count()


def wait_for_more(before, deadline):
    """Until some more are done, so that each kill hits running work."""
    while done() < min(before + COUNT // 10, COUNT) and time.monotonic() < deadline:
        jobs.sweep(clock.now())
        time.sleep(0.5)


def test_killed_workers_and_redis_lose_nothing_and_repeat_nothing(redis, worker, monkeypatch):
    monkeypatch.setattr(jobs, "RESEND_AFTER", jobs.timedelta(seconds=1))
    deadline = time.monotonic() + DEADLINE
    enqueue_all()

    for kill in range(KILLS):
        wait_for_more(done(), deadline)
        worker.kill()
        if kill % 2:
            redis.kill()
            redis.start()
        worker.start()
    while done() < COUNT and time.monotonic() < deadline:
        wait_for_more(done(), deadline)

    names = list(Shelf.objects.values_list("name", flat=True))
    assert done() == COUNT
    assert len(names) == len(set(names)) == COUNT
    assert Job.objects.filter(attempts__gt=1).exists()  # the kills did hit
