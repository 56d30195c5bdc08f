"""What apps offer to the search over everything (apps.core.finder).

An app registers each kind of thing that people look for, in its ``apps.py``::

    registry.add_search_source(
        SearchSource(
            kind="ticket",
            label=_("Tickets"),
            icon="ticket",
            find=queries.find_tickets,
            list_url=lambda: reverse("tickets:list"),
            feature="tickets",
            position=40,
        )
    )

and finds it with as few commands as it can; what has a number of its own puts the thing with exactly that first::

    def find_tickets(user, query, limit):
        visible = Ticket.objects.alive().visible_to(user)
        numbered = visible.filter(ticket_number=query.code)
        others = visible.exclude(ticket_number=query.code).search(query.text)
        found = in_turn(numbered, others.order_by("-created_at", "-pk"), limit=limit)
        return [_hit(ticket, is_exact=ticket.ticket_number == query.code) for ticket in found]

Without a ``permission`` the source is asked for everybody: ``find`` itself then lets through only what the person may
see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from apps.core.registry.work import WorkHooks


@dataclass(frozen=True)
class SearchQuery:
    """What somebody typed or scanned.

    ``code`` is the text as barcodes and numbers are compared, in capitals ("" when it cannot be one); whatever carries
    it as its barcode is of the kind ``scanned_kind`` and has the id ``scanned_id``.
    """

    text: str
    code: str = ""
    scanned_kind: str = ""
    scanned_id: Any = None

    def id_of(self, kind: str) -> Any:
        """The id of the thing of this kind whose barcode was scanned; None when it is no such thing."""
        return self.scanned_id if kind == self.scanned_kind else None


@dataclass(frozen=True)
class SearchHit:
    """One thing that was found: what it is called, what tells it from others, where it stands.

    ``state`` is what ``{% status %}`` shows; ``is_exact`` says that the query was its barcode or number; by ``pk`` the
    back office finds its own page of it.
    """

    title: str
    subtitle: str
    url: str
    is_exact: bool = False
    state: Any = None
    pk: Any = None


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that the search finds: ``find(user, query, limit)`` yields what this person may see of it.

    Exact hits come first. ``list_url()`` is the list that takes the same text as its ``q``; ``admin_page`` the name of
    the page of one thing in the back office ("tools_tool_change").
    """

    kind: str
    label: Any
    icon: str
    find: Callable[[Any, SearchQuery, int], Iterable[SearchHit]]
    list_url: Callable[[], str]
    permission: str = ""
    feature: str = ""
    admin_page: str = ""
    position: int = 50


@dataclass
class SearchHooks(WorkHooks):
    """The part of the registry for them."""

    search_sources: dict[str, SearchSource] = field(default_factory=dict)

    def add_search_source(self, source: SearchSource) -> None:
        self.search_sources[source.kind] = source

    def search_sources_for(self, user: Any) -> list[SearchSource]:
        """What the person may search in, in the order in which it is shown."""
        sources = [
            source
            for source in self.search_sources.values()
            if self.is_on(source.feature)
            and (not source.permission or user.has_perm(source.permission))
        ]
        return sorted(sources, key=lambda source: source.position)
