from functools import partial
from types import SimpleNamespace

import pytest
from bson import ObjectId

from apps.core.models import Barcode
from apps.core.registry import BarcodeKind, registry
from apps.core.scans import BarcodeTaken, Scanned, release_barcode, resolve, take_barcode
from apps.core.tests.threads import at_once, attempt

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROUNDS = 5


@pytest.fixture(autouse=True)
def kinds():
    """Two kinds of things that carry a barcode."""
    for kind in ("box", "shelf"):
        registry.add_barcode_kind(
            BarcodeKind(kind, f"das {kind}", lambda pk, now: None, lambda pk: "Nummer eins")
        )
    yield
    for kind in ("box", "shelf"):
        del registry.barcode_kinds[kind]


def thing(barcode, kind="box"):
    return SimpleNamespace(pk=ObjectId(), barcode=barcode, barcode_kind=kind)


@pytest.fixture
def box():
    box = thing("B-1")
    take_barcode(box)
    return box


@pytest.mark.parametrize("code", ["B-1", "b-1", " B-1 ", "\tb-1\n"])
def test_a_code_names_what_carries_it(box, code):
    assert resolve(code) == Scanned("box", box.pk)
    assert resolve(code, kind="box") == Scanned("box", box.pk)


@pytest.mark.parametrize("code", ["B-2", "", " ", "B 1", "B-1\0", "x" * 500, "$ne", "add", "Ü"])
def test_a_code_that_nothing_carries_names_nothing(box, code):
    assert resolve(code) is None


def test_a_code_of_another_kind_names_nothing(box):
    assert resolve("B-1", kind="shelf") is None


def test_a_scan_is_one_read_and_none_for_what_is_no_barcode(box, count_commands):
    with count_commands() as commands:
        resolve("B-1")
        resolve("kein Barcode")

    assert len(commands.names) == 1


def test_taking_the_own_barcode_again_changes_nothing(box):
    box.barcode = "b-1"

    take_barcode(box)

    assert [entry.code for entry in Barcode.objects.all()] == ["B-1"]


def test_another_barcode_frees_the_one_before(box):
    box.barcode = "B-2"

    take_barcode(box)

    assert resolve("B-1") is None
    assert resolve("B-2").object_id == box.pk


def test_a_barcode_in_use_is_refused_and_the_refusal_names_the_holder(box):
    shelf = thing("b-1", "shelf")

    with pytest.raises(BarcodeTaken) as refusal:
        take_barcode(shelf)

    assert refusal.value.data == {"barcode": "B-1", "kind": "box"}
    assert "das box Nummer eins" in str(refusal.value)
    assert resolve("B-1").object_id == box.pk


def test_a_released_barcode_is_free_for_others(box):
    release_barcode(box)
    assert resolve("B-1") is None

    shelf = thing("B-1", "shelf")
    take_barcode(shelf)
    assert resolve("B-1") == Scanned("shelf", shelf.pk)


def test_of_eight_things_that_take_a_barcode_at_once_one_gets_it():
    for number in range(ROUNDS):
        things = [thing(f"B-{number}", kind) for kind in ("box", "shelf") * 4]

        outcomes = at_once(*(partial(attempt, take_barcode, thing) for thing in things))

        [winner] = [thing for thing, out in zip(things, outcomes, strict=True) if out is None]
        assert [type(out) for out in outcomes].count(BarcodeTaken) == 7
        assert resolve(f"B-{number}") == Scanned(winner.barcode_kind, winner.pk)
