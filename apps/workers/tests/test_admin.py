"""The back office of the people."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.admin_pages import errors, filled_in, rows
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers import services
from apps.workers.models import Worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:workers_worker_changelist")
ADD = reverse("admin:workers_worker_add")


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


def page(name, worker):
    return reverse(f"admin:workers_worker_{name}", args=[worker.pk])


def test_list_is_sorted_by_last_name_and_searched_by_any(employee):
    zora, otto = (
        WorkerFactory(first_name="Zora", last_name="Älter"),
        WorkerFactory(last_name="Otto"),
    )

    assert rows(employee.get(LIST)) == [zora, otto]
    assert rows(employee.get(LIST, {"q": "zora aelt"})) == [zora]


def test_filters_tell_states_and_departments_apart(employee):
    department = DepartmentFactory()
    active = WorkerFactory(department=department)
    inactive, blocked = WorkerFactory(is_active=False), WorkerFactory(is_blocked=True)

    assert rows(employee.get(LIST, {"state": "active"})) == [active]
    assert rows(employee.get(LIST, {"state": "inactive"})) == [inactive]
    assert rows(employee.get(LIST, {"state": "blocked"})) == [blocked]
    assert rows(employee.get(LIST, {"department__id__exact": department.pk})) == [active]


def test_form_creates_a_person(employee):
    employee.post(ADD, {"barcode": "M-1", "first_name": "Anna", "last_name": "Neu"})

    worker = Worker.objects.get()
    assert (worker.full_name, worker.is_active) == ("Anna Neu", True)


def test_taken_barcode_stands_at_the_field(employee):
    WorkerFactory(barcode="M-1")

    response = employee.post(ADD, {"barcode": "m-1", "first_name": "Anna", "last_name": "Neu"})

    assert list(errors(response)) == ["barcode"]


def test_only_admins_connect_people_with_accounts(employee):
    worker, account = WorkerFactory(), UserFactory()
    url, admin = page("change", worker), client_of(Role.ADMIN)

    employee.post(url, filled_in(employee, url, user=str(account.pk)))
    before = Worker.objects.get().user
    admin.post(url, filled_in(admin, url, user=str(account.pk)))

    assert before is None
    assert Worker.objects.get().user == account


def test_employee_cannot_look_up_accounts(employee):
    lookup = {"app_label": "workers", "model_name": "worker", "field_name": "user", "term": "a"}

    assert employee.get(reverse("admin:autocomplete"), lookup).status_code == 403


def test_deleted_person_is_not_listed(employee):
    worker, other = WorkerFactory(), WorkerFactory()

    employee.post(page("delete", worker), {"post": "yes"})

    worker.refresh_from_db()
    assert worker.deleted
    assert rows(employee.get(LIST)) == [other]


def test_list_asks_the_database_as_often_for_30_people_as_for_3(employee, count_commands):
    department, totals = DepartmentFactory(), []
    for more in (3, 27):
        WorkerFactory.create_batch(more, department=department)
        employee.get(LIST)
        with count_commands() as commands:
            employee.get(LIST)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10


def test_history_shows_the_changes(employee):
    worker = WorkerFactory()
    services.change_worker(worker.pk, {"phone": "0172"}, actor=None, now=MADE_AT)

    events = employee.get(page("history", worker)).context["history"]

    assert [event.event_type for event in events] == ["workers.changed", "workers.created"]
