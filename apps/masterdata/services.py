"""What can be done with master data."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.references import hold, move_references
from apps.core.registry import registry
from apps.core.validation import refuse_invalid
from apps.masterdata import merging, places
from apps.masterdata.models import Location, Named
from apps.masterdata.queries import named


class StillUsed(DomainError):
    """Something refers to it; ``data["uses"]`` says what."""

    code = ErrorCode.IN_USE
    status = 409
    message = _("It is still in use.")


@atomic
def save_named(item: Named, *, actor: Any, now: datetime) -> Named:
    """Create or change a department, location or category.

    :raises InvalidInput: another one has the name, or a place cannot lie there.
    """
    stored = type(item).objects.filter(pk=item.pk).first()
    before = snapshot(stored, item.audited_fields) if stored else {}
    refuse_invalid(item)
    if isinstance(item, Location):
        places.put_in_place(item)
    hold(item)
    _save(item, now)
    changes = changes_between(before, item)
    if stored and "name" in changes:
        registry.renamed(item)
    if isinstance(item, Location) and changes:
        places.carry_along(item)
    if changes or not stored:
        event = "masterdata.changed" if stored else "masterdata.created"
        record(event, item, actor=actor, at=now, changes=changes, **_words(item))
    return item


@atomic
def delete_named(item: Named, *, actor: Any, now: datetime) -> None:
    """Delete what nothing uses any more.

    :raises StillUsed: something refers to it.
    :raises NamedNotFound: it is gone already.
    """
    stored = named(type(item), str(item.pk))
    if uses := registry.uses_of(stored):
        message = _("%(name)s is still in use: %(uses)s") % {
            "name": stored.name,
            "uses": " ".join(uses),
        }
        raise StillUsed(message, data={"uses": uses})
    record("masterdata.deleted", stored, actor=actor, at=now, **_words(stored))
    stored.delete()


@atomic
def merge_named(
    model: type[Named], loser_id: Any, survivor_id: Any, *, actor: Any, now: datetime
) -> Named:
    """Let everything that refers to the one refer to the other, and delete the one.

    :raises MergeNotPossible: it is the same, or a place would then lie in itself.
    :raises NamedNotFound: one of them is gone.
    """
    loser, survivor = named(model, str(loser_id)), named(model, str(survivor_id))
    merging.prepare(loser, survivor)
    count = move_references(loser, survivor, now=now)
    words = {**_words(loser), "survivor": survivor.name, "count": count}
    record("masterdata.merged", survivor, actor=actor, at=now, about=[loser], **words)
    loser.delete()
    if isinstance(survivor, Location):
        places.put_in_place(survivor)
        places.carry_along(survivor)
    return survivor


def _save(item: Named, now: datetime) -> None:
    item.stamp(now)
    try:
        item.save()
    except IntegrityError as error:
        raise InvalidInput({"name": [str(_("This name exists already."))]}) from error


def _words(item: Named) -> dict[str, Any]:
    return {"kind": item._meta.verbose_name, "name": item.name}
