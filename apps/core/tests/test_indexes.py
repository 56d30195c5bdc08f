"""Indexes that the database lost are noticed and come back."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.core.indexes import Differences, compare, drop_others, restore

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
TOOLS = "tools"


@pytest.fixture
def tools():
    yield from collection_put_right(TOOLS)


@pytest.fixture
def barcodes():
    yield from collection_put_right("barcodes")


def collection_put_right(name: str):
    """The collection; afterwards it is empty and has its indexes again, and no others."""
    collection = connection.get_collection(name)
    yield collection
    collection.delete_many({})
    restore()
    drop_others()


def an_index_of(collection) -> tuple[str, dict]:
    return next((n, index) for n, index in collection.index_information().items() if n != "_id_")


def test_migrations_make_what_the_models_declare():
    assert compare() == Differences()


def test_missing_index_is_named_and_made_again(tools):
    name, _ = an_index_of(tools)
    tools.drop_index(name)
    before = compare()

    made = restore()

    assert before == Differences(missing=[f"{TOOLS}.{name}"])
    assert made == 1
    assert compare() == Differences()


def test_index_of_another_shape_is_made_anew(tools):
    name, _ = an_index_of(tools)
    tools.drop_index(name)
    tools.create_index([("something_else", -1)], name=name)
    before = compare()

    restore()

    assert before == Differences(different=[f"{TOOLS}.{name}"])
    assert compare() == Differences()


def test_superfluous_index_goes_only_when_asked(tools):
    tools.create_index([("nobody_asks", 1)], name="left_over")
    restore()
    kept = compare()

    dropped = drop_others()

    assert kept == Differences(superfluous=[f"{TOOLS}.left_over"])
    assert dropped == 1


def test_command_names_values_that_contradict_a_unique_index(barcodes):
    barcodes.drop_indexes()
    barcodes.insert_many([{"code": "twice"}, {"code": "twice"}])

    with pytest.raises(CommandError, match="twice"):
        call_command("sync_indexes")
