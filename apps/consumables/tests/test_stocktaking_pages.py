"""The pages of a stocktaking as a browser without JavaScript and a program see them."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.consumables.counting_desk import Typed, read_quantity
from apps.consumables.models import Consumable, CountedItem, Stocktaking
from apps.consumables.services.stocktaking import start_stocktaking
from apps.consumables.tests.factories import ConsumableFactory
from apps.masterdata.tests.factories import LocationFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def sheet():
    shelf = LocationFactory(name="Regal 7")
    for barcode, stock in (("C1", 10), ("C2", 4)):
        ConsumableFactory(barcode=barcode, name=f"Leim {barcode}", stock=stock, location=shelf)
    return start_stocktaking(kind="consumable", location=shelf, actor=None, now=NOW)


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def standard():
    return client_of(Role.STANDARD_USER)


def page(name: str, sheet: Stocktaking) -> str:
    return reverse(f"consumables:{name}", args=[sheet.number])


def counted(barcode: str):
    return CountedItem.objects.get(barcode=barcode).counted


def test_a_place_is_chosen_and_counting_begins(employee, sheet):
    answer = employee.post(
        reverse("consumables:start_stocktaking"),
        {"kind": "consumable", "location": str(sheet.location.pk)},
    )

    started = Stocktaking.objects.order_by("-created_at").first()
    assert answer.url == page("stocktaking", started)


def test_an_empty_place_is_refused_at_the_form(employee):
    place = LocationFactory(name="Leerer Raum")

    answer = employee.post(
        reverse("consumables:start_stocktaking"),
        {"kind": "consumable", "location": str(place.pk)},
    )

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()


def test_a_scan_asks_for_the_quantity_and_enter_goes_on(standard, sheet):
    asked = standard.get(page("stocktaking", sheet), {"barcode": "c1"})
    assert "Leim C1" in asked.content.decode()

    answer = standard.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": "8"})

    assert answer.url == page("stocktaking", sheet)
    assert counted("C1") == 8


def test_another_code_in_the_field_of_the_quantity_ends_this_and_begins_that(standard, sheet):
    sent = {"barcode": "C1", "so_far": "3", "quantity": "C2"}

    answer = standard.post(page("stocktaking", sheet), sent)

    assert answer.url.endswith("?barcode=C2")
    assert counted("C1") == 3


def test_a_second_count_asks_and_keeps_what_was_typed(standard, employee, sheet):
    standard.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": "8"})
    sent = {"barcode": "C1", "quantity": "2", "operation_id": str(uuid4())}

    asked = employee.post(page("stocktaking", sheet), sent)
    employee.post(page("stocktaking", sheet), {**sent, "mode": "add", "operation_id": ""})

    assert 'value="2"' in asked.content.decode()
    assert 'name="mode" value="add"' in asked.content.decode()
    assert counted("C1") == 10


@pytest.mark.parametrize("quantity", ["-1", "viel", "1,5", "1e99"])
def test_a_refused_quantity_stays_in_the_field(standard, sheet, quantity):
    answer = standard.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": quantity})

    assert answer.status_code == 200
    assert f'value="{quantity}"' in answer.content.decode()
    assert counted("C1") is None


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed("2")),
        ("7", Typed("7")),
        ("1,5", Typed("1.5")),
        ("c1", Typed("3", is_one_more=True)),
        ("2C1", Typed("3", is_one_more=True)),
        ("C2", Typed("2", next_code="C2")),
        ("2C2", Typed("2", next_code="C2")),
        ("40063813", Typed("2", next_code="40063813")),
        ("12345678", Typed("12345678")),
    ],
)
def test_quantities_and_codes_are_told_apart(sheet, text, typed):
    ConsumableFactory(barcode="40063813")

    assert read_quantity(text, barcode="C1", so_far="2") == typed


def test_a_program_counts_once_per_operation(standard, sheet):
    body = {"barcode": "C1", "quantity": 8, "operation_id": str(uuid4())}

    answers = [standard.post(page("count", sheet), body, "application/json") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["data"]["difference"] == -2


def test_a_program_learns_who_counted_before(standard, sheet):
    body = {"barcode": "C1", "quantity": 8}
    standard.post(page("count", sheet), body, "application/json")

    answer = standard.post(page("count", sheet), body, "application/json")

    assert answer.status_code == 409
    assert answer.json()["code"] == "ALREADY_COUNTED"
    assert answer.json()["data"]["counted"] == 8


def test_one_button_books_all_and_leaves_a_protocol(employee, sheet):
    employee.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": "8"})
    seen = employee.get(page("book_stocktaking", sheet)).context["seen"]

    sent = {"seen": seen, "missing_are_zero": "on"}
    answer = employee.post(page("book_stocktaking", sheet), sent, follow=True)

    assert dict(Consumable.objects.values_list("barcode", "current_stock")) == {"C1": 8, "C2": 0}
    assert answer.context["summary"].different == 2
    assert "people" in answer.context


def test_what_was_counted_after_the_summary_is_shown_before_it_is_booked(employee, sheet):
    seen = employee.get(page("book_stocktaking", sheet)).context["seen"]
    employee.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": "8"})

    answer = employee.post(page("book_stocktaking", sheet), {"seen": seen})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert Consumable.objects.get(barcode="C1").current_stock == 10


def test_the_papers_are_pdf_and_csv(standard, sheet):
    standard.post(page("stocktaking", sheet), {"barcode": "C1", "quantity": "8"})

    papers = [standard.get(page(name, sheet)) for name in ("count_sheet", "differences_pdf")]
    table = b"".join(standard.get(page("differences_csv", sheet))).decode("utf-8-sig")

    assert all(paper.content.startswith(b"%PDF") for paper in papers)
    assert table.splitlines()[1].startswith("C1;Leim C1;Regal 7;")


@pytest.mark.parametrize("rows", [1, 50])
@pytest.mark.parametrize("address", ["stocktaking", "stocktaking_sheet", "book_stocktaking"])
def test_pages_take_few_commands_for_any_number_of_rows(employee, address, rows, count_commands):
    for _number in range(rows):
        ConsumableFactory(stock=3, location=LocationFactory())
    sheet = start_stocktaking(kind="consumable", actor=None, now=NOW)
    CountedItem.objects.update(counted=1, finding="missing")
    employee.get("/")

    with count_commands() as commands:
        answer = employee.get(page(address, sheet), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert commands.total <= 10, commands.names
