"""Who else has to do with a ticket: further assignees, watchers, and people whom it was shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.tickets import rules, shares
from apps.tickets.enums import Share
from apps.tickets.models import Ticket
from apps.tickets.news import tell_of_assignment
from apps.tickets.queries import WORK, ticket_for
from apps.tickets.services.tickets import refuse_closed, refuse_stale, save_ticket


@atomic
def set_co_assignees(
    *,
    ticket_id: Any,
    user_ids: Iterable[Any],
    actor: Any,
    now: datetime,
    expected: datetime | None = None,
) -> Ticket:
    """Say who else works on the ticket, beside the one who is responsible.

    :raises InvalidInput: one of them cannot work on tickets; the sentence names him.
    """
    return _set_people("co_assignees", ticket_id, user_ids, actor, now, expected)


@atomic
def set_watchers(
    *,
    ticket_id: Any,
    user_ids: Iterable[Any],
    actor: Any,
    now: datetime,
    expected: datetime | None = None,
) -> Ticket:
    """Say who follows the ticket.

    :raises InvalidInput: one of them cannot see other people's tickets; the sentence names him.
    """
    return _set_people("watchers", ticket_id, user_ids, actor, now, expected)


@atomic
def share_ticket(
    *, ticket_id: Any, user_id: Any, share: Share, actor: Any, now: datetime
) -> Ticket:
    """Let one more person read or edit the ticket (guardian's permission on this object).

    :raises InvalidInput: the person cannot see other people's tickets; the sentence names him.
    """
    ticket = _changeable(ticket_id, actor)
    person = _people([user_id], "user", now)[0]
    shares.set_share(ticket, person, share)
    ticket.shared_with = [*(pk for pk in ticket.shared_with if pk != person.pk), person.pk]
    save_ticket(ticket, now)
    words = {"ticket": ticket, "person": person, "share": Share(share).label}
    record("tickets.shared", ticket, actor=actor, at=now, **words)
    return ticket


@atomic
def unshare_ticket(*, ticket_id: Any, user_id: Any, actor: Any, now: datetime) -> Ticket:
    """Take back what the ticket was shared with; what role and part in it allow stays.

    :raises InvalidInput: it was not shared with that person.
    """
    ticket = _changeable(ticket_id, actor)
    person = User.objects.filter(pk=user_id).first()
    if person is None or person.pk not in ticket.shared_with:
        raise InvalidInput({"user": [str(_("The ticket is not shared with this person."))]})
    shares.set_share(ticket, person, None)
    ticket.shared_with = [pk for pk in ticket.shared_with if pk != person.pk]
    save_ticket(ticket, now)
    record("tickets.unshared", ticket, actor=actor, at=now, ticket=ticket, person=person)
    return ticket


def _changeable(ticket_id: Any, actor: Any) -> Ticket:
    ticket = ticket_for(actor, ticket_id, WORK)
    refuse_closed(ticket)
    return ticket


def _set_people(
    field: str,
    ticket_id: Any,
    user_ids: Iterable[Any],
    actor: Any,
    now: datetime,
    expected: datetime | None,
) -> Ticket:
    ticket = _changeable(ticket_id, actor)
    refuse_stale(ticket, {}, expected)
    known, before = list(getattr(ticket, field)), snapshot(ticket, [field])
    wanted = [pk for pk in dict.fromkeys(user_ids) if pk != ticket.assigned_to_id]
    people = _people([pk for pk in wanted if pk not in known], field, now)
    if len(wanted) > rules.MOST_PEOPLE:
        text = _("At most %(count)d people.") % {"count": rules.MOST_PEOPLE}
        raise InvalidInput({field: [str(text)]})
    if known == wanted:
        return ticket
    setattr(ticket, field, wanted)
    save_ticket(ticket, now)
    changes = changes_between(before, ticket)
    event = "tickets.co_assigned" if field == "co_assignees" else "tickets.watched"
    record(event, ticket, actor=actor, at=now, about=people, changes=changes, ticket=ticket)
    if field == "co_assignees":
        tell_of_assignment(ticket, people, actor=actor, now=now)
    return ticket


def _people(user_ids: Iterable[Any], field: str, now: datetime) -> list[Any]:
    """The accounts, if all of them can have to do with other people's tickets.

    :raises InvalidInput: one cannot; the sentence names him.
    """
    ids = list(user_ids)
    found = list(User.objects.filter(pk__in=ids))
    if len(found) < len(ids):
        raise InvalidInput({field: [str(_("There is no such person."))]})
    for person in found:
        if not person.is_usable(now) or not rules.is_worker(person):
            text = _(
                "%(name)s cannot see this ticket: the account is not active, or of a participant."
            )
            raise InvalidInput({field: [str(text % {"name": person})]})
    return found
