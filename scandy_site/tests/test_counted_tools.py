"""Tools are counted by the engine of the stocktakings, which knows nothing about them."""

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.consumables.enums import Finding
from apps.consumables.models import CountedItem
from apps.consumables.services.stocktaking import (
    Count,
    book_stocktaking,
    count_item,
    start_stocktaking,
)
from apps.core import clock
from apps.masterdata.tests.factories import LocationFactory
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": clock.now()}


def count(sheet, tool, by) -> None:
    count_item(stocktaking_id=sheet.pk, barcode=tool.barcode, count=Count(1), **by)


def test_tools_of_a_place_are_counted_and_the_missing_ones_listed(by):
    shelf = LocationFactory()
    found, missing, stray = ToolFactory(location=shelf), ToolFactory(location=shelf), ToolFactory()
    sheet = start_stocktaking(kind="tool", location=shelf, **by)

    for tool in (found, found, stray):  # one is scanned twice: it is still one
        count(sheet, tool, by)
    differing = book_stocktaking(stocktaking_id=sheet.pk, missing_are_zero=True, **by)

    findings = dict(CountedItem.objects.values_list("barcode", "finding"))
    assert findings == {
        found.barcode: Finding.RIGHT,
        missing.barcode: Finding.MISSING,
        stray.barcode: Finding.UNEXPECTED,
    }
    events = AuditEvent.objects.filter(event_type="tools.missed")
    assert [event.data["tool"] for event in events] == [str(missing)]
    assert differing == 1
