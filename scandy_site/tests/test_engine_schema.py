"""Unique indexes hold what they promise, and a migration that failed half-way is simply run again."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.state import ProjectState
from django_mongodb_backend.fields import ObjectIdAutoField

from scandy_site.tests.probe.data import an_id, fill
from scandy_site.tests.probe.models import Item, Loan, Shelf

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

APP = "probe_half"
CREATION = [
    operations.CreateModel(
        "Box",
        [
            ("id", ObjectIdAutoField(primary_key=True)),
            ("label", models.CharField(max_length=9, db_index=True)),
            ("code", models.CharField(max_length=9, unique=True)),
        ],
    ),
    operations.CreateModel(
        "Lid",
        [
            ("id", ObjectIdAutoField(primary_key=True)),
            ("box", models.ForeignKey(f"{APP}.Box", models.CASCADE)),
            ("others", models.ManyToManyField(f"{APP}.Box", related_name="+")),
        ],
    ),
]


@pytest.fixture
def no_boxes():
    yield
    for name in connection.introspection.table_names():
        if name.startswith(APP):
            connection.database.drop_collection(name)


def migrate(steps, state=None):
    migration = Migration("0001", APP)
    migration.operations = steps
    with connection.schema_editor() as editor:
        return migration.apply(state or ProjectState(), editor)


def columns_with_index(table):
    return {
        tuple(index["columns"])
        for index in connection.introspection.get_constraints(None, table).values()
    }


def test_unique_field_refuses_a_repetition():
    Shelf.objects.create(name="Süd")

    with pytest.raises(IntegrityError, match=r"duplicate key.*Süd"):
        Shelf.objects.create(name="Süd")


def test_nullable_unique_field_refuses_a_repetition_but_of_null():
    fill()
    shelf = Shelf.objects.first()

    assert Item.objects.filter(serial=None).count() == 8
    with pytest.raises(IntegrityError):
        Item.objects.create(code="new", serial="S-3", name="x", shelf=shelf)


def test_unique_constraint_holds_under_its_condition_only():
    fill()
    assert Loan.objects.filter(item=an_id(3, 2), is_open=True).count() == 1
    assert Loan.objects.filter(item=an_id(3, 2), is_open=False).count() == 2

    with pytest.raises(IntegrityError):
        Loan.objects.filter(item=an_id(3, 2)).update(is_open=True)


@pytest.mark.usefixtures("no_boxes")
def test_migration_that_failed_half_way_is_run_again():
    def fail(apps, editor):
        raise RuntimeError("the power went off")

    with pytest.raises(RuntimeError):
        migrate([*CREATION, operations.RunPython(fail)])

    state = migrate(CREATION)

    box = state.apps.get_model(APP, "Box")
    lid = state.apps.get_model(APP, "Lid")
    lid.objects.create(box=box.objects.create(label="a", code="b"))
    assert columns_with_index(f"{APP}_box") == {("id",), ("label",), ("code",)}


@pytest.mark.usefixtures("no_boxes")
def test_collection_with_documents_is_never_replaced():
    connection.database[f"{APP}_box"].insert_one({"label": "precious"})

    with pytest.raises(DatabaseError, match="holds documents"):
        migrate(CREATION)

    assert connection.database[f"{APP}_box"].count_documents({}) == 1


@pytest.mark.usefixtures("no_boxes")
@pytest.mark.parametrize(
    "step",
    [
        operations.AddField("Box", "size", models.IntegerField(default=1, db_index=True)),
        operations.RemoveField("Box", "label"),
        operations.RemoveField("Box", "code"),
        operations.RenameField("Box", "label", "title"),
        operations.RenameModel("Box", "Chest"),
        operations.AlterField("Box", "label", models.CharField(max_length=9)),
        operations.AddIndex("Box", models.Index(fields=["-label"], name="box_label")),
        operations.AddConstraint(
            "Box", models.UniqueConstraint(fields=["label", "code"], name="box_unique")
        ),
        operations.DeleteModel("Lid"),
    ],
    ids=lambda step: step.describe(),
)
def test_step_that_was_done_already_is_done_again(step):
    state = migrate(CREATION)
    migrate([step], state.clone())
    after_once = connection.introspection.table_names()

    migrate([step], state.clone())

    assert connection.introspection.table_names() == after_once


@pytest.mark.usefixtures("no_boxes")
def test_index_that_is_gone_already_is_removed_again():
    index = operations.AddIndex("Box", models.Index(fields=["-label"], name="box_label"))
    state = migrate([*CREATION, index])
    removal = [operations.RemoveIndex("Box", "box_label")]

    migrate(removal, state.clone())
    migrate(removal, state.clone())

    assert columns_with_index(f"{APP}_box") == {("id",), ("label",), ("code",)}
