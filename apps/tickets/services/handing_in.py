"""Handing in a ticket in one go: what it says, who is responsible, its files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core.db import atomic
from apps.media.services.attachments import Outcome, attach_what_fits
from apps.media.services.files import Refused, StoredFile, stored
from apps.media.uploads import Upload
from apps.tickets.models import Ticket
from apps.tickets.services.tickets import create_ticket
from apps.tickets.services.workflow import assign_ticket


@dataclass(frozen=True)
class HandedIn:
    """The new ticket, and what became of each file."""

    ticket: Ticket
    files: Sequence[Outcome]

    @property
    def refused(self) -> list[Refused]:
        """The files that were not taken."""
        return [file for file in self.files if isinstance(file, Refused)]


def hand_in(
    ticket: Ticket,
    *,
    actor: Any,
    now: datetime,
    assignee_id: Any = None,
    uploads: Iterable[Upload] = (),
) -> HandedIn:
    """Save a new ticket with its files; a file that is refused stops nothing.

    :raises InvalidInput: a field is not what it should be, or the person cannot be responsible.
    """
    with stored(uploads, now=now) as files:
        return _hand_in(ticket, assignee_id, files, actor=actor, now=now)


@atomic
def _hand_in(
    ticket: Ticket,
    assignee_id: Any,
    files: Sequence[StoredFile | Refused],
    *,
    actor: Any,
    now: datetime,
) -> HandedIn:
    saved = create_ticket(ticket, actor=actor, now=now)
    if assignee_id:
        saved = assign_ticket(ticket_id=saved.pk, user_id=assignee_id, actor=actor, now=now)
    return HandedIn(saved, attach_what_fits(saved, files, actor=actor, now=now))
