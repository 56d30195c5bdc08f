"""Stock over HTTP: what the desk sends, and what it is told."""

import uuid

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.tests.factories import ConsumableFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

WITHDRAW, RECEIVE, UNDO = "/api/stock/withdraw", "/api/stock/receive", "/api/lending/undo"


@pytest.fixture
def desk():
    client = client_of(Role.STANDARD_USER)

    def post(path: str, **body):
        return client.post(path, {"consumable_barcode": "C000001"} | body, "application/json")

    return post


@pytest.fixture
def consumable():
    return ConsumableFactory(barcode="C000001", name="Schrauben M6x20", stock=10, min_stock=5)


def stock() -> int:
    return Consumable.objects.get().current_stock


def test_withdrawal_for_a_person_answers_with_the_movement(desk, consumable):
    WorkerFactory(barcode="M001")

    response = desk(WITHDRAW, quantity=3, worker_barcode="m001")

    body = response.json()
    assert response.status_code == 201
    assert body["data"]["quantity"] == -3
    assert body["data"]["current_stock"] == 7
    assert body["data"]["worker_barcode"] == "M001"
    assert body["data"]["kind"] == "entnahme"


def test_receipt_raises_the_stock(desk, consumable):
    response = desk(RECEIVE, quantity="2.0")

    assert (response.status_code, response.json()["data"]["current_stock"]) == (201, 12)


def test_too_much_is_refused_with_what_is_left(desk, consumable):
    response = desk(WITHDRAW, quantity=11)

    body = response.json()
    assert (response.status_code, body["code"]) == (409, "STOCK_TOO_LOW")
    assert body["data"] == {"current_stock": 10}


@pytest.mark.parametrize("quantity", [0, -2, 0.5, "x", True, [], {}, None, "", "1e9999"])
def test_bad_quantities_are_named(desk, consumable, quantity):
    response = desk(WITHDRAW, quantity=quantity)

    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")
    assert "quantity" in response.json()["data"]["fields"]
    assert stock() == 10


@pytest.mark.parametrize("barcode", ["UNBEKANNT", "a b", "Ü1", "x" * 500, "M001"])
def test_unknown_consumables_are_named(desk, consumable, barcode):
    WorkerFactory(barcode="M001")

    response = desk(WITHDRAW, quantity=1, consumable_barcode=barcode)

    assert (response.status_code, response.json()["code"]) == (404, "CONSUMABLE_NOT_FOUND")


def test_repeated_operation_books_once(desk, consumable):
    body = {"quantity": 3, "operation_id": str(uuid.uuid4())}

    first, second = desk(WITHDRAW, **body), desk(WITHDRAW, **body)

    assert first.json() == second.json()
    assert (stock(), StockMovement.objects.count()) == (7, 2)


def test_undo_reverses_the_withdrawal_once(desk, consumable):
    operation_id = str(uuid.uuid4())
    desk(WITHDRAW, quantity=3, operation_id=operation_id)

    first, second = (desk(UNDO, operation_id=operation_id) for _ in range(2))

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert stock() == 10


def test_receipt_that_is_used_cannot_be_undone(desk, consumable):
    operation_id = str(uuid.uuid4())
    desk(RECEIVE, quantity=5, operation_id=operation_id)
    desk(WITHDRAW, quantity=14)

    response = desk(UNDO, operation_id=operation_id)

    assert (response.status_code, response.json()["code"]) == (409, "UNDO_NOT_POSSIBLE")
    assert stock() == 1


def test_list_and_detail_carry_the_names_of_the_specification(consumable):
    client = client_of(Role.STANDARD_USER)

    [row] = client.get("/api/consumables").json()["data"]["results"]
    detail = client.get("/api/consumables/c000001").json()["data"]

    files = {name: row.pop(name) for name in ("attachment_count", "preview_url")}
    assert files == {"attachment_count": 0, "preview_url": ""}
    assert row == detail
    assert {name: detail[name] for name in ("unit", "current_stock", "min_stock", "max_stock")} == {
        "unit": "Stück",
        "current_stock": 10,
        "min_stock": 5,
        "max_stock": None,
    }


def test_participants_see_no_stock(consumable):
    assert client_of(Role.PARTICIPANT).get("/api/consumables").status_code == 403
