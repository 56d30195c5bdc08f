from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core import clock
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import CategoryFactory, LocationFactory
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status, delete_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TOOLS = reverse("api:tools")


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def shelf():
    """Four tools, and one in the trash."""
    electric, rack = CategoryFactory(name="Elektro"), LocationFactory(name="Regal 1")
    drill = ToolFactory(barcode="T3", name="Ärmelbohrer", category=electric)
    ToolFactory(barcode="T1", name="Zange", location=rack)
    ToolFactory(barcode="T2", name="axt", category=electric, location=rack)
    ToolFactory(barcode="T4", name="Schraubenschlüssel")
    gone = ToolFactory(barcode="T5", name="Weg")
    delete_tool(gone.pk, actor=None, now=MADE_AT)
    change_status(drill.pk, ToolStatus.DEFECTIVE, actor=None, now=MADE_AT)


def found(response):
    return [tool["barcode"] for tool in response.json()["data"]["results"]]


def test_a_tool_has_the_fields_of_the_specification(client):
    tool = ToolFactory(
        barcode="T000017",
        name="Stichsäge",
        category=CategoryFactory(name="Elektro"),
        purchase_date=date(2024, 1, 15),
        purchase_price=Decimal("129.90"),
    )

    response = client.get(reverse("api:tool", args=["t000017"]))

    made_at = MADE_AT.astimezone(clock.BERLIN).isoformat()
    assert response.json() == {
        "status": "success",
        "message": "",
        "data": {
            "id": str(tool.pk),
            "barcode": "T000017",
            "name": "Stichsäge",
            "description": "",
            "category": "Elektro",
            "location": None,
            "status": "verfügbar",
            "condition": "gut",
            "serial_number": "",
            "invoice_number": "",
            "mac_address": "",
            "mac_address_wlan": "",
            "purchase_date": "2024-01-15",
            "purchase_price": 129.9,
            "maintenance_due": None,
            "maintenance_months": None,
            "custom_fields": {},
            "created_at": made_at,
            "updated_at": made_at,
            "deleted": False,
            "maintenance_history": [],
        },
    }


@pytest.mark.parametrize("code", ["T5", "T9", "a b", "%00", "%C3%9C", "x" * 500, "M001"])
def test_what_is_no_tool_is_not_found(client, shelf, code):
    response = client.get(f"{TOOLS}/{code}")

    assert (response.status_code, response.json()["code"]) == (404, "TOOL_NOT_FOUND")


def test_the_list_sorts_by_name_as_a_dictionary_does(client, shelf):
    response = client.get(TOOLS)

    assert found(response) == ["T3", "T2", "T4", "T1"]
    assert response.json()["data"]["count"] == 4


@pytest.mark.parametrize(
    ("query", "barcodes"),
    [
        ("sort=-name", ["T1", "T4", "T2", "T3"]),
        ("sort=barcode", ["T1", "T2", "T3", "T4"]),
        ("status=defekt", ["T3"]),
        ("status=verfügbar", ["T2", "T4", "T1"]),
        ("status=ausgeliehen", []),
        ("category=Elektro", ["T3", "T2"]),
        ("category=Elektro&location=Regal 1", ["T2"]),
        ("status=&category=", ["T3", "T2", "T4", "T1"]),
        ("q=ärmel", ["T3"]),
        ("q=aermelbo", ["T3"]),
        ("q=armel", ["T3"]),
        ("q=SCHRAUBENSCHLUESSEL", ["T4"]),
        ("q=t1", ["T1"]),
        ("q=zange t1", ["T1"]),
        ("q=zange t2", []),
        ("q=weg", []),
        ("q=" + "ä" * 1000, []),
        ("q=%00", ["T3", "T2", "T4", "T1"]),
        ("q=bohr&status=verfügbar", []),
    ],
)
def test_the_list_is_filtered_searched_and_sorted(client, shelf, query, barcodes):
    assert found(client.get(f"{TOOLS}?{query}")) == barcodes


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=kaputt", "status"),
        ("category=Gibtsnicht", "category"),
        ("location=Gibtsnicht", "location"),
        ("sort=description", "sort"),
        ("sort=category", "sort"),
        ("sort=--name", "sort"),
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=eins", "page"),
        ("page=1.5", "page"),
        ("page=%D9%A3", "page"),
        ("page=" + "9" * 30, "page"),
        ("page_size=0", "page_size"),
        ("page_size=501", "page_size"),
        ("page_size=" + "1" * 5000, "page_size"),
    ],
)
def test_the_list_refuses_what_it_does_not_understand(client, shelf, query, field):
    response = client.get(f"{TOOLS}?{query}")

    assert (response.status_code, response.json()["code"]) == (400, "VALIDATION_ERROR")
    assert list(response.json()["data"]["fields"]) == [field]


@pytest.mark.parametrize(
    ("query", "barcodes", "following"),
    [
        ("page_size=500", ["T3", "T2", "T4", "T1"], None),
        ("page_size=3", ["T3", "T2", "T4"], "?page_size=3&page=2"),
        ("page_size=3&page=2", ["T1"], None),
        ("page_size=2&page=1&sort=barcode", ["T1", "T2"], "?page_size=2&sort=barcode&page=2"),
        ("page=2", [], None),
        ("page_size=3&page=99", [], None),
    ],
)
def test_the_list_comes_in_pages(client, shelf, query, barcodes, following):
    response = client.get(f"{TOOLS}?{query}")

    address = following and f"http://testserver{TOOLS}{following}"
    assert (response.status_code, found(response)) == (200, barcodes)
    assert response.json()["data"]["next"] == address
    assert response.json()["data"]["count"] == 4


def test_an_empty_list_has_no_page_to_follow(client):
    data = client.get(TOOLS).json()["data"]

    assert data == {"results": [], "count": 0, "next": None}
