"""The people and work areas around tickets, for lists and forms: found by name, read as rarely as possible."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.masterdata.models import Department
from apps.tickets.models import Ticket
from apps.tickets.queries import all_areas

SHOWN = 8  # suggestions
LISTED_FOR = 60  # seconds: who can be chosen in a filter may be that old
MOST_LISTED = 300
WORKING_ROLES = [role.value for role in Role if role != Role.PARTICIPANT]


@dataclass(frozen=True)
class Choice:
    """Something that a filter offers: its word in the address, what people read, its id."""

    word: str
    name: str
    pk: Any


def assignable(now: datetime) -> QuerySet[User]:
    """The accounts that can have to do with other people's tickets."""
    return User.objects.usable(now).filter(role__in=WORKING_ROLES)


def assignable_choices(asked: str) -> list[Choice]:
    """Whom the filter of the list offers, by name."""
    accounts = User.objects.filter(is_active=True, role__in=WORKING_ROLES).order_by("sort_name")
    return _remembered(
        "tickets:assignee-choices",
        asked,
        lambda: [(each.username, str(each), each.pk) for each in accounts[:MOST_LISTED]],
    )


def department_choices(asked: str) -> list[Choice]:
    """The departments that the filter of the list offers."""
    departments = Department.objects.order_by("sort_name")
    return _remembered(
        "tickets:department-choices",
        asked,
        lambda: [(each.name, each.name, each.pk) for each in departments],
    )


def area_choices() -> list[Choice]:
    """The work areas that the filter of the list offers."""
    return [Choice(area.name, area.name, area.pk) for area in all_areas()]


def _remembered(key: str, asked: str, read: Callable[[], list[tuple]]) -> list[Choice]:
    """What filters offer changes seldom; a word that is asked for and unknown is looked up again."""
    found = cache.get(key)
    if found is None or (asked and asked not in {each[0] for each in found}):
        found = read()
        cache.set(key, found, LISTED_FOR)
    return [Choice(*each) for each in found]


def suggest(query: str, now: datetime) -> list[dict[str, str]]:
    """Whom a field for people offers while somebody types (static/js/modules/picker.js)."""
    found = assignable(now).search(query).order_by("sort_name", "pk")[:SHOWN]
    return [
        {"barcode": each.username, "name": str(each), "detail": each.get_role_display()}
        for each in found
    ]


def person_named(username: str) -> Any:
    """The id of an account, or None."""
    return (
        User.objects.filter(username=username.strip().lower()[:150])
        .values_list("pk", flat=True)
        .first()
    )


def named(usernames: Iterable[str]) -> dict[str, User]:
    """The accounts with these names, whatever the case."""
    wanted = [username.lower() for username in usernames]
    return {each.username: each for each in User.objects.filter(username__in=wanted)}


def with_names(tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Give each row of a list its requester and the one responsible: one command."""
    ids = {pk for each in tickets for pk in (each.created_by_id, each.assigned_to_id)} - {None}
    people = {each.pk: each for each in User.objects.filter(pk__in=ids)}
    for ticket in tickets:
        ticket.created_by = people.get(ticket.created_by_id)
        ticket.assigned_to = people.get(ticket.assigned_to_id)
    return tickets


def complete_page(ticket: Ticket) -> None:
    """Give the ticket of a page its people and its department's name: one command."""
    ids = ticket.participants | set(ticket.shared_with)
    people = {each.pk: each for each in User.objects.filter(pk__in=ids)}
    ticket.created_by = people.get(ticket.created_by_id)
    ticket.assigned_to = people.get(ticket.assigned_to_id)
    for name, of in (
        ("co_assigned", "co_assignees"),
        ("watching", "watchers"),
        ("shared", "shared_with"),
    ):
        found = [people[pk] for pk in getattr(ticket, of) if pk in people]
        setattr(ticket, f"{name}_people", found)
    ticket.department = _department(ticket.department_id)


def _department(pk: Any) -> Department | None:
    """The department, as the filters remember it."""
    if pk is None:
        return None
    known = {each.pk: each.name for each in department_choices("")}
    return Department(pk=pk, name=known[pk]) if pk in known else Department.objects.get(pk=pk)


def with_deleters(tickets: Sequence[Ticket]) -> None:
    """Give each row of the trash the one who deleted it: one command."""
    ids = {ticket.deleted_by_id for ticket in tickets}
    people = {each.pk: each for each in User.objects.filter(pk__in=ids - {None})}
    for ticket in tickets:
        ticket.deleted_by = people.get(ticket.deleted_by_id)
