"""What can be done with master data."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode, InvalidInput
from apps.core.registry import registry
from apps.masterdata.models import Named

AUDITED_FIELDS = ("name", "description")


class StillUsed(DomainError):
    """Something refers to it; ``data["uses"]`` says what."""

    code = ErrorCode.IN_USE
    status = 409
    message = _("It is still in use.")


@atomic
def save_named(item: Named, *, actor: Any, now: datetime) -> Named:
    """Create or change a department, location or category.

    :raises InvalidInput: another one has the name.
    """
    stored = type(item).objects.filter(pk=item.pk).first()
    before = snapshot(stored, AUDITED_FIELDS) if stored else {}
    item.clean()
    item.stamp(now)
    try:
        item.save()
    except IntegrityError as error:
        raise InvalidInput({"name": [str(_("This name exists already."))]}) from error
    changes = changes_between(before, item)
    if changes or not stored:
        event = "masterdata.changed" if stored else "masterdata.created"
        record(event, item, actor=actor, at=now, changes=changes, **_words(item))
    return item


@atomic
def delete_named(item: Named, *, actor: Any, now: datetime) -> None:
    """Delete what nothing uses any more.

    :raises StillUsed: something refers to it.
    """
    if uses := registry.uses_of(item):
        message = _("%(name)s is still in use: %(uses)s") % {
            "name": item.name,
            "uses": " ".join(uses),
        }
        raise StillUsed(message, data={"uses": uses})
    record("masterdata.deleted", item, actor=actor, at=now, **_words(item))
    item.delete()


def _words(item: Named) -> dict[str, Any]:
    return {"kind": item._meta.verbose_name, "name": item.name}
