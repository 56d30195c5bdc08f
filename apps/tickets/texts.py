"""Finding tickets by what was written in them: descriptions and messages, in all German forms of the words.

MongoDB's text index answers both in one command. What a search may look into depends on who asks: employees read
everything, others the messages that are no internal notes. What is found is shown as far as the list shows it.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connections
from pymongo.errors import PyMongoError

MOST = 1000  # tickets that a word finds by its text; who looks for a word that common narrows by others
MOST_MESSAGES = 5000
MOST_WORDS = 6
DATABASE, TICKETS, MESSAGES = "tickets", "tickets", "ticket_messages"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Reader:
    """Who searches: the words of which a ticket's audience must have one; None: sees everything."""

    audience: tuple[str, ...] | None = None


def words_of(query: str) -> str:
    """What to give to ``$text``: one word in all its forms, several only where all of them stand."""
    words = _WORD.findall(query)[:MOST_WORDS]
    return words[0] if len(words) == 1 else " ".join(f'"{word}"' for word in words)


def tickets_with(words: str, reader: Reader) -> list[Any]:
    """The ids of tickets in whose description or messages the words stand, as far as the reader may know."""
    text: dict[str, Any] = {"$text": {"$search": words}}
    in_tickets, in_messages = {**text, "deleted": False}, dict(text)
    if reader.audience is not None:
        in_tickets["audience"] = {"$in": list(reader.audience)}
        in_messages["is_internal"] = False
    messages = [
        {"$match": in_messages},
        {"$limit": MOST_MESSAGES},
        {"$group": {"_id": "$ticket_id"}},
    ]
    pipeline = [
        {"$match": in_tickets},
        {"$limit": MOST},
        {"$project": {"_id": True}},
        {"$unionWith": {"coll": MESSAGES, "pipeline": messages}},
    ]
    return [found["_id"] for found in _run(pipeline)]


def _run(pipeline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    connection: Any = connections[DATABASE]
    connection.ensure_connection()
    collection = connection.get_collection(TICKETS)
    try:
        return list(collection.aggregate(pipeline, session=connection.session))
    except PyMongoError as error:
        connection.unit.fail(error)
        raise
