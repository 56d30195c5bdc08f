"""The short way to single documents gives and stores what the ORM does, in transactions too."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.db.transaction import TransactionManagementError

from apps.core.db import atomic
from apps.core.models import Barcode
from apps.core.mongodb import direct
from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Category
from apps.tools.models import MaintenanceRecord, Tool
from apps.tools.tests.factories import ToolFactory
from scandy_site.tests.threads import at_once

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def full_tool() -> Tool:
    category = Category.objects.create(name="Bohren", created_at=MADE_AT, updated_at=MADE_AT)
    return ToolFactory(
        category=category,
        purchase_price=Decimal("12.50"),
        purchase_date=date(2026, 1, 2),
        custom_fields={"Farbe": ["rot", None]},
        maintenance_history=[MaintenanceRecord(date=date(2026, 1, 2), description="Öl")],
    )


def values_of(obj) -> dict:
    return {
        field.name: field.value_from_object(obj)
        for field in obj._meta.concrete_fields
        if field.name != "maintenance_history"
    }


def test_read_gives_what_the_orm_gives():
    tool = full_tool()
    mine, orms = direct.read(Tool, {"pk": tool.pk, "deleted": False}), Tool.objects.get()
    assert values_of(mine) == values_of(orms)
    assert mine.maintenance_history[0].date == date(2026, 1, 2)
    assert (mine.category.name, mine) == ("Bohren", orms)


def test_read_finds_nothing_else():
    tool = full_tool()
    assert direct.read(Tool, {"pk": tool.pk, "deleted": True}) is None


def test_left_out_field_is_read_when_asked_for():
    tool = full_tool()
    found = direct.read(Tool, {"pk": tool.pk}, without=["name"])
    assert "name" in found.get_deferred_fields()
    assert found.name == tool.name


def test_insert_stores_what_the_orm_stores():
    tool = full_tool()
    stored = values_of(Tool.objects.get())
    Tool.objects.all().delete()
    direct.insert(tool)
    assert values_of(Tool.objects.get()) == {**stored, "id": tool.pk}


def test_change_returns_the_object_as_it_is_now():
    tool = full_tool()
    changed = direct.change(Tool, {"pk": tool.pk}, {"name": "Säge", "category": None})
    assert (changed.name, changed.category_id) == ("Säge", None)
    assert Tool.objects.get().name == "Säge"


def test_of_many_who_change_at_once_one_does():
    tool = full_tool()
    conditions = {"pk": tool.pk, "name": tool.name}
    done = at_once(8, lambda n: direct.change(Tool, conditions, {"name": f"{n}"}))
    assert sum(found is not None for found in done) == 1


def test_taken_value_ends_the_transaction():
    direct.insert(Barcode(code="A-1", kind="tool", object_id="1"))

    @atomic
    def go_on():
        with pytest.raises(IntegrityError):
            direct.insert(Barcode(code="A-1", kind="tool", object_id="2"))
        direct.read(Barcode, {"code": "A-1"})

    with pytest.raises(TransactionManagementError):
        go_on()


def test_rolled_back_insert_is_gone():
    @atomic
    def fail():
        direct.insert(Barcode(code="A-1", kind="tool", object_id="1"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Barcode.objects.exists()
