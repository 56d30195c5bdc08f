"""The same step with many tickets: each in a transaction of its own, so one that refuses does not stop the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError, InvalidInput
from apps.tickets.models import Ticket
from apps.tickets.services.workflow import assign_ticket, assignable, close_ticket

MOST = 500


@dataclass
class Outcome:
    """What became of the tickets: how many did it, and a sentence for each that refused."""

    done: int = 0
    refusals: list[str] = field(default_factory=list)


def bulk_assign(*, ticket_ids: Iterable[Any], user_id: Any, actor: Any, now: datetime) -> Outcome:
    """Make one person responsible for many tickets.

    :raises InvalidInput: the person cannot work on tickets, or those are too many.
    """
    assignable(user_id, now)
    return _each(ticket_ids, assign_ticket, user_id=user_id, actor=actor, now=now)


def bulk_close(
    *, ticket_ids: Iterable[Any], actor: Any, now: datetime, reason: str = ""
) -> Outcome:
    """Put many tickets away; those whose work is not done only with a reason.

    :raises InvalidInput: those are too many.
    """
    return _each(ticket_ids, close_ticket, reason=reason, actor=actor, now=now)


def _each(ticket_ids: Iterable[Any], service: Callable[..., Any], **by: Any) -> Outcome:
    ids = list(dict.fromkeys(ticket_ids))
    if len(ids) > MOST:
        text = _("Please choose at most %(count)d tickets.") % {"count": MOST}
        raise InvalidInput({"tickets": [str(text)]}, message=text)
    names = dict(Ticket.objects.filter(pk__in=ids).values_list("pk", "ticket_number"))
    outcome = Outcome()
    for pk in ids:
        try:
            service(ticket_id=pk, **by)
        except DomainError as refusal:
            outcome.refusals.append(f"{names.get(pk, '?')}: {refusal}")
        else:
            outcome.done += 1
    return outcome
