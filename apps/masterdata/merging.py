"""What merging two entries of the master data needs beside the service: its conditions, and the work in portions."""

from datetime import datetime

from bson import ObjectId
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.references import move_references, reference_count
from apps.masterdata.models import Location, Named
from apps.masterdata.queries import named

MERGE = "masterdata.merge"  # the background job
PORTION = 2000  # references that one transaction moves


class MergeNotPossible(DomainError):
    """The two cannot become one."""

    code = ErrorCode.CONFLICT
    status = 409


def prepare(loser: Named, survivor: Named) -> None:
    """Make sure that the two can become one, and that nobody deletes the survivor meanwhile.

    :raises MergeNotPossible: it is the same, or a place would then lie in itself.
    """
    if loser.pk == survivor.pk:
        raise MergeNotPossible(_("Please choose another one to merge with."))
    if isinstance(survivor, Location) and str(loser.pk) in survivor.ancestors:
        text = _("%(name)s lies in it. Please merge the other way round.")
        raise MergeNotPossible(text % {"name": survivor.name})
    type(survivor).objects.filter(pk=survivor.pk).update(turns=F("turns") + 1)


def is_large_merge(loser: Named) -> bool:
    """Whether so much refers to it that moving all belongs into the background."""
    return reference_count(loser) > PORTION


@atomic
def move_portion(
    model: type[Named], loser_id: ObjectId, survivor_id: ObjectId, now: datetime
) -> int:
    """Move some of what refers to the loser; nothing dangles in between, for the loser stays till the end.

    :raises NamedNotFound: one of them is gone.
    """
    loser, survivor = named(model, str(loser_id)), named(model, str(survivor_id))
    prepare(loser, survivor)
    return move_references(loser, survivor, now=now, most=PORTION)
