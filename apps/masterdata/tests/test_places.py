"""Places in places."""

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.errors import InvalidInput
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.merging import MergeNotPossible
from apps.masterdata.models import Location
from apps.masterdata.queries import places_within
from apps.masterdata.services import (
    StillUsed,
    delete_named,
    merge_named,
    save_named,
)
from apps.masterdata.tests.factories import LocationFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": MADE_AT}


@pytest.fixture
def hall():
    return LocationFactory(name="Halle 1")


@pytest.fixture
def shelf(hall):
    return LocationFactory(name="Regal 3", parent=hall)


def move(place, parent, by):
    place = Location.objects.get(pk=place.pk)
    place.parent = parent
    return save_named(place, **by)


def path_of(place):
    return in_ascii(Location.objects.get(pk=place.pk).path)


def in_ascii(path):
    return path.replace(Location.PATH_SIGN, " > ")


def test_a_place_shows_where_it_lies(shelf):
    assert in_ascii(str(shelf)) == "Halle 1 > Regal 3"


def test_renaming_a_place_reaches_all_that_lie_in_it(by, hall, shelf):
    box = LocationFactory(name="Fach", parent=shelf)
    hall.name = "Halle A"

    save_named(hall, **by)

    assert path_of(box) == "Halle A > Regal 3 > Fach"


def test_moving_a_place_takes_along_what_lies_in_it(by, hall, shelf):
    box, yard = LocationFactory(name="Fach", parent=shelf), LocationFactory(name="Hof")

    move(shelf, yard, by)

    assert path_of(box) == "Hof > Regal 3 > Fach"
    assert places_within(hall) == [hall.pk]
    assert set(places_within(yard)) == {yard.pk, shelf.pk, box.pk}


def test_a_place_does_not_lie_in_itself(by, hall, shelf):
    for inside in (hall, shelf):
        with pytest.raises(InvalidInput) as refusal:
            move(hall, inside, by)
        assert list(refusal.value.data["fields"]) == ["parent"]


def test_places_lie_in_each_other_only_so_deep(by, shelf):
    deepest = LocationFactory(parent=LocationFactory(parent=shelf))

    with pytest.raises(InvalidInput):
        LocationFactory(parent=deepest)


def test_a_place_is_not_moved_when_what_lies_in_it_would_be_too_deep(by, shelf):
    other = LocationFactory(name="Kiste")
    LocationFactory(parent=LocationFactory(parent=other))

    with pytest.raises(InvalidInput):
        move(other, shelf, by)

    assert path_of(other) == "Kiste"


def test_a_place_in_which_others_lie_is_not_deleted(by, hall, shelf):
    with pytest.raises(StillUsed):
        delete_named(hall, **by)


def test_two_people_who_move_places_into_each_other_make_no_circle(by):
    for _round in range(3):
        one, two = LocationFactory(), LocationFactory()

        at_once(lambda: attempt(move, one, two, by), lambda: attempt(move, two, one, by))  # noqa: B023

        nested = [place.pk for place in (one, two) if Location.objects.get(pk=place.pk).parent_id]
        assert len(nested) == 1


def test_merging_places_takes_along_what_lies_in_them(by, shelf):
    box, other = LocationFactory(name="Fach", parent=shelf), LocationFactory(name="Hof")

    merge_named(Location, shelf.pk, other.pk, **by)

    assert path_of(box) == "Hof > Fach"


def test_a_place_is_not_merged_into_one_that_lies_in_it(by, hall, shelf):
    with pytest.raises(MergeNotPossible):
        merge_named(Location, hall.pk, shelf.pk, **by)

    assert Location.objects.count() == 2
