import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WORKERS = reverse("workers:list")


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def staff():
    """Three people in the list, one in the trash."""
    wood = DepartmentFactory(name="Holz")
    WorkerFactory(barcode="M1", first_name="Ute", last_name="Özil", department=wood)
    WorkerFactory(barcode="M2", last_name="Zander", is_active=False)
    WorkerFactory(barcode="M3", last_name="Otto", department=wood, is_blocked=True)
    delete_worker(WorkerFactory(barcode="M4").pk, actor=None, now=MADE_AT)


def rows(response):
    return [worker.barcode for worker in response.context["listing"].page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["M3", "M1", "M2"]),
        ("sort=-name", ["M2", "M1", "M3"]),
        ("sort=barcode", ["M1", "M2", "M3"]),
        ("state=active", ["M1"]),
        ("state=inactive", ["M2"]),
        ("state=blocked", ["M3"]),
        ("department=Holz", ["M3", "M1"]),
        ("department=Holz&state=blocked", ["M3"]),
        ("q=oezil", ["M1"]),
        ("q=özil ute", ["M1"]),
        ("q=m4", []),
    ],
)
def test_the_list_is_filtered_searched_and_sorted(client, staff, query, found):
    assert rows(client.get(f"{WORKERS}?{query}")) == found


def test_the_detail_tells_why_a_person_is_blocked(client):
    WorkerFactory(barcode="M1", is_blocked=True, blocked_reason="Ausweis verloren")

    assert "Ausweis verloren" in client.get(reverse("workers:detail", args=["M1"])).text


@pytest.mark.parametrize("code", ["M4", "M9", "a b", "%00", "x" * 500])
def test_who_is_no_person_gets_a_page_that_says_so(client, staff, code):
    response = client.get(f"{WORKERS}{code}")

    assert response.status_code == 404
    assert "gibt es nicht" in response.text
