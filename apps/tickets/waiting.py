"""How many tickets wait for a person: the number in the menu of every page, so it is counted once in a while."""

from typing import Any

from django.core.cache import cache

from apps.tickets import queries, rules

COUNTED_FOR = 30  # seconds
MOST = 100  # "99+" is all that the menu shows


def waiting_count(user: Any) -> int:
    """Tickets with unread messages, and for employees those that nobody has taken."""
    key = _key(user)
    count = cache.get(key)
    if count is None:
        count = _count(user)
        cache.set(key, count, COUNTED_FOR)
    return int(count)


def count_anew(user: Any) -> None:
    """The person did something: the next page counts again."""
    cache.delete(_key(user))


def _count(user: Any) -> int:
    unread = min(queries.unread_tickets(user), MOST)
    if not rules.is_employee(user):
        return unread
    return unread + queries.on_offer(user)[:MOST].count()


def _key(user: Any) -> str:
    return f"tickets:waiting:{user.pk}"
