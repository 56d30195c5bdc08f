"""Who has a ticket open right now: people on the same ticket see each other.

Redis keeps it for a few seconds. Without Redis nobody sees anybody, and nothing else is missing.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

ASKS_EVERY = 15  # seconds between two signs of life of a page (static/js/modules/ticket.js)
LASTS = 40  # seconds: one sign may get lost


@dataclass(frozen=True)
class Viewer:
    """Somebody who has the ticket open."""

    user_id: str
    name: str


def look_at(ticket_id: Any, user: Any, *, now: datetime) -> list[Viewer]:
    """Note that the person has the ticket open, and return the others who have."""
    members = cache.gather(_key(ticket_id), _member(user), moment=now.timestamp(), seconds=LASTS)
    viewers = {Viewer(*json.loads(member)) for member in members}
    others = [viewer for viewer in viewers if viewer.user_id != str(user.pk)]
    return sorted(others, key=lambda viewer: viewer.name)


def look_away(ticket_id: Any, user: Any) -> None:
    """Note that the person closed the ticket."""
    cache.leave(_key(ticket_id), _member(user))


def _key(ticket_id: Any) -> str:
    return f"tickets:viewers:{ticket_id}"


def _member(user: Any) -> str:
    return json.dumps([str(user.pk), user.get_full_name()])
