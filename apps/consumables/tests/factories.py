"""Consumables for tests."""

import factory

from apps.consumables.models import Consumable
from apps.consumables.services.consumables import create_consumable
from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Supplier
from apps.masterdata.tests.factories import NamedFactory


class ConsumableFactory(factory.Factory):
    """A saved consumable, made by the service; ``stock`` is how much is there."""

    class Meta:
        model = Consumable

    barcode = factory.Sequence(lambda number: f"C{number:06}")
    name = "Schrauben M6x20"

    @classmethod
    def _create(cls, model_class, *args, stock=0, **kwargs):
        return create_consumable(model_class(*args, **kwargs), actor=None, now=MADE_AT, stock=stock)


class SupplierFactory(NamedFactory):
    class Meta:
        model = Supplier

    name = factory.Sequence(lambda number: f"Baumarkt {number}")
