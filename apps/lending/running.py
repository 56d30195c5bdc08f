"""Verbs for who looks at one lending, not at a tool: they act only while it is that lending that runs.

Between looking and deciding the tool may have come back and gone out again to somebody else.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.lending.models import Lending
from apps.lending.refusals import ToolNotLent
from apps.lending.services import extend_lending


@atomic
def while_running(lending_id: ObjectId, service: Callable[..., Lending], **details: Any) -> Lending:
    """Do what the service does with the lending's tool, if the lending still runs.

    :raises ToolNotLent: it has ended meanwhile.
    """
    lending = Lending.objects.open().filter(pk=lending_id).first()
    if lending is None:
        raise ToolNotLent(_("This lending has ended meanwhile."))
    return service(tool_id=lending.tool_id, **details)


@atomic
def extend_several(
    lending_ids: Iterable[ObjectId], *, due_date: datetime, actor: Any, now: datetime
) -> int:
    """Extend all of these lendings, or none; returns how many.

    :raises ToolNotLent: one of them has ended meanwhile.
    :raises InvalidInput: the due date has passed or is too far away.
    """
    ids = list(dict.fromkeys(lending_ids))
    for lending_id in ids:
        while_running(lending_id, extend_lending, due_date=due_date, actor=actor, now=now)
    return len(ids)
