"""The pages of the consumables as people and programs use them."""

from uuid import uuid4

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.services.consumables import delete_consumable
from apps.consumables.services.stock import receive, withdraw
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import LocationFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JSON = "application/json"
BY = {"actor": None, "now": MADE_AT}


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def screws():
    return ConsumableFactory(barcode="C000001", name="Schrauben M6x20", stock=10, min_stock=5)


def stock() -> int:
    return Consumable.objects.get().current_stock


def names(response) -> list[str]:
    return [each.name for each in response.context["listing"].page]


def test_list_below_the_minimum_has_the_low_and_the_empty(client, screws):
    ConsumableFactory(barcode="C2", name="Nägel", stock=1, min_stock=5)
    ConsumableFactory(barcode="C3", name="Lack", stock=0)

    assert names(client.get("/consumables/?stock_state=short")) == ["Lack", "Nägel"]
    assert names(client.get("/consumables/?stock_state=leer")) == ["Lack"]


def test_list_by_place_has_what_lies_in_places_within(client):
    hall = LocationFactory(name="Halle")
    ConsumableFactory(name="Nägel", location=LocationFactory(name="Regal", parent=hall))
    ConsumableFactory(name="Lack")

    assert names(client.get("/consumables/?location=Halle")) == ["Nägel"]


def test_list_by_supplier(client):
    ConsumableFactory(name="Nägel", supplier=SupplierFactory(name="Eisen Meier"))
    ConsumableFactory(name="Lack")

    assert names(client.get("/consumables/?supplier=Eisen+Meier")) == ["Nägel"]


def test_list_as_a_file(client, screws):
    body = b"".join(client.get("/consumables/export?format=csv").streaming_content).decode()

    assert "Schrauben M6x20;C000001" in body


def test_form_adds_with_a_german_number_and_books_what_is_there(client):
    response = client.post(
        "/consumables/add",
        {"barcode": "C9", "name": "Lack", "unit": "l", "current_stock": "2,5", "min_stock": "0,5"},
    )

    lacquer = Consumable.objects.get()
    assert response.url == "/consumables/C9"
    assert (float(lacquer.current_stock), float(lacquer.min_stock)) == (2.5, 0.5)
    assert StockMovement.objects.get().kind == "korrektur"


def test_program_adds_with_names_and_points(client):
    SupplierFactory(name="Eisen Meier")
    body = {"barcode": "C9", "name": "Lack", "unit": "l", "current_stock": 1.125}

    response = client.post("/consumables/add", body | {"supplier": "Eisen Meier"}, JSON)

    data = response.json()["data"]
    assert (response.status_code, data["current_stock"]) == (201, 1.125)
    assert data["supplier"] == "Eisen Meier"


def test_program_that_names_one_field_leaves_the_thousandths_of_others(client):
    ConsumableFactory(barcode="C9", unit="l", min_stock="1.125")

    data = client.post("/consumables/C9/edit", {"name": "Lack"}, JSON).json()["data"]

    assert (data["name"], data["min_stock"]) == ("Lack", 1.125)


def test_program_cannot_change_the_stock_by_editing(client, screws):
    response = client.post("/consumables/C000001/edit", {"current_stock": 99}, JSON)

    assert (response.status_code, stock()) == (400, 10)
    assert "current_stock" in response.json()["data"]["fields"]


def test_program_that_read_an_older_version_is_told(client, screws):
    body = {"name": "Neu", "updated_at": "2020-01-01T00:00:00Z"}

    response = client.post("/consumables/C000001/edit", body, JSON)

    assert (response.status_code, response.json()["code"]) == (409, "CONFLICT")


def test_form_refuses_a_unit_change_with_stock_and_keeps_the_input(client, screws):
    body = {"barcode": "C000001", "name": "Neuer Name", "unit": "kg", "pack_size": "1"}

    response = client.post("/consumables/C000001/edit", body)

    assert response.status_code == 200
    assert "unit" in response.context["form"].errors
    assert "Neuer Name" in response.content.decode()


def test_second_person_sees_both_versions(client, screws):
    form = client.get("/consumables/C000001/edit").context["form"]
    Consumable.objects.update(name="Von anderen")
    body = {"barcode": "C000001", "name": "Von mir", "unit": "Stück", "seen": form.seen_token}

    response = client.post("/consumables/C000001/edit", body | {"min_stock": "5", "pack_size": "1"})

    [difference] = response.context["form"].conflict
    assert (difference.stored, difference.yours) == ("Von anderen", "Von mir")


def test_adjust_stock_answers_with_the_stock_and_can_be_undone(client, screws):
    body = {"quantity": -3, "reason": "Bruch", "operation_id": str(uuid4())}

    response = client.post("/consumables/C000001/adjust-stock", body, JSON)
    again = client.post("/consumables/C000001/adjust-stock", body, JSON)
    undone = client.post("/api/lending/undo", {"operation_id": body["operation_id"]}, JSON)

    assert (response.status_code, response.json()["data"]["current_stock"]) == (200, 7)
    assert again.json() == response.json()
    assert (undone.status_code, stock()) == (200, 10)


def test_adjust_stock_below_zero_says_what_is_there(client, screws):
    body = {"quantity": -11, "reason": "Bruch"}

    response = client.post("/consumables/C000001/adjust-stock", body, JSON)

    assert (response.status_code, response.json()["code"]) == (409, "STOCK_TOO_LOW")
    assert response.json()["data"] == {"current_stock": 10}


@pytest.mark.parametrize("quantity", [0, 0.5, "x", True, [], {}, None, "", "1e99"])
def test_adjust_stock_names_bad_quantities(client, screws, quantity):
    body = {"quantity": quantity, "reason": "Bruch"}

    response = client.post("/consumables/C000001/adjust-stock", body, JSON)

    assert (response.status_code, stock()) == (400, 10)
    assert "quantity" in response.json()["data"]["fields"]


def test_adjust_stock_needs_a_reason(client, screws):
    response = client.post("/consumables/C000001/adjust-stock", {"quantity": 1}, JSON)

    assert (response.status_code, stock()) == (400, 10)
    assert "reason" in response.json()["data"]["fields"]


def test_withdrawal_form_books_for_a_person_once(client, screws):
    WorkerFactory(barcode="M001")
    body = {"quantity": "2", "worker_barcode": "M001", "ticket_number": "T-7"}
    body["operation_id"] = str(uuid4())

    client.post("/consumables/C000001/withdraw", body)
    client.post("/consumables/C000001/withdraw", body)

    movement = StockMovement.objects.get(kind="entnahme")
    assert (movement.worker_barcode, movement.ticket_number, stock()) == ("M001", "T-7", 8)


def test_withdrawal_form_says_that_there_is_too_little_and_takes_a_smaller_quantity(client, screws):
    body = {"quantity": "11", "operation_id": str(uuid4())}
    refused = client.post("/consumables/C000001/withdraw", body)
    fresh = refused.context["form"]["operation_id"].value()

    client.post("/consumables/C000001/withdraw", {"quantity": "4", "operation_id": fresh})

    assert "10" in str(refused.context["form"].non_field_errors())
    assert stock() == 6


def test_withdrawal_form_knows_nobody_with_that_barcode(client, screws):
    body = {"quantity": "1", "worker_barcode": "NIEMAND"}

    response = client.post("/consumables/C000001/withdraw", body)

    assert "worker_barcode" in response.context["form"].errors
    assert stock() == 10


def test_receipt_form_raises_the_stock(client, screws):
    client.post("/consumables/C000001/receive", {"quantity": "2.0"})

    assert stock() == 12


def test_detail_strikes_what_was_reversed(employee, screws):
    movement = withdraw(consumable_id=screws.pk, quantity=3, **BY)

    employee.post(f"/consumables/journal/{movement.pk}/reverse", {"reason": "Verzählt"})

    page = employee.get("/consumables/C000001").content.decode()
    assert "line-through" in page
    assert (stock(), f"{movement.pk}/reverse" in page) == (10, False)


def test_reversing_twice_is_refused_with_a_sentence(employee, screws):
    movement = withdraw(consumable_id=screws.pk, quantity=3, **BY)
    path = f"/consumables/journal/{movement.pk}/reverse"
    employee.post(path, {"reason": "Verzählt"})

    response = employee.post(path, {"reason": "Noch einmal"})

    assert (response.status_code, stock()) == (200, 10)
    assert response.context["form"].non_field_errors()


def test_a_standard_user_reverses_own_bookings_only(screws):
    user = UserFactory(role=Role.STANDARD_USER)
    own = receive(consumable_id=screws.pk, quantity=1, actor=user, now=MADE_AT)
    other = receive(consumable_id=screws.pk, quantity=1, **BY)
    client = client_of(Role.STANDARD_USER)
    client.force_login(user)

    statuses = [
        client.get(f"/consumables/journal/{m.pk}/reverse").status_code for m in (own, other)
    ]

    assert statuses == [200, 403]


def test_journal_by_person_kind_and_article(client, screws):
    worker = WorkerFactory(barcode="M001", last_name="Sägebrecht")
    other = ConsumableFactory(barcode="C2", stock=5)
    client.post("/consumables/C000001/withdraw", {"quantity": "2", "worker_barcode": "M001"})
    withdraw(consumable_id=other.pk, quantity=1, **BY)

    queries = ("worker=M001", "worker=sägebr", "kind=entnahme&consumable_barcode=C000001")
    found = [client.get(f"/consumables/journal/?{query}").context["listing"] for query in queries]

    assert [[row.worker_id for row in listing.page] for listing in found] == [[worker.pk]] * 3


def test_trash_restores_under_another_barcode(employee, screws):
    delete_consumable(screws.pk, **BY)
    ConsumableFactory(barcode="C000001", name="Nägel")
    path = f"/consumables/trash/{screws.pk}/restore"

    refused = employee.post(path, {"barcode": "C000001"})
    employee.post(path, {"barcode": "C77"})

    assert "Nägel" in str(refused.context["form"].errors["barcode"])
    assert not Consumable.objects.get(barcode="C77").deleted


def test_what_was_booked_is_not_erased(screws):
    delete_consumable(screws.pk, **BY)

    response = client_of(Role.ADMIN).post(f"/consumables/trash/{screws.pk}/erase")

    assert response.status_code == 200
    assert Consumable.objects.filter(pk=screws.pk).exists()


def test_delete_by_method(employee, screws):
    response = employee.delete("/consumables/C000001/delete")

    assert (response.status_code, Consumable.objects.get().deleted) == (200, True)


@pytest.mark.parametrize("method", ["put", "patch"])
def test_api_changes_what_is_named(client, screws, method):
    send = getattr(client, method)

    response = send("/api/consumables/C000001", {"max_stock": 40}, JSON)

    assert response.json()["data"]["max_stock"] == 40
    assert response.json()["data"]["min_stock"] == 5


def test_api_adds_and_deletes(employee):
    created = employee.post("/api/consumables", {"barcode": "C5", "name": "Lack"}, JSON)
    deleted = employee.delete("/api/consumables/C5")

    assert (created.status_code, deleted.status_code) == (201, 200)
    assert Consumable.objects.get().deleted
