"""The setup at once, halfway and twice; and the demo data that it loads."""

from contextlib import suppress
from functools import partial

import pytest

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.services import AlreadySetUp
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.models import AuditEvent
from apps.core.db import transaction
from apps.core.errors import DomainError
from apps.core.jobs import cancel, run_job
from apps.core.models import Job, JobState
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once
from apps.lending.models import Lending
from apps.masterdata.models import Department
from apps.setup import tasks
from apps.setup.demo.writer import Numbers
from apps.setup.services import (
    SetupOver,
    begin_setup,
    finish_setup,
    leave_step,
    skip_setup,
    start_demo,
)
from apps.setup.tests.houses import begin, finish, skip_to
from apps.sitesettings.models import SystemSettings
from apps.tools.models import Tool
from apps.workers.models import Worker

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def states():
    return SystemSettings.objects.values_list("setup_state", "setup_step").get()


def tried(func):
    def attempt():
        try:
            return func()
        except DomainError as error:
            return type(error)

    return attempt


def test_begin_setup_opens_the_wizard_with_the_account():
    admin = begin()

    assert (admin.role, states()) == (Role.ADMIN, ("running", ""))


def test_begin_setup_that_fails_leaves_neither_account_nor_wizard():
    with suppress(ZeroDivisionError), transaction():
        begin()
        raise ZeroDivisionError

    assert not User.objects.exists()
    assert states() == ("waiting", "")


def test_of_link_and_skip_at_once_one_wins():
    results = at_once(
        tried(partial(begin_setup, User(username="chefin"), password=PASSWORD, now=MADE_AT)),
        tried(partial(skip_setup, now=MADE_AT)),
    )

    assert sum(result is AlreadySetUp for result in results) == 1
    assert User.objects.count() == 1
    assert states()[0] in ("running", "skipped")


def test_a_step_and_the_end_at_once_leave_a_finished_setup():
    admin = begin()
    skip_to("finish", admin)
    step = registry.setup_steps["departments"]
    values = {"wanted": ["Neu"], "offered": []}

    results = at_once(
        tried(partial(leave_step, step, values, to="categories", actor=admin, now=MADE_AT)),
        tried(partial(finish_setup, actor=admin, now=MADE_AT)),
    )

    assert states() == ("finished", "")
    assert Department.objects.exists() == (results[0] is not SetupOver)


def test_the_same_step_sent_twice_at_once_makes_each_name_once():
    admin = begin()
    skip_to("departments", admin)
    step, values = registry.setup_steps["departments"], {"wanted": ["A", "B"], "offered": []}
    save = partial(leave_step, step, values, to="categories", actor=admin, now=MADE_AT)

    assert at_once(*[tried(save)] * 3) == ["categories"] * 3

    assert sorted(Department.objects.values_list("name", flat=True)) == ["A", "B"]


def test_of_two_who_finish_at_once_one_does():
    admin = begin()
    skip_to("finish", admin)

    at_once(*[tried(partial(finish_setup, actor=admin, now=MADE_AT))] * 3)

    assert AuditEvent.objects.filter(event_type="setup.finished").count() == 1


@pytest.mark.parametrize("verb", [finish_setup, start_demo])
def test_after_the_end_nothing_works(verb):
    admin = begin()
    finish(admin)

    with pytest.raises(SetupOver):
        verb(actor=admin, now=MADE_AT)


def test_skip_setup_makes_the_account_of_the_manual():
    skip_setup(now=MADE_AT)

    [admin] = User.objects.all()
    assert (admin.username, admin.role) == ("admin", Role.ADMIN)
    assert admin.check_password("admin123")
    assert (admin.must_change_password, admin.has_default_password) == (True, True)
    assert states() == ("skipped", "")


def test_skip_setup_twice_changes_nothing():
    skip_setup(now=MADE_AT)
    before = User.objects.values().get(), AuditEvent.objects.count()

    skip_setup(now=MADE_AT)

    assert (User.objects.values().get(), AuditEvent.objects.count()) == before


def test_skip_setup_at_once_makes_one_account():
    at_once(*[tried(partial(skip_setup, now=MADE_AT))] * 3)

    assert User.objects.count() == 1


def test_skip_setup_refuses_an_instance_that_has_an_admin():
    UserFactory(role=Role.ADMIN)

    with pytest.raises(AlreadySetUp):
        skip_setup(now=MADE_AT)

    assert not User.objects.filter(username="admin").exists()


@pytest.fixture
def small_demo(monkeypatch):
    monkeypatch.setattr(tasks, "NUMBERS", Numbers(tools=40, workers=55, lendings=60, consumables=5))


def load_demo(admin):
    job = start_demo(actor=admin, now=MADE_AT)
    run_job(str(job.pk))
    job.refresh_from_db()
    return job


def test_demo_data_come_in_the_name_of_the_admin_and_without_accounts(small_demo):
    admin = begin("admin")

    job = load_demo(admin)

    assert (job.state, job.done, job.error) == (JobState.DONE, 160, "")
    assert (Tool.objects.count(), Worker.objects.count(), Lending.objects.count()) == (40, 55, 60)
    assert set(Lending.objects.values_list("lent_by", flat=True)) == {admin.pk}
    [account] = User.objects.all()
    assert account.check_password(PASSWORD)


def test_demo_data_are_loaded_once(small_demo):
    admin = begin()
    load_demo(admin)

    again = start_demo(actor=admin, now=MADE_AT)

    assert [job.pk for job in Job.objects.all()] == [again.pk]
    assert Tool.objects.count() == 40


def test_two_who_want_demo_data_at_once_get_one_job():
    admin = begin()

    at_once(*[tried(partial(start_demo, actor=admin, now=MADE_AT))] * 3)

    assert Job.objects.count() == 1


def test_demo_data_that_were_stopped_can_be_loaded_after_all(small_demo):
    admin = begin()
    first = start_demo(actor=admin, now=MADE_AT)
    cancel(first.pk)

    job = load_demo(admin)

    assert job.pk != first.pk
    assert Tool.objects.count() == 40
