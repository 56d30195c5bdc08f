"""Names of the people whose ids stand in lists of a document: accounts live in the other database."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model


def names_of(ids: Iterable[Any]) -> str:
    """The people's names, in the order of the ids."""
    wanted = list(ids)
    people = get_user_model().objects.filter(pk__in=wanted)
    names = {person.pk: str(person) for person in people}
    return ", ".join(names[pk] for pk in wanted if pk in names)
