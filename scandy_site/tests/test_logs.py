"""What Scandy logs: under which request, to which logger, and nothing about people."""

import json
import logging
import sys

import pytest
from django.urls import path, reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import jobs
from apps.core.logs import JsonFormatter, LineFormatter, RequestIdFilter, request_scope
from apps.core.models import Job
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site import urls
from scandy_site.tests.probe import work

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PERSONAL = ("Annegret", "Musterfrau", "annegret@example.org", "geheim-123")
REQUEST_ID = "0123456789abcdef"


def failing_view(request, name):
    raise ValueError(f"{request.GET.get('q')} is wrong")


urlpatterns = [*urls.urlpatterns, path("fail/<name>", failing_view)]
handler500 = urls.handler500


class Written(logging.Handler):
    """Collects what the console would show."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(LineFormatter("{name} [{request_id}] {message}", style="{"))
        self.addFilter(RequestIdFilter())

    def emit(self, record):
        self.lines.append(self.format(record))

    @property
    def text(self):
        return "\n".join(self.lines)


@pytest.fixture
def written(monkeypatch):
    """Everything from INFO on, also what other libraries say."""
    handler, root = Written(), logging.getLogger()
    root.addHandler(handler)
    for name in ("", "scandy", "django", "celery", "pymongo"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.INFO)
    logging.Logger.manager._clear_cache()
    yield handler
    root.removeHandler(handler)
    logging.Logger.manager._clear_cache()


@pytest.fixture
def annegret():
    return WorkerFactory(
        first_name="Annegret", last_name="Musterfrau", email="annegret@example.org"
    )


def post(client, name, body):
    return client.post(reverse(name), json.dumps(body), content_type="application/json")


def test_lending_and_searching_write_nothing_about_the_person(written, annegret):
    client = client_of(Role.EMPLOYEE)
    tool = ToolFactory()

    lent = post(
        client,
        "api:lending-process",
        {"tool_barcode": tool.barcode, "worker_barcode": annegret.barcode, "notes": "Annegret"},
    )
    client.get(reverse("workers:list"), {"q": "Musterfrau"})
    client.get("/gibt-es-nicht", {"q": "Annegret Musterfrau"})

    assert lent.status_code < 300
    assert "/gibt-es-nicht" in written.text  # something was logged
    assert [word for word in PERSONAL if word in written.text] == []


@pytest.mark.urls(__name__)
def test_failing_page_is_logged_by_kind_place_and_request(written):
    client = client_of(Role.EMPLOYEE)
    client.raise_request_exception = False

    answer = client.get("/fail/Annegret", {"q": "Musterfrau"}, headers={"X-Request-ID": REQUEST_ID})

    assert answer.status_code == 500
    (line,) = [each for each in written.lines if "ValueError" in each]
    assert line.startswith(f"scandy.errors [{REQUEST_ID}] GET fail/<name> failed")
    assert "failing_view" in line
    assert [word for word in PERSONAL if word in written.text] == []


def test_failing_job_is_logged_under_the_request_that_started_it(written):
    with request_scope(REQUEST_ID):
        job = jobs.enqueue("probe.break", person="Annegret Musterfrau")
    jobs.run_job(str(job.pk))

    (line,) = [each for each in written.lines if each.startswith("scandy.errors")]
    assert line.startswith(f"scandy.errors [{REQUEST_ID}] Job probe.break {job.pk} failed")
    assert work.break_down.__name__ in line
    assert [word for word in PERSONAL if word in written.text] == []


def test_signing_in_and_out_is_logged_by_id(written, client):
    user = UserFactory(username="annegret@example.org")
    user.set_password("geheim-123")
    user.save()
    address = reverse("accounts:login")

    client.post(address, {"username": user.username, "password": "falsch"})
    client.post(address, {"username": "Musterfrau", "password": "geheim-123"})
    client.post(address, {"username": user.username, "password": "geheim-123"})
    client.post(reverse("accounts:logout"))

    messages = [line.split("] ")[1] for line in written.lines if line.startswith("scandy.auth")]
    assert messages == [
        f"Sign-in refused for user {user.pk}",
        "Sign-in refused for an unknown name",
        f"User {user.pk} signed in",
        f"User {user.pk} signed out",
    ]
    assert [word for word in PERSONAL if word in written.text] == []


def test_commands_carry_the_request_to_mongodb(count_commands):
    with request_scope(REQUEST_ID), count_commands() as commands:
        Job.objects.filter(name="x").update(done=1)
        list(Job.objects.all())
        Job.objects.filter(name="x").delete()

    comments = [command.get("comment") for command in commands.commands]
    assert comments == [REQUEST_ID] * commands.total
    assert commands.total >= 3


def test_json_lines_can_be_read_by_programs():
    try:
        {}["Annegret"]
    except KeyError:
        record = logging.LogRecord(
            "scandy.app", logging.ERROR, __file__, 1, "Job %s", ("1",), sys.exc_info()
        )
    with request_scope(REQUEST_ID):
        RequestIdFilter().filter(record)

    entry = json.loads(JsonFormatter().format(record))

    assert (entry["logger"], entry["level"], entry["message"]) == ("scandy.app", "ERROR", "Job 1")
    assert entry["request_id"] == REQUEST_ID
    assert entry["exception"].endswith("KeyError")
