"""The back office of the master data."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.queries import history_of
from apps.core.tests.admin_pages import errors, filled_in, rows, said
from apps.masterdata.models import Department
from apps.masterdata.tests.factories import DepartmentFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:masterdata_department_changelist")
ADD = reverse("admin:masterdata_department_add")


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


def page(name, department):
    return reverse(f"admin:masterdata_department_{name}", args=[department.pk])


@pytest.mark.parametrize("model", ["category", "department", "location"])
def test_each_kind_has_its_list(employee, model):
    assert employee.get(reverse(f"admin:masterdata_{model}_changelist")).status_code == 200


def test_list_is_sorted_and_searched_by_name(employee):
    wood, electric = DepartmentFactory(name="Holz"), DepartmentFactory(name="elektro")

    assert rows(employee.get(LIST)) == [electric, wood]
    assert rows(employee.get(LIST, {"q": "hol"})) == [wood]


def test_form_creates_and_changes(employee):
    employee.post(ADD, {"name": "Holz"})
    department = Department.objects.get()
    url = page("change", department)

    employee.post(url, filled_in(employee, url, name="Holzwerkstatt"))

    department.refresh_from_db()
    assert department.name == "Holzwerkstatt"
    events = [event.event_type for event in history_of(department)]
    assert events == ["masterdata.changed", "masterdata.created"]


def test_name_that_exists_is_refused_at_the_field_and_the_input_kept(employee):
    DepartmentFactory(name="Holz")

    response = employee.post(ADD, {"name": "holz", "description": "Halle 2"})

    assert list(errors(response)) == ["name"]
    assert response.context["adminform"].form["description"].value() == "Halle 2"
    assert Department.objects.count() == 1


def test_unused_name_can_be_deleted(employee):
    department = DepartmentFactory()

    response = employee.post(page("delete", department), {"post": "yes"})

    assert response.url == LIST
    assert not Department.objects.exists()
    assert department.name in " ".join(said(response))


def test_list_asks_the_database_as_often_for_30_as_for_3(employee, count_commands):
    totals = []
    for more in (3, 27):
        DepartmentFactory.create_batch(more)
        employee.get(LIST)
        with count_commands() as commands:
            employee.get(LIST)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10
