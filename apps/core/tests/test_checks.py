"""What the system checks say about an installation, each with its remedy."""

import json
from io import StringIO

import pytest
from django.core.checks import ERROR, INFO, WARNING, run_checks
from django.core.management import call_command
from django.db import connection
from django_celery_beat.models import PeriodicTask

from apps.core import clock
from apps.core.checks import DOCTOR
from apps.core.indexes import ALIASES
from apps.core.models import TaskRun
from apps.core.registry import registry

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def findings(*, databases=ALIASES) -> dict[str, object]:
    found = run_checks(tags=[DOCTOR], include_deployment_checks=True, databases=databases)
    return {message.id: message for message in found}


def test_whole_installation_has_no_error():
    assert [message for message in findings().values() if message.level >= ERROR] == []


def test_migration_that_is_open_is_an_error():
    recorded = connection.get_collection("django_migrations")
    newest = recorded.find_one_and_delete({"app": "core"}, sort=[("name", -1)])

    found = findings()
    recorded.insert_one(newest)

    assert found["core.E003"].hint == "./manage.sh restart"
    assert f"core.{newest['name']}" in found["core.E003"].msg


def test_schedule_that_failed_is_a_warning_with_its_page(make_failed_run):
    found = findings()["core.W008"]

    assert found.level == WARNING
    assert found.hint.startswith("/admin/")


@pytest.fixture
def make_failed_run() -> None:
    name = PeriodicTask.objects.filter(name__in=list(registry.schedules)).values_list(
        "name", flat=True
    )[0]
    TaskRun.objects.create(name=name, started_at=clock.now(), has_failed=True, result="disk full")


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://elsewhere.example", ERROR), ("https://werkstatt.example", INFO)],
)
def test_address_in_mails_has_to_be_allowed(settings, url: str, expected: int):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = url, ["werkstatt.example"]

    (found,) = (found for id, found in findings(databases=None).items() if id.endswith("007"))

    assert found.level == expected


def test_command_answers_without_a_database(settings):
    settings.PUBLIC_URL, out = "https://elsewhere.example", StringIO()

    call_command("doctor", "--json", "--no-database", stdout=out)

    rows = json.loads(out.getvalue())
    (row,) = [row for row in rows if row["state"] != "ok"]
    assert row["state"] == "error"
    assert row["remedy"]
