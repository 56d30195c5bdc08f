"""What apps offer to the search over everything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SearchHit:
    """One thing that was found: what it is called, what tells it from others, where it stands."""

    title: str
    subtitle: str
    url: str
    is_exact: bool = False


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that the search finds: ``find(user, text, limit)`` yields what this person may see of it."""

    kind: str
    label: Any
    icon: str
    find: Callable[[Any, str, int], Iterable[SearchHit]]
    permission: str = ""
    feature: str = ""


@dataclass
class SearchHooks:
    """The part of the registry for them."""

    search_sources: dict[str, SearchSource] = field(default_factory=dict)

    def add_search_source(self, source: SearchSource) -> None:
        self.search_sources[source.kind] = source
