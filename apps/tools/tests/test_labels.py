"""Labels for tools, and the barcode on the screen."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.tools.rules import SHEETS, sheet_pages
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SHEET = reverse("tools:label_sheet")


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


def printed(response):
    return PdfReader(BytesIO(response.content))


@pytest.mark.parametrize("code", ["qr", "bars"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_label_names_the_tool_and_its_barcode(client, sheet, code):
    ToolFactory(barcode="T-1", name="Säge <b>")

    document = printed(client.get(f"{SHEET}?barcode=T-1&sheet={sheet}&code={code}&skip=0"))

    text = document.pages[0].extract_text()
    assert len(document.pages) == 1
    assert "Säge <b>" in text
    assert "T-1" in text


def test_labels_of_a_list_keep_its_search(client):
    ToolFactory(name="Säge")
    ToolFactory(name="Hammer")

    text = (
        printed(client.get(f"{SHEET}?q=hammer&sheet=70x37&code=qr&skip=0")).pages[0].extract_text()
    )

    assert "Hammer" in text
    assert "Säge" not in text


def test_places_already_used_push_labels_to_the_next_sheet():
    pages = sheet_pages([None] * 23 + ["a", "b"], SHEETS["70x37"])

    assert [len(page) for page in pages] == [24, 1]
    assert (pages[0][23], pages[1][0]) == ((140.0, 259.5, "a"), (0.0, 0.5, "b"))


@pytest.mark.parametrize("query", ["", "sheet=A4&code=qr&skip=0", "sheet=70x37&code=qr&skip=-1"])
def test_an_unknown_sheet_is_refused(client, query):
    assert client.get(f"{SHEET}?{query}").status_code == 400
