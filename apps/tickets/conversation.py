"""What happened on a ticket as one stream: messages, internal notes and changes, by time.

Notes and events about them are left out for everybody but employees by the queries that this builds on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from apps.tickets.models import Ticket, TicketEvent, TicketMessage
from apps.tickets.queries import history_for, visible_messages

SAID_ELSEWHERE = {"tickets.created", "tickets.message_added", "tickets.note_added"}
SHOWN, MOST = 60, 1000  # entries on the page, and when all are asked for
OVERLAP = timedelta(seconds=30)  # what was committed later than a newer entry must not be missed
LONG_TEXT, MANY_LINES = 1200, 20


@dataclass(frozen=True)
class Entry:
    """One thing that somebody wrote or did."""

    kind: str  # message, note or change
    key: str
    at: datetime
    author: str
    text: str
    is_mine: bool = False
    is_new: bool = False
    icon: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether the page folds the text."""
        return len(self.text) > LONG_TEXT or self.text.count("\n") > MANY_LINES


@dataclass(frozen=True)
class Conversation:
    """The newest entries, oldest first; ``has_more`` older ones were left out."""

    entries: list[Entry]
    has_more: bool


def conversation_of(
    user: Any, ticket: Ticket, *, unread: int = 0, limit: int = SHOWN
) -> Conversation:
    """The conversation as the person may read it; the last ``unread`` messages of others are new."""
    messages = list(visible_messages(user, ticket).order_by("-at", "-pk")[: limit + 1])
    events = history_for(user, ticket, limit=limit + 1)
    entries = sorted(_entries(user, messages, events, unread), key=lambda entry: entry.at)
    has_more = len(messages) > limit or len(events) > limit
    return Conversation(entries[-limit:] if has_more else entries, has_more)


def entries_since(user: Any, ticket: Ticket, since: datetime) -> list[Entry]:
    """What came after a moment, and a little before it: the page knows which of these it shows already."""
    moment = since - OVERLAP
    messages = list(visible_messages(user, ticket).filter(at__gt=moment)[:MOST])
    events = [event for event in history_for(user, ticket) if event.at > moment]
    return sorted(_entries(user, messages, events, 0), key=lambda entry: entry.at)


def _entries(
    user: Any, messages: list[TicketMessage], events: list[TicketEvent], unread: int
) -> Iterator[Entry]:
    """
    :param messages: newest first where ``unread`` counts.
    """
    for message in messages:
        is_mine = message.author_id == user.pk
        is_new = unread > 0 and not is_mine
        unread -= is_new
        yield Entry(
            kind="note" if message.is_internal else "message",
            key=f"m{message.pk}",
            at=message.at,
            author=message.author_name,
            text=message.text,
            is_mine=is_mine,
            is_new=is_new,
        )
    for event in events:
        if event.event_type not in SAID_ELSEWHERE:
            yield Entry(
                kind="change",
                key=f"e{event.pk}",
                at=event.at,
                author=event.actor_name,
                text=event.sentence,
                icon=event.icon,
                changes=event.change_list,
            )
