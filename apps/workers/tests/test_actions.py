"""Actions of the back office with people: block, pause, and the way through the trash."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.tests.admin_pages import rows
from apps.core.tests.moments import MADE_AT
from apps.workers.models import Worker
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:workers_worker_changelist")
TRASH = f"{LIST}?trash=1"


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def in_trash():
    worker = WorkerFactory(barcode="M-1")
    delete_worker(worker.pk, actor=None, now=MADE_AT)
    worker.refresh_from_db()
    return worker


def action(worker, code):
    return reverse("admin:workers_worker_action", args=[worker.pk, code])


def page(worker):
    return reverse("admin:workers_worker_change", args=[worker.pk])


def offered(client, worker):
    return [each["action"].code for each in client.get(page(worker)).context["object_actions"]]


def test_person_is_blocked_with_a_reason_and_unblocked(employee):
    worker = WorkerFactory()

    employee.post(action(worker, "block"), {"confirmed": "yes", "blocked_reason": "Badge fehlt"})
    blocked = Worker.objects.get()
    employee.post(action(worker, "unblock"))

    assert (blocked.is_blocked, blocked.blocked_reason) == (True, "Badge fehlt")
    assert not Worker.objects.get().is_blocked


def test_nobody_is_blocked_without_a_reason(employee):
    worker = WorkerFactory()

    response = employee.post(action(worker, "block"), {"confirmed": "yes", "blocked_reason": " "})

    assert list(response.context["form"].errors) == ["blocked_reason"]
    assert not Worker.objects.get().is_blocked


def test_state_cannot_be_typed_into_the_form(employee):
    worker = WorkerFactory()
    data = {"barcode": worker.barcode, "first_name": "A", "last_name": "B", "is_blocked": "on"}

    employee.post(page(worker), data)

    assert not Worker.objects.get().is_blocked


def test_page_offers_what_the_state_allows(employee):
    assert offered(employee, WorkerFactory()) == ["block", "deactivate"]
    assert offered(employee, WorkerFactory(is_blocked=True)) == ["unblock", "deactivate"]
    assert offered(employee, WorkerFactory(is_active=False)) == ["block", "reactivate"]


def test_trash_shows_only_what_was_deleted(employee, in_trash):
    worker = WorkerFactory()

    assert rows(employee.get(LIST)) == [worker]
    assert rows(employee.get(TRASH)) == [in_trash]


def test_deleted_person_is_restored(employee, in_trash):
    employee.post(action(in_trash, "restore"), {"confirmed": "yes", "barcode": in_trash.barcode})

    assert not Worker.objects.get().deleted
    assert offered(employee, in_trash) == ["block", "deactivate"]


def test_restoring_says_who_has_the_barcode_by_now(employee, in_trash):
    WorkerFactory(barcode="M-1", last_name="Nachfolger")

    values = {"confirmed": "yes", "barcode": in_trash.barcode}

    response = employee.post(action(in_trash, "restore"), values)

    in_trash.refresh_from_db()
    assert in_trash.deleted
    assert "Nachfolger" in response.content.decode()


def test_whose_barcode_was_given_away_gets_a_new_one(employee, in_trash):
    WorkerFactory(barcode="M-1")

    employee.post(action(in_trash, "restore"), {"confirmed": "yes", "barcode": "M-99"})

    in_trash.refresh_from_db()
    assert (in_trash.deleted, in_trash.barcode) == (False, "M-99")


def test_several_are_restored_from_the_list_of_the_trash(employee, in_trash):
    chosen = {"_selected_action": [str(in_trash.pk)], "index": 0}

    employee.post(TRASH, {"action": "restore", "confirmed": "yes", **chosen})

    assert not Worker.objects.get().deleted


def test_admin_deletes_for_good_after_being_asked(in_trash):
    admin = client_of(Role.ADMIN)

    admin.post(action(in_trash, "erase"))
    after_the_question = Worker.objects.count()
    response = admin.post(action(in_trash, "erase"), {"confirmed": "yes"})

    assert (after_the_question, Worker.objects.count()) == (1, 0)
    assert response.url == LIST


def test_employee_may_not_delete_for_good(employee, in_trash):
    assert offered(employee, in_trash) == ["restore"]
    assert employee.post(action(in_trash, "erase"), {"confirmed": "yes"}).status_code == 403
