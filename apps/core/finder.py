"""Search over everything: one box for whatever apps registered (apps.core.registry.search).

Each kind costs one command, and one more reads whose barcode the text is. Nothing is counted: a kind shows its first
hits, and its own list shows the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model
from django.utils.translation import gettext as _

from apps.core.barcodes import is_barcode, normalize
from apps.core.errors import InvalidInput
from apps.core.lists import MAX_QUERY_LENGTH, SearchableQuerySet
from apps.core.mongodb.turns import in_turn
from apps.core.registry import SearchHit, SearchQuery, SearchSource, registry
from apps.core.scans import resolve
from apps.core.search import query_terms, sort_key

IN_BOX = 5  # hits of a kind below the search field
ON_PAGE = 20

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    source: SearchSource
    hits: list[SearchHit]
    list_url: str
    has_more: bool

    @property
    def has_exact(self) -> bool:
        return self.hits[0].is_exact


@dataclass(frozen=True)
class Findings:
    """The groups that have hits, those with an exact one first; without any, ``message`` says what to do."""

    text: str
    groups: list[Group] = field(default_factory=list)
    message: str = ""

    @property
    def exact(self) -> SearchHit | None:
        """The one thing whose barcode or number was typed; None when there is none, or two kinds use the number."""
        hits = [hit for group in self.groups for hit in group.hits if hit.is_exact]
        return hits[0] if len(hits) == 1 else None


def find(user: Any, typed: str, *, limit: int) -> Findings:
    """What the person may see of everything that the text finds.

    :param limit: hits of each kind.
    :raises InvalidInput: the text is too long to be meant.
    """
    text = typed.replace("\0", "").strip()
    if len(text) > MAX_QUERY_LENGTH:
        raise InvalidInput({"q": [too_long()]}, too_long())
    query = _query(text)
    if not query.code and not query_terms(text):
        return Findings(text, message=_("Please type a name, a word or a number.") if text else "")
    found = (_group(source, user, query, limit) for source in registry.search_sources_for(user))
    groups = sorted((group for group in found if group), key=lambda group: not group.has_exact)
    return Findings(text, groups, "" if groups else _nothing(text))


def find_things(
    things: SearchableQuerySet,
    query: SearchQuery,
    limit: int,
    *,
    hit: Callable[[M, bool], SearchHit],
) -> list[SearchHit]:
    """Hits among things with a barcode: the one with exactly that, then as the alphabet goes on from the text.

    So "bohr" shows Bohrmaschine before "Akku-Bohrschrauber", and both come from the index in their order, at any size.

    :param things: those that the person may see.
    :param hit: makes a hit of one, told whether it is the exact one.
    """
    scanned_id = query.id_of(things.model.barcode_kind)
    others = things.search(query.text).exclude(pk=scanned_id).order_by("sort_name", "pk")
    key = sort_key(query.text)
    found = in_turn(
        things.filter(pk=scanned_id) if scanned_id else things.none(),
        others.filter(sort_name__gte=key),
        others.filter(sort_name__lt=key),
        limit=limit,
    )
    return [hit(thing, thing.pk == scanned_id) for thing in found]


def too_long() -> str:
    return _("Please search for at most %(count)d characters.") % {"count": MAX_QUERY_LENGTH}


def _query(text: str) -> SearchQuery:
    if not is_barcode(text):
        return SearchQuery(text)
    scanned = resolve(text)
    if scanned is None:
        return SearchQuery(text, normalize(text))
    return SearchQuery(text, normalize(text), scanned.kind, scanned.object_id)


def _group(source: SearchSource, user: Any, query: SearchQuery, limit: int) -> Group | None:
    hits = list(source.find(user, query, limit + 1))
    if not hits:
        return None
    url = source.list_url()
    url += f"{'&' if '?' in url else '?'}{urlencode({'q': query.text})}"
    return Group(source, hits[:limit], url, has_more=len(hits) > limit)


def _nothing(text: str) -> str:
    if len(text) == 1:
        return _("Please type at least two characters.")
    return _("Nothing found. Try fewer or shorter words.")
