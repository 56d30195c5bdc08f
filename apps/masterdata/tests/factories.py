"""Master data for tests."""

import factory

from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Category, Department, Location
from apps.masterdata.services import save_named


class NamedFactory(factory.Factory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return save_named(model_class(*args, **kwargs), actor=None, now=MADE_AT)


class CategoryFactory(NamedFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda number: f"Kategorie {number}")


class LocationFactory(NamedFactory):
    class Meta:
        model = Location

    name = factory.Sequence(lambda number: f"Regal {number}")


class DepartmentFactory(NamedFactory):
    class Meta:
        model = Department

    name = factory.Sequence(lambda number: f"Abteilung {number}")
