from datetime import date
from decimal import Decimal

import pytest
from bson import ObjectId

from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.scans import BarcodeTaken, resolve
from apps.core.tests.moments import MADE_AT
from apps.masterdata.services import StillUsed, delete_named
from apps.masterdata.tests.factories import CategoryFactory, LocationFactory
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound, tool_by_barcode
from apps.tools.services import (
    StatusNotAllowed,
    change_status,
    change_tool,
    create_tool,
    delete_tool,
)
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)
AVAILABLE, LENT, DEFECTIVE, IN_MAINTENANCE = ToolStatus


@pytest.fixture
def by():
    return {"actor": UserFactory(first_name="Martin", last_name="Lager"), "now": NOW}


def test_create_tool_saves_it_as_available_and_registers_its_barcode(by):
    tool = create_tool(Tool(barcode=" t-1 ", name="Große  Säge ", status=LENT), **by)

    stored = Tool.objects.get()
    assert (stored.pk, stored.barcode, stored.name) == (tool.pk, "t-1", "Große Säge")
    assert (stored.status, stored.created_at, stored.updated_at) == (AVAILABLE, NOW, NOW)
    assert resolve("T-1").object_id == tool.pk


def test_create_tool_makes_it_findable_in_each_spelling(by):
    create_tool(Tool(barcode="T001234", name="Winkelschlüssel", serial_number="SN-77"), **by)

    for query in ("winkelschluessel", "WINKELSCHLÜSSEL", "winkelschlus", "1234", "t0012", "sn-77"):
        assert Tool.objects.search(query).count() == 1, query
    assert Tool.objects.search("schlüssel").count() == 0


def test_change_tool_keeps_what_it_is_not_told(by):
    tool = ToolFactory(
        name="Säge", purchase_price=Decimal("12.50"), purchase_date=date(2024, 1, 15)
    )

    change_tool(tool.pk, {"description": "Mit Koffer"}, **by)

    stored = Tool.objects.get()
    assert (stored.name, stored.description) == ("Säge", "Mit Koffer")
    assert (stored.purchase_price, stored.purchase_date) == (Decimal("12.50"), date(2024, 1, 15))
    assert (stored.created_at, stored.updated_at) == (MADE_AT, NOW)


def test_change_tool_writes_down_what_was_and_what_is(by):
    tool = ToolFactory(name="Säge")

    change_tool(tool.pk, {"name": "Kettensäge", "category": CategoryFactory(name="Forst")}, **by)

    event = history_of(tool)[0]
    assert [(c["label"], c["old"], c["new"]) for c in event.change_list] == [
        ("Name", "Säge", "Kettensäge"),
        ("Kategorie", "", "Forst"),
    ]
    assert (event.actor_name, event.at) == ("Martin Lager", NOW)


def test_change_tool_without_a_change_leaves_no_event(by):
    tool = ToolFactory(name="Säge")

    change_tool(tool.pk, {"name": "Säge "}, **by)

    assert [event.event_type for event in history_of(tool)] == ["tools.created"]


def test_change_tool_is_refused_a_barcode_in_use_and_changes_nothing(by):
    ToolFactory(barcode="T-1", name="Hammer")
    tool = ToolFactory(barcode="T-2", name="Säge")

    with pytest.raises(BarcodeTaken, match="Hammer"):
        change_tool(tool.pk, {"barcode": "t-1", "name": "Neu"}, **by)

    tool.refresh_from_db()
    assert (tool.barcode, tool.name) == ("T-2", "Säge")
    assert resolve("T-2").object_id == tool.pk


def test_change_tool_may_change_the_case_of_its_barcode(by):
    tool = ToolFactory(barcode="T-2")

    change_tool(tool.pk, {"barcode": "t-2"}, **by)

    assert tool_by_barcode("T-2").barcode == "t-2"


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (AVAILABLE, DEFECTIVE),
        (AVAILABLE, IN_MAINTENANCE),
        (DEFECTIVE, AVAILABLE),
        (DEFECTIVE, IN_MAINTENANCE),
        (IN_MAINTENANCE, AVAILABLE),
        (IN_MAINTENANCE, DEFECTIVE),
    ],
)
def test_change_status_moves_a_tool_that_is_in(by, current, wanted):
    tool = ToolFactory()
    Tool.objects.update(status=current)

    change_status(tool.pk, wanted, **by)

    assert Tool.objects.get().status == wanted
    [change] = history_of(tool)[0].change_list
    assert (change["old"], change["new"]) == (str(current.label), str(wanted.label))


@pytest.mark.parametrize("current", ToolStatus)
def test_change_status_neither_lends_nor_repeats(by, current):
    tool = ToolFactory()
    Tool.objects.update(status=current)

    for wanted in (LENT, current):
        with pytest.raises(StatusNotAllowed):
            change_status(tool.pk, wanted, **by)

    assert Tool.objects.get().status == current


def test_delete_tool_keeps_it_in_the_trash_and_frees_its_barcode(by):
    tool = ToolFactory(barcode="T-1")

    delete_tool(tool.pk, **by)

    stored = Tool.objects.get()
    assert (stored.deleted, stored.deleted_at, stored.deleted_by) == (True, NOW, by["actor"])
    assert resolve("T-1") is None
    assert not Tool.objects.alive().exists()


@pytest.mark.parametrize(
    "verb",
    [
        lambda pk, by: change_tool(pk, {"name": "Neu"}, **by),
        lambda pk, by: change_status(pk, DEFECTIVE, **by),
        lambda pk, by: delete_tool(pk, **by),
    ],
    ids=["change", "status", "delete"],
)
def test_nothing_is_done_with_a_tool_that_is_gone(by, verb):
    tool = ToolFactory()
    delete_tool(tool.pk, **by)

    for gone in (tool.pk, ObjectId()):
        with pytest.raises(ToolNotFound):
            verb(gone, by)


@pytest.mark.parametrize(
    ("make", "field"), [(CategoryFactory, "category"), (LocationFactory, "location")]
)
@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_a_tool_refers_to_is_not_deleted_even_from_the_trash(by, make, field, is_deleted):
    item = make()
    tool = ToolFactory(**{field: item})
    if is_deleted:
        delete_tool(tool.pk, **by)

    with pytest.raises(StillUsed) as refusal:
        delete_named(item, **by)

    where = " im Papierkorb" if is_deleted else ""
    assert refusal.value.data == {"uses": [f"1 Werkzeug{where}."]}
    assert type(item).objects.filter(pk=item.pk).exists()
