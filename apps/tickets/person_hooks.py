"""What a changed account means for tickets: messages carry the name of their author beside the reference."""

from datetime import datetime
from typing import Any

from apps.core.db import atomic
from apps.core.registry import PersonHooks
from apps.tickets.models import TicketMessage


def user_created(user: Any, actor: Any, now: datetime) -> None:
    """A new person has written nothing yet."""


@atomic
def user_changed(user: Any, actor: Any, now: datetime) -> None:
    """Carry a new name, also that of somebody who is made anonymous, to what the person wrote."""
    written = TicketMessage.objects.filter(author=user)
    written.exclude(author_name=str(user)).update(author_name=str(user))


HOOKS = PersonHooks(created=user_created, changed=user_changed)
