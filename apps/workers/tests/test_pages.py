"""What an employee does with people on the pages, and what programs get from the same addresses."""

import json

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.forms import SEEN
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers.models import Worker
from apps.workers.services import change_worker, delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ADD = reverse("workers:add")
NEW = {"barcode": "M-1", "first_name": "Anna", "last_name": "Neu"}


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


def page(name, worker):
    return reverse(f"workers:{name}", args=[worker.barcode])


def send(client, url, body, method="POST"):
    return client.generic(method, url, json.dumps(body), content_type="application/json")


def trashed(**fields):
    worker = WorkerFactory(**fields)
    delete_worker(worker.pk, actor=None, now=MADE_AT)
    return worker


def test_a_form_adds_a_person(client):
    DepartmentFactory(name="Holz")

    response = client.post(ADD, {**NEW, "department": "Holz"})

    worker = Worker.objects.get()
    assert response.url == page("detail", worker)
    assert (worker.full_name, worker.department.name) == ("Anna Neu", "Holz")


def test_a_program_adds_a_person(client):
    DepartmentFactory(name="Holz")

    response = send(client, ADD, {**NEW, "department": "Holz", "phone": "0172"})

    assert response.status_code == 201
    data = response.json()["data"]
    assert (data["barcode"], data["department"], data["phone"]) == ("M-1", "Holz", "0172")
    assert "user" not in data


def test_a_program_changes_only_what_it_names(client):
    worker = WorkerFactory(department=DepartmentFactory(), phone="0172")

    send(client, page("edit", worker), {"last_name": "Anders"})

    stored = Worker.objects.get()
    assert (stored.last_name, stored.phone) == ("Anders", "0172")
    assert stored.department == worker.department


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("barcode", ""),
        ("barcode", "a b"),
        ("first_name", "  "),
        ("last_name", "x" * 101),
        ("notes", "x" * 10_001),
        ("email", "nobody"),
        ("department", "gibt es nicht"),
    ],
)
def test_bad_input_stands_at_its_field_and_nothing_is_saved(client, field, value):
    by_form = client.post(ADD, {**NEW, field: value})
    by_program = send(client, ADD, {**NEW, field: value})

    assert field in by_form.context["form"].errors
    assert by_program.status_code == 400
    assert list(by_program.json()["data"]["fields"]) == [field]
    assert not Worker.objects.exists()


@pytest.mark.parametrize("body", ["[]", "{", '{"first_name": {"a": 1}}', '"M1"'])
def test_what_is_no_json_object_is_refused(client, body):
    response = client.generic("POST", ADD, body, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")


def test_a_taken_barcode_stands_at_the_field_with_its_holder(client):
    WorkerFactory(barcode="M-1", first_name="Ute", last_name="Otto")

    by_form = client.post(ADD, {**NEW, "barcode": "m-1"})
    by_program = send(client, ADD, {**NEW, "barcode": "m-1"})

    assert "Otto" in by_form.context["form"].errors["barcode"][0]
    assert (by_program.status_code, by_program.json()["code"]) == (409, "BARCODE_TAKEN")


def test_the_second_of_two_editors_sees_both_versions(client):
    worker = WorkerFactory(phone="1")
    form = client.get(page("edit", worker)).context["form"]
    change_worker(worker.pk, {"phone": "2"}, actor=None, now=MADE_AT)
    sent = {"barcode": worker.barcode, "first_name": "Anna", "last_name": "Beispiel", "phone": "3"}

    first = client.post(page("edit", worker), {**sent, SEEN: form.seen_token})
    phone_after_first = Worker.objects.get().phone
    client.post(page("edit", worker), {**sent, SEEN: first.context["form"].seen_token})

    assert [(d.stored, d.yours) for d in first.context["form"].conflict] == [("2", "3")]
    assert (phone_after_first, Worker.objects.get().phone) == ("2", "3")


def test_a_block_wants_a_reason_and_can_be_lifted(client):
    worker = WorkerFactory()

    refused = client.post(page("status", worker), {"status": "gesperrt"})
    client.post(page("status", worker), {"status": "gesperrt", "blocked_reason": "Ausweis weg"})
    blocked = Worker.objects.get().blocked_reason
    client.post(page("status", worker), {"status": "aktiv"})

    assert "blocked_reason" in refused.context["form"].errors
    assert blocked == "Ausweis weg"
    assert not Worker.objects.get().is_blocked


def test_a_program_sets_a_person_inactive(client):
    worker = WorkerFactory()

    response = send(client, page("status", worker), {"status": "inaktiv"})

    assert response.json()["data"]["is_active"] is False


def test_delete_moves_to_the_trash_by_both_methods(client):
    one, two = WorkerFactory(), WorkerFactory()

    by_form = client.post(page("delete", one))
    by_program = client.delete(page("delete", two))

    assert by_form.url == reverse("workers:list")
    assert by_program.json()["status"] == "success"
    assert Worker.objects.filter(deleted=True).count() == 2


def test_the_trash_lists_restores_and_erases(client):
    back, gone = trashed(last_name="Back"), trashed(last_name="Gone")

    listed = client.get(reverse("workers:trash")).context["listing"].page
    client.post(reverse("workers:trash_item", args=[back.pk]), {"barcode": back.barcode})
    client.post(reverse("workers:erase", args=[gone.pk]))

    assert list(listed) == [back, gone]
    assert list(Worker.objects.values_list("last_name", "deleted")) == [("Back", False)]


def test_a_person_whose_barcode_is_taken_comes_back_under_another(client):
    worker = trashed(barcode="M1")
    WorkerFactory(barcode="M1", last_name="Otto")
    url = reverse("workers:trash_item", args=[worker.pk])

    refused = client.post(url, {"barcode": "M1"})
    client.post(url, {"barcode": "M2"})

    assert "Otto" in refused.context["form"].errors["barcode"][0]
    assert Worker.objects.get(barcode="M2") == worker


@pytest.mark.parametrize("worker_id", ["x", "0" * 24, "%00"])
def test_who_is_not_in_the_trash_is_not_found(client, worker_id):
    assert client.get(f"/workers/trash/{worker_id}/").status_code == 404


def test_a_person_may_be_called_like_the_trash(client):
    worker = WorkerFactory(barcode="trash")

    assert client.get(page("detail", worker)).context["worker"] == worker


def test_each_list_asks_as_often_for_50_people_as_for_1(client, count_commands):
    department, totals = DepartmentFactory(), []
    for more in (1, 49):
        WorkerFactory.create_batch(more, department=department)
        for name in ("list", "badges"):
            client.get(reverse(f"workers:{name}"))
            with count_commands() as commands:
                client.get(reverse(f"workers:{name}"))
            totals.append(commands.total)

    assert totals[:2] == totals[2:]
    assert max(totals) <= 10


@pytest.mark.parametrize("role", [Role.STANDARD_USER, Role.PARTICIPANT])
def test_people_are_for_employees(role):
    worker, client = WorkerFactory(), client_of(role)

    for name in ("detail", "edit", "status", "exit", "exit_pdf"):
        assert client.get(page(name, worker)).status_code == 403
    assert client.delete(page("delete", worker)).status_code == 403
    assert not Worker.objects.get().deleted
