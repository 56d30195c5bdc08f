"""The inventory list against the tools themselves."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from apps.core.registry import registry
from apps.masterdata.tests.factories import LocationFactory
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def part_of(query, sort="tool"):
    report = registry.reports["inventory"]
    form = report.form(QueryDict(query), today=date(2026, 11, 23))
    assert form.is_valid(), form.errors
    return report.run(form.cleaned_data, None, NOW).rows.part(sort, 0, 50)


@pytest.fixture
def shelf():
    """A shelf in a room with two tools, another tool elsewhere, and one that was deleted."""
    room = LocationFactory(name="Halle")
    shelf = LocationFactory(name="Regal A", parent=room)
    ToolFactory(barcode="T1", name="Zange", location=shelf, purchase_price=Decimal("19.90"))
    ToolFactory(barcode="T2", name="Ahle", location=room)
    ToolFactory(barcode="T3", name="Säge", purchase_price=100)
    gone = ToolFactory(barcode="T4", location=shelf)
    delete_tool(gone.pk, actor=None, now=NOW)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "barcodes", "price"),
    [
        ("", ["T2", "T3", "T1"], Decimal("119.90")),
        ("location=Halle", ["T2", "T1"], Decimal("19.90")),
        ("location=Regal A", ["T1"], Decimal("19.90")),
        ("status=defekt", [], 0),
    ],
)
def test_the_inventory_has_the_tools_that_are_there(query, barcodes, price):
    part = part_of(query)

    assert [row["barcode"] for row in part.rows] == barcodes
    assert (part.count, part.totals["price"]) == (len(barcodes), price)


@pytest.mark.usefixtures("shelf")
def test_the_inventory_is_sorted_by_price():
    assert [row["barcode"] for row in part_of("", "-price").rows] == ["T3", "T1", "T2"]
