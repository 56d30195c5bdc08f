"""A stock that its journal does not explain is found, and nothing is found where all is well."""

import pytest
from bson import ObjectId

from apps.consumables.consistency import contradictions
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.services.stock import withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.registry import registry
from apps.core.tests.moments import MADE_AT

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def glue():
    glue = ConsumableFactory(barcode="C1", stock="12.5", unit="kg", min_stock=2)
    withdraw(consumable_id=glue.pk, quantity="0.5", actor=None, now=MADE_AT)
    return glue


def findings() -> list[str]:
    return list(registry.consistency_checks["consumables"]())


def test_nothing_is_found_where_all_is_well(glue):
    ConsumableFactory()

    assert findings() == []


@pytest.mark.parametrize(
    ("model", "change", "count"),
    [
        (Consumable, {"current_stock": 11}, 1),
        (Consumable, {"stock_state": "leer"}, 1),
        (StockMovement, {"stock_after": -1}, 2),
        (StockMovement, {"consumable_id": ObjectId()}, 2),
    ],
)
def test_each_contradiction_is_told(glue, model, change, count):
    model.objects.update(**change)

    found = list(contradictions())

    assert len(found) == count
    assert all(sentence.startswith("C1: ") for sentence in found)
