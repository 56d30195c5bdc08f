"""Booking deliveries: line by line, by scan, once, and back."""

import uuid

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder, StockMovement
from apps.consumables.services.orders import cancel_order, place_order
from apps.consumables.services.proposals import propose_orders
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core import clock

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SCAN, BOOK = "/consumables/receive/scan/", "/consumables/receive/book/"


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def order():
    ConsumableFactory(
        barcode="SN1",
        name="Schrauben",
        supplier=SupplierFactory(),
        stock=10,
        min_stock=50,
        max_stock=500,
        pack_size=100,
    )
    by = {"actor": UserFactory(), "now": clock.now()}
    return place_order(order_id=propose_orders(**by)[0].pk, **by)


@pytest.fixture
def line(order):
    return OrderLine.objects.get(order=order)


@pytest.fixture
def receive(client, order, line):
    def post(quantity, **more):
        url = reverse("consumables:receive_order", args=[order.number])
        return client.post(url, {f"quantity_{line.pk}": quantity, **more}, follow=True)

    return post


@pytest.fixture
def book(client):
    def post(**body):
        body = {"consumable_barcode": "sn1", **body}
        return client.post(BOOK, body, content_type="application/json")

    return post


def stock() -> int:
    return Consumable.objects.get(barcode="SN1").current_stock


def test_part_of_an_order_is_booked(receive, order):
    content = receive("150").content.decode()

    order.refresh_from_db()
    assert (order.state, stock()) == (OrderState.PARTLY_RECEIVED, 160)
    assert f"1 Position von {order.number} ist eingebucht." in content


def test_more_than_ordered_is_booked_and_said(receive, order):
    content = receive("450").content.decode()

    assert stock() == 460
    assert "Mehr als bestellt: Schrauben." in content


@pytest.mark.parametrize("quantity", ["0", "-1", "0,5", "viel", "1e3000", "9999999999"])
def test_bad_quantities_come_back_as_they_were_typed(receive, quantity):
    response = receive(quantity)

    assert response.status_code == 400
    assert f'value="{quantity}"' in response.content.decode()
    assert stock() == 10


def test_nothing_typed_is_refused(receive):
    assert receive("").status_code == 400


def test_same_form_sent_twice_books_once(receive):
    operation_id = str(uuid.uuid4())

    for _time in range(2):
        receive("100", operation_id=operation_id)

    assert stock() == 110


def test_canceled_order_takes_nothing_and_says_so(receive, order):
    cancel_order(order_id=order.pk, actor=UserFactory(), now=clock.now())

    response = receive("100")

    assert response.status_code == 400
    assert stock() == 10


def test_scan_shows_the_oldest_order_and_what_is_missing(client, order, line):
    data = client.get(SCAN, {"code": "sn1"}).json()["data"]

    assert data["line"] == {"id": str(line.pk), "order_number": order.number, "missing": 400}
    assert (data["consumable"]["name"], data["pack_size"]) == ("Schrauben", 100)


def test_scan_of_something_not_ordered_says_so(client):
    ConsumableFactory(barcode="F1")

    assert client.get(SCAN, {"code": "F1"}).json()["data"]["line"] is None


@pytest.mark.parametrize("code", ["", "nichts", "a b", "\0", "x" * 999])
def test_unknown_codes_are_named(client, code):
    response = client.get(SCAN, {"code": code}, headers={"accept": "application/json"})

    assert (response.status_code, response.json()["code"]) == (404, "CONSUMABLE_NOT_FOUND")


def test_scanned_delivery_is_booked_once_for_its_line(book, line):
    body = {"quantity": "100", "line_id": str(line.pk), "operation_id": str(uuid.uuid4())}

    first, second = book(**body), book(**body)

    assert first.json() == second.json()
    assert (first.status_code, stock()) == (201, 110)
    assert StockMovement.objects.get(order_line=line).quantity == 100


def test_delivery_without_an_order_leaves_orders_alone(book, order):
    book(quantity="5", line_id="")

    assert stock() == 15
    assert OrderLine.objects.get().received_quantity == 0


def test_line_that_is_complete_by_now_is_not_booked_again(book, line):
    book(quantity="400", line_id=str(line.pk))

    response = book(quantity="400", line_id=str(line.pk))

    assert response.status_code == 404
    assert stock() == 410


@pytest.mark.parametrize("quantity", [0, -1, 0.5, "x", "", None, 10**12])
def test_bad_scanned_quantities_are_refused(book, line, quantity):
    response = book(quantity=quantity, line_id=str(line.pk))

    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")
    assert stock() == 10


def test_scanned_delivery_is_undone_and_the_order_waits_again(book, client, line):
    operation_id = str(uuid.uuid4())
    book(quantity="400", line_id=str(line.pk), operation_id=operation_id)

    response = client.post(
        "/api/lending/undo", {"operation_id": operation_id}, content_type="application/json"
    )

    assert response.status_code == 200
    assert stock() == 10
    assert PurchaseOrder.objects.get().state == OrderState.ORDERED


def test_operation_id_must_be_one(book):
    assert book(quantity="5", operation_id="1").status_code == 400


def test_expected_deliveries_are_listed_for_who_may_book(client, order):
    assert order.number in client.get("/consumables/receive/").content.decode()


def test_search_finds_by_name_and_by_barcode(client, order):
    url = reverse("consumables:order_search")

    for query in ("schrau", "sn1"):
        [row] = client.get(url, {"q": query}).json()["data"]["results"]
        assert (row["barcode"], row["name"]) == ("SN1", "Schrauben")
