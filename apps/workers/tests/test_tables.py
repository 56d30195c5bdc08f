"""People as files."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.logs import request_scope
from apps.core.models import FileImport
from apps.core.registry import registry
from apps.core.tables import imports
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers.models import Worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HEADS = "barcode;first_name;last_name;email;is_active\n"


@pytest.fixture
def actor() -> Iterator[User]:
    with request_scope():
        yield UserFactory(role=Role.EMPLOYEE)


def upload(actor: User, data: str | bytes) -> FileImport:
    content = data.encode() if isinstance(data, str) else data
    table, by = registry.tables["workers.worker"], {"actor": actor, "now": clock.now()}
    return imports.upload(table, "personen.csv", content, makes_missing=False, **by)


def test_exported_people_come_back_unchanged(actor):
    WorkerFactory(department=DepartmentFactory(), phone="+49 170 1", notes="=1+1")
    WorkerFactory(is_active=False)
    address = reverse("admin:workers_worker_export")

    item = upload(actor, client_of(Role.EMPLOYEE).get(address).getvalue())

    assert (item.preview["problems"], item.preview["unchanged"]) == ([], 2)


def test_people_are_added_and_changed(actor):
    WorkerFactory(barcode="M1", first_name="Alt")

    item = upload(actor, HEADS + "M1;Neu;;;nein\nM2;Ute;Neu;;ja\n")
    imports.confirm(item.pk, actor=actor, now=clock.now())

    states = Worker.objects.order_by("barcode").values_list("first_name", "is_active")
    assert list(states) == [("Neu", False), ("Ute", True)]


def test_email_of_a_higher_account_is_locked(actor):
    WorkerFactory(barcode="M1", user=UserFactory(role=Role.ADMIN))

    item = upload(actor, HEADS + "M1;;;boese@example.org;\n")

    assert item.preview["problems"][0].startswith("Zeile 2, Spalte E-Mail: ")
