"""Whose barcode is it? The collection ``barcodes`` answers with one indexed read, and keeps codes unique (I4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from apps.core.barcodes import is_barcode, normalize, split_number
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.models import Barcode, Barcoded
from apps.core.mongodb import direct
from apps.core.references import hold
from apps.core.registry import registry
from apps.core.validation import refuse_invalid

TRIED = 200  # numbers after the newest one


@dataclass(frozen=True)
class Scanned:
    """What a code names: the kind of thing and its id."""

    kind: str
    object_id: ObjectId


class BarcodeTaken(DomainError):
    """Something that is not deleted carries this barcode already."""

    code = ErrorCode.BARCODE_TAKEN
    status = 409
    message = _("This barcode is already in use.")


def resolve(code: str, *, kind: str | None = None) -> Scanned | None:
    """What carries the code, or None; one indexed read.

    :param kind: answer only for this kind of thing.
    """
    scanned = resolve_all(code)[0]
    return scanned if scanned and kind in (None, scanned.kind) else None


def resolve_all(*codes: str) -> list[Scanned | None]:
    """What carries each of the codes, in their order; one indexed read for all."""
    wanted = [normalize(code) if is_barcode(code.strip()) else "" for code in codes]
    entries = direct.read_some(Barcode, "code", {*wanted} - {""})
    found = {entry.code: Scanned(entry.kind, ObjectId(entry.object_id)) for entry in entries}
    return [found.get(code) for code in wanted]


def free_barcode_after(model: Any, first: str) -> str:
    """A free barcode after that of the newest thing of the kind, to propose; empty when none is near.

    :param first: what the very first one is called.
    """
    newest = model.objects.order_by("-pk").values_list("barcode", flat=True).first()
    prefix, digits = split_number(newest or first)
    start = int(digits or 0) + bool(newest)
    codes = [f"{prefix}{number:0{len(digits) or 1}}" for number in range(start, start + TRIED)]
    taken = set(
        Barcode.objects.filter(code__in=[normalize(code) for code in codes]).values_list(
            "code", flat=True
        )
    )
    return next((c for c in codes if normalize(c) not in taken and is_barcode(c)), "")


@atomic
def take_barcode(obj: Barcoded) -> None:
    """Register the object's barcode; a barcode it had before becomes free.

    :raises BarcodeTaken: it belongs to something else; ``data["barcode"]`` names it.
    """
    code = normalize(obj.barcode)
    holder = Barcode.objects.filter(code=code).first()
    if holder and holder.object_id != str(obj.pk):
        raise _taken(holder)
    if holder is None:
        Barcode.objects.filter(object_id=str(obj.pk)).delete()
        try:
            Barcode.objects.create(code=code, kind=obj.barcode_kind, object_id=str(obj.pk))
        except IntegrityError as error:
            raise BarcodeTaken(data={"barcode": obj.barcode}) from error


@atomic
def release_barcode(obj: Barcoded) -> None:
    """Let others use the object's barcode (it was deleted)."""
    Barcode.objects.filter(object_id=str(obj.pk)).delete()


@atomic
def save_with_barcode(obj: Any, now: datetime) -> None:
    """Store a thing that carries a barcode, together with how it is found.

    :param obj: Barcoded, Searchable and TimeStamped.
    :raises BarcodeTaken: something else carries the barcode.
    :raises InvalidInput: its category or the like was deleted meanwhile.
    """
    hold(obj)
    obj.update_search()
    obj.stamp(now)
    obj.save()
    take_barcode(obj)


@atomic
def move_to_trash(obj: Any, *, actor: Any, now: datetime) -> None:
    """Delete a thing that carries a barcode without losing it; others may use the barcode.

    :param obj: Barcoded, SoftDeletable and TimeStamped.
    """
    obj.deleted, obj.deleted_at, obj.deleted_by = True, now, actor
    obj.stamp(now)
    obj.save(force_update=True)
    release_barcode(obj)


@atomic
def take_from_trash(obj: Any, *, now: datetime, barcode: str = "") -> None:
    """Bring a deleted thing back, with what copies its barcode.

    :param barcode: a new one, when something else carries the old one by now.
    :raises InvalidInput: that is no barcode.
    :raises BarcodeTaken: something else carries it; the message says what.
    """
    is_renamed = bool(barcode) and barcode != obj.barcode
    obj.barcode = barcode or obj.barcode
    refuse_invalid(obj, only=["barcode"])
    obj.deleted, obj.deleted_at, obj.deleted_by = False, None, None
    save_with_barcode(obj, now)
    if is_renamed:
        registry.renamed(obj)


def _taken(holder: Barcode) -> BarcodeTaken:
    kind = registry.barcode_kinds[holder.kind]
    message = _("Barcode %(barcode)s already belongs to %(kind)s %(name)s.") % {
        "barcode": holder.code,
        "kind": kind.label,
        "name": kind.name_of(ObjectId(holder.object_id)),
    }
    data: dict[str, Any] = {"barcode": holder.code, "kind": holder.kind}
    return BarcodeTaken(message, data=data)
