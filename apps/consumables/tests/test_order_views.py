"""Pages of orders: what they show, what they refuse, what they hand out."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.enums import OrderState
from apps.consumables.models import Consumable, OrderLine, PurchaseOrder
from apps.consumables.services.orders import place_order
from apps.consumables.services.proposals import Packs, propose_orders, set_packs
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core import clock

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def supplier():
    return SupplierFactory(
        name="Schraubenhandel Nord", customer_number="K-4711", email="verkauf@example.org"
    )


@pytest.fixture
def order(supplier):
    ConsumableFactory(
        barcode="SN000001",
        name="Schrauben",
        supplier=supplier,
        supplier_article_number="=SN-6",
        stock=10,
        min_stock=50,
        max_stock=500,
        pack_size=100,
        cost_per_unit=Decimal("0.15"),
    )
    return propose_orders(actor=UserFactory(), now=clock.now())[0]


@pytest.fixture
def line(order):
    return OrderLine.objects.get(order=order)


def page(order, name="order", *more) -> str:
    return reverse(f"consumables:{name}", args=[order.number, *more])


def place(order):
    return place_order(order_id=order.pk, actor=UserFactory(), now=clock.now())


def test_proposals_say_why(client, order):
    content = client.get(reverse("consumables:proposals")).content.decode()

    assert "Schraubenhandel Nord" in content
    assert (
        "Bestand 10, Mindestbestand 50; Verbrauch unbekannt, Lieferzeit 7 Tage; 0 bestellt"
        in content
    )
    assert "60,00" in content


def test_computing_shows_what_is_needed(client, order):
    response = client.post(reverse("consumables:propose"), follow=True)

    assert "1 Bestellung vorgeschlagen" in response.content.decode()


def test_packs_are_changed_in_place(client, order, line):
    response = client.post(
        page(order, "save_packs"), {f"packs_{line.pk}": "7", f"seen_{line.pk}": "4"}
    )

    assert response.status_code == 302
    assert OrderLine.objects.get().packs == 7


@pytest.mark.parametrize("packs", ["0", "-1", "1000000000", "viele", "", "1.5", "²"])
def test_bad_packs_come_back_as_they_were_typed(client, order, line, packs):
    response = client.post(
        page(order, "save_packs"), {f"packs_{line.pk}": packs, f"seen_{line.pk}": "4"}
    )

    assert response.status_code == 400
    assert f'value="{packs}"' in response.content.decode()
    assert OrderLine.objects.get().packs == 4


def test_second_person_sees_what_the_first_one_saved(client, order, line):
    set_packs(
        order_id=order.pk, packs={str(line.pk): Packs(9)}, actor=UserFactory(), now=clock.now()
    )

    response = client.post(
        page(order, "save_packs"), {f"packs_{line.pk}": "6", f"seen_{line.pk}": "4"}
    )

    content = response.content.decode()
    assert response.status_code == 400
    assert "inzwischen auf 9 gesetzt" in content
    assert 'value="6"' in content
    assert f'name="seen_{line.pk}" value="9"' in content


def test_placing_takes_the_packs_of_the_page(client, order, line):
    client.post(page(order, "place_order"), {f"packs_{line.pk}": "5", f"seen_{line.pk}": "4"})

    order.refresh_from_db()
    assert order.state == OrderState.ORDERED
    assert OrderLine.objects.get().packs == 5
    assert Consumable.objects.get().last_ordered == clock.today()


def test_placing_twice_says_that_it_has_gone_on(client, order):
    client.post(page(order, "place_order"))

    response = client.post(page(order, "place_order"), content_type="application/json", data="{}")

    assert (response.status_code, response.json()["code"]) == (409, "CONFLICT")


def test_line_is_added_by_barcode_and_taken_out(client, order, line):
    ConsumableFactory(barcode="C9", name="Leim")
    client.post(page(order, "add_order_line"), {"consumable_barcode": "c9", "packs": "2"})
    client.post(page(order, "remove_order_line", line.pk))

    assert [(line.consumable_name, line.packs) for line in OrderLine.objects.all()] == [("Leim", 2)]


@pytest.mark.parametrize("body", [{}, {"packs": "2"}, {"consumable_barcode": "SN000001"}])
def test_bad_addition_is_refused(client, order, body):
    response = client.post(page(order, "add_order_line"), body)

    assert response.status_code == 400
    assert OrderLine.objects.count() == 1


def test_programs_get_the_order_as_json(client, order, line):
    body = {f"packs_{line.pk}": 3}

    data = client.post(page(order, "save_packs"), body, content_type="application/json").json()

    assert data["data"]["number"] == order.number
    assert data["data"]["lines"][0]["packs"] == 3
    assert data["data"]["lines"][0]["quantity"] == 300


def test_late_orders_come_first_and_are_marked(client, order):
    ConsumableFactory(supplier=SupplierFactory(), min_stock=5)
    other = propose_orders(actor=UserFactory(), now=clock.now())[-1]
    place(order), place(other)
    PurchaseOrder.objects.filter(pk=other.pk).update(expected_on=clock.today() - timedelta(days=3))

    content = client.get(reverse("consumables:orders")).content.decode()

    assert content.index(other.number) < content.index(order.number)
    assert "3 Tage zu spät" in content


@pytest.mark.parametrize(
    ("query", "count"), [("b2", 1), ("B1", 0), ("zzz", 0), ("\0", 1), ("B.*", 0)]
)
def test_orders_are_found_by_number(client, order, query, count):
    response = client.get(reverse("consumables:orders"), {"q": query, "state": ""})

    assert response.context["listing"].count == count


@pytest.mark.parametrize("state", [*OrderState.values, "unterwegs", "", "quatsch"])
def test_list_by_state(client, order, state):
    found = client.get(reverse("consumables:orders"), {"state": state}).context["listing"].count

    assert found == (1 if state in {"vorgeschlagen", "", "quatsch"} else 0)


def test_csv_opens_in_a_german_excel(client, order):
    response = client.get(page(order, "order_file", "csv"))

    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[1] == "'=SN-6;Schrauben;SN000001;4;100;Stück;400;0,15;60,00;0"


def test_pdf_carries_what_the_supplier_needs(client, order):
    response = client.get(page(order, "order_file", "pdf"))

    text = " ".join(PdfReader(BytesIO(response.content)).pages[0].extract_text().split())
    for words in (order.number, "K-4711", "=SN-6", "100 Stück", "60,00 €", "Unterschrift"):
        assert words in text


def test_other_files_do_not_exist(client, order):
    assert client.get(page(order, "order_file", "exe")).status_code == 404


def test_mail_draft_is_ready_to_send(client, order):
    draft = client.get(page(order, "mail_order")).context["draft"]

    assert draft.address == "verkauf@example.org"
    assert "K-4711" in draft.subject
    assert "- 4 \N{MULTIPLICATION SIGN} 100 Stück Schrauben, Art.-Nr. =SN-6" in draft.text
    assert draft.link.startswith("mailto:verkauf@example.org?subject=Bestellung%20B")


def test_mail_goes_to_the_supplier(client, order, mailoutbox):
    client.post(page(order, "mail_order"), {"subject": "Bestellung", "text": "Bitte liefern"})

    [mail] = mailoutbox
    assert (mail.to, mail.body) == (["verkauf@example.org"], "Bitte liefern")


def test_without_an_address_nothing_is_mailed(client, order, supplier, mailoutbox):
    type(supplier).objects.update(email="")

    response = client.post(page(order, "mail_order"), {"subject": "x", "text": "y"})

    assert "keine E-Mail-Adresse" in response.content.decode()
    assert mailoutbox == []


def test_canceled_rest_stays_visible(client, order):
    place(order)

    response = client.post(page(order, "cancel_order"), follow=True)

    assert "storniert" in response.content.decode()


@pytest.mark.parametrize("number", ["B2611-999", "B9999-1"])
def test_unknown_numbers_are_not_found(client, number):
    assert client.get(f"/consumables/orders/{number}").status_code == 404
