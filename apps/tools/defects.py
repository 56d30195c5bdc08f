"""Somebody found a tool damaged: it must not be lent, someone has to know, and photos show what is broken.

What happens then is the business of apps above (a ticket); they register a handler, and get the photos.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.registry import registry
from apps.media.services.attachments import Outcome, attach_what_fits
from apps.media.services.files import Refused, StoredFile, stored
from apps.media.uploads import Upload
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.queries import living_tool
from apps.tools.services import move_status

LONGEST_NOTE = 500
KNOWN_TO_BE_OUT = {ToolStatus.DEFECTIVE, ToolStatus.IN_MAINTENANCE}


@dataclass(frozen=True)
class Defect:
    """What came of a report: the tool as it is now, what has the photos, and what became of each."""

    tool: Tool
    taker: Model
    photos: Sequence[Outcome]


def report_defect(
    tool_id: Any, note: str, photos: Iterable[Upload] = (), *, actor: Any, now: datetime
) -> Defect:
    """Take a damaged tool out of circulation, with a note and photos; a photo that is refused stops nothing.

    :raises InvalidInput: the note is missing or too long.
    :raises StatusNotAllowed: somebody has the tool; it has to come back first.
    :raises ToolNotFound: it was deleted.
    """
    with stored(photos, now=now) as files:
        return record_defect(tool_id, note, files, actor=actor, now=now)


@atomic
def record_defect(
    tool_id: Any, note: str, files: Sequence[StoredFile | Refused], *, actor: Any, now: datetime
) -> Defect:
    """The same with photos that are stored already, as part of something larger; it raises the same."""
    note = _checked_note(note)
    tool = living_tool(tool_id)
    changes = {}
    if tool.status not in KNOWN_TO_BE_OUT:
        changes = move_status(tool, ToolStatus.DEFECTIVE, now=now)
    record(
        "tools.defect_reported",
        tool,
        actor=actor,
        at=now,
        changes=changes,
        tool=tool.name,
        note=note.rstrip("."),
    )
    taker = registry.defect_reported(tool, note, actor=actor, now=now)
    return Defect(tool, taker, attach_what_fits(taker, files, actor=actor, now=now))


def _checked_note(note: str) -> str:
    note = " ".join(str(note or "").replace("\0", "").split())
    if not note or len(note) > LONGEST_NOTE:
        text = _("Please say in a few words what is broken.")
        raise InvalidInput({"note": [str(text)]}, message=text)
    return note
