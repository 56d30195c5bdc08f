"""Questions about master data."""

from typing import Any

from bson import ObjectId
from bson.errors import InvalidId
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.errors import DomainError, ErrorCode
from apps.core.logs import scope_cache
from apps.core.references import uses_of
from apps.masterdata.models import Category, Department, Location, Named, Supplier


class NamedNotFound(DomainError):
    """It was deleted or merged, or never was."""

    code = ErrorCode.NOT_FOUND
    status = 404
    message = _("This was deleted or merged.")


KINDS: dict[str, type[Named]] = {
    "departments": Department,
    "locations": Location,
    "categories": Category,
    "suppliers": Supplier,
}


def kind_of(model: type[Named]) -> str:
    """How addresses call the kind."""
    return model._meta.db_table


def named(model: type[Named], object_id: str) -> Any:
    """The entry of the kind.

    :raises NamedNotFound: there is none.
    """
    try:
        return model.objects.get(pk=ObjectId(object_id))
    except (InvalidId, model.DoesNotExist) as error:
        raise NamedNotFound from error


def sentences_of_uses(item: Named) -> list[str]:
    """Why it cannot be deleted."""
    return [use.sentence for use in uses_of(item)]


def all_places() -> list[Location]:
    """Every place in the order of their paths; read once in a request."""
    cache = scope_cache()
    if "masterdata.places" not in cache:
        cache["masterdata.places"] = list(Location.objects.order_by("sort_path"))
    return cache["masterdata.places"]


def all_named(model: type[Named]) -> list[Named]:
    """Every entry of a kind in the order of their names; read once in a request."""
    cache, key = scope_cache(), f"masterdata.{model._meta.model_name}"
    if key not in cache:
        cache[key] = list(model.objects.order_by("sort_name"))
    return cache[key]


def places_within(place: Location) -> list[ObjectId]:
    """The ids of this place and of those that lie in it."""
    key = str(place.pk)
    return [each.pk for each in all_places() if key in (str(each.pk), *each.ancestors)]


def places_in_words(count: int) -> str:
    return ngettext("%(count)d place in it", "%(count)d places in it", count) % {"count": count}


def list_of_places_in(place: Any) -> str:
    return f"{reverse('masterdata:list', args=['locations'])}?parent={place.pk}"
