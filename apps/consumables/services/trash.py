"""How a consumable comes back from the trash, and how it is erased for good."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.consumables.models import Consumable
from apps.consumables.queries import ConsumableNotFound
from apps.consumables.services.consumables import ConsumableInUse
from apps.core.db import atomic
from apps.core.references import uses_of
from apps.core.registry import registry
from apps.core.scans import take_from_trash


@atomic
def restore_consumable(
    consumable_id: Any, *, actor: Any, now: datetime, barcode: str = ""
) -> Consumable:
    """Take a consumable out of the trash, with its stock.

    :param barcode: a new one, when something else carries the old one by now.
    :raises InvalidInput: that is no barcode.
    :raises BarcodeTaken: something else carries it.
    :raises ConsumableNotFound: it does not lie in the trash.
    """
    consumable = _in_trash(consumable_id)
    take_from_trash(consumable, now=now, barcode=barcode)
    record("consumables.restored", consumable, actor=actor, at=now, consumable=consumable.name)
    return consumable


@atomic
def erase_consumable(consumable_id: Any, *, actor: Any, now: datetime) -> None:
    """Delete a consumable for good, if nothing tells of it any more. Only its events stay.

    :raises ConsumableInUse: something does; ``data["uses"]`` says what.
    :raises ConsumableNotFound: it does not lie in the trash.
    """
    consumable = _in_trash(consumable_id)
    if uses := [use.sentence for use in uses_of(consumable)]:
        message = _("%(consumable)s cannot be deleted for good: %(uses)s") % {
            "consumable": f"{consumable.name} {consumable.barcode}",
            "uses": " ".join(uses),
        }
        raise ConsumableInUse(message, data={"uses": uses})
    record("consumables.erased", consumable, actor=actor, at=now, consumable=consumable.name)
    registry.erased(consumable, now=now)
    consumable.delete()


def _in_trash(consumable_id: Any) -> Consumable:
    consumable = Consumable.objects.filter(pk=consumable_id, deleted=True).first()
    if consumable is None:
        raise ConsumableNotFound
    return consumable
