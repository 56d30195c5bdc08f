"""A module that is switched off does not exist: tried with the tools, as if they were such a module."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core import clock, menu, schedules
from apps.core.models import TaskRun
from apps.core.registry import Feature, Schedule, registry
from apps.sitesettings.queries import current
from apps.sitesettings.services import change_settings
from scandy_site.tests.probe.tasks import look_around

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MODULE = "job_board"  # off in a new instance
PAGES = [
    reverse("tools:list"),
    reverse("tools:detail", args=["T000001"]),
    reverse("api:tools"),
    reverse("admin:tools_tool_changelist"),
    reverse("admin:tools_tool_add"),
]


@pytest.fixture(autouse=True)
def tools_belong_to_the_module(monkeypatch):
    monkeypatch.setitem(registry.features, "tools", Feature(MODULE, ("tools",)))


@pytest.fixture
def scheduled(monkeypatch):
    schedule = Schedule("probe.look_around", "Umsehen", every_minutes=10, feature=MODULE)
    monkeypatch.setitem(registry.schedules, schedule.task, schedule)
    schedules.sync_schedules(clock.now())


def switch(*, on):
    others = [feature for feature in current().features if feature != MODULE]
    change_settings({"features": [*others, *([MODULE] if on else [])]}, actor=None, now=clock.now())


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_not_found_while_the_module_is_off(page):
    client = client_of(Role.ADMIN)

    assert client.get(page).status_code == 404

    switch(on=True)
    client.get(page)
    assert client.get(page).resolver_match is not None
    assert client.get(reverse("tools:list")).status_code == 200


def test_the_api_says_it_in_its_own_way():
    answer = client_of(Role.ADMIN).get(reverse("api:tools"))

    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_strangers_are_asked_to_sign_in_first(client):
    response = client.get(reverse("tools:list"))

    assert response.url.startswith(reverse("accounts:login"))


def test_back_office_neither_lists_nor_counts_it():
    client = client_of(Role.ADMIN)
    address = reverse("admin:tools_tool_changelist")

    assert address not in client.get(reverse("admin:index")).content.decode()

    switch(on=True)
    assert address in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("on", [True, False])
def test_menu_entry_follows_the_module(monkeypatch, on):
    entry = menu.Entry("Aufträge", "tools:list", "briefcase", feature=MODULE)
    monkeypatch.setattr(menu, "GROUPS", (("Gruppe", (entry,)),))
    switch(on=on)

    shell = client_of(Role.PARTICIPANT).get(reverse("home")).context["shell"]

    assert [group["label"] for group in shell["menu"]] == (["Gruppe"] if on else [])


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.usefixtures("scheduled")
def test_scheduled_work_rests_while_the_module_is_off(on):
    switch(on=on)

    look_around()

    assert TaskRun.objects.filter(name="probe.look_around").exists() is on


@pytest.mark.usefixtures("scheduled")
def test_resting_work_is_neither_missing_nor_in_the_list():
    later = clock.now() + schedules.DAY

    labels = [problem.label for problem in schedules.problems(later)]
    page = client_of(Role.ADMIN).get(reverse("admin:sitesettings_scheduledtask_changelist"))

    assert "Umsehen" not in labels
    assert "Umsehen" not in page.content.decode()


@pytest.mark.usefixtures("scheduled")
def test_work_of_a_module_that_was_just_switched_on_is_not_missing_yet(monkeypatch):
    later = clock.now() + schedules.DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    switch(on=True)

    labels = [problem.label for problem in schedules.problems(later)]

    assert "Umsehen" not in labels
