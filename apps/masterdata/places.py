"""Places in places: no circles, not too deep, and every path true, also when two people move places at once."""

from django.utils.translation import gettext_lazy as _

from apps.core.db import serialize
from apps.core.errors import InvalidInput
from apps.core.references import GONE
from apps.core.search import sort_key
from apps.masterdata.models import Location

LOCK = "masterdata.places"


def put_in_place(place: Location) -> None:
    """Work out where a place lies, before it is saved.

    All who move places wait for each other: each move is right by itself, yet two together could make a circle.

    :raises InvalidInput: it would lie in itself, or too deep.
    """
    serialize(LOCK)
    parent = Location.objects.filter(pk=place.parent_id).first() if place.parent_id else None
    if place.parent_id and parent is None:
        raise _refused(GONE)
    if parent and str(place.pk) in {str(parent.pk), *parent.ancestors}:
        raise _refused(_("A place cannot lie in itself or in a place that lies in it."))
    _set_path(place, parent)


def carry_along(place: Location) -> None:
    """Let the places below a moved or renamed one follow.

    :raises InvalidInput: one of them would lie too deep.
    """
    level = [place]
    while level:
        above = {other.pk: other for other in level}
        level = list(Location.objects.filter(parent__in=above))
        for below in level:
            _set_path(below, above[below.parent_id])
            below.save(update_fields=["ancestors", "path", "sort_path"])


def _set_path(place: Location, parent: Location | None) -> None:
    place.ancestors = [*parent.ancestors, str(parent.pk)] if parent else []
    if len(place.ancestors) >= Location.MAX_LEVELS:
        text = _("Places lie in each other at most %(count)d levels deep.")
        raise _refused(text % {"count": Location.MAX_LEVELS})
    place.path = f"{parent.path}{Location.PATH_SIGN}{place.name}" if parent else place.name
    place.sort_path = "\t".join(map(sort_key, place.path.split(Location.PATH_SIGN)))


def _refused(text: object) -> InvalidInput:
    return InvalidInput({"parent": [str(text)]})
