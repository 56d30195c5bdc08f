"""Who refers to an object, and what that forbids: no reference may dangle (I8).

Which fields refer to which kind of thing stands in the registry, so what is counted here, held and moved is the same.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.db import atomic
from apps.core.errors import InvalidInput
from apps.core.registry import Reference, registry

GONE = _("This was deleted or merged. Please choose again.")


@dataclass(frozen=True)
class Use:
    """So many things of one kind refer to the object: a sentence, and the list that shows them."""

    sentence: str
    count: int
    url: str


def uses_of(obj: Model) -> list[Use]:
    """All that refers to the object, also from the trash: what lies there may come back."""
    return [use for reference in _references_to(obj) for use in _uses(reference, obj)]


def reference_count(obj: Model) -> int:
    """How many things refer to the object."""
    return sum(_referring(reference, obj).count() for reference in _references_to(obj))


@atomic
def hold(obj: Any) -> None:
    """Make sure that what the object refers to stays; for services, in their transaction, before they save it.

    Where a reference is new it writes to the target, so a deletion or merge of it at the same moment is in conflict
    with this: one of the two runs again and sees what the other one did.

    :raises InvalidInput: the target is gone.
    """
    fields = sorted(_held_fields(type(obj)))
    stored = type(obj).objects.filter(pk=obj.pk).values(*(f"{field}_id" for field in fields))
    before = (stored.first() if fields else None) or {}
    for field in fields:
        target_id = getattr(obj, f"{field}_id")
        if target_id is None or target_id == before.get(f"{field}_id"):
            continue
        targets: Any = obj._meta.get_field(field).related_model
        if not targets.objects.filter(pk=target_id).update(turns=F("turns") + 1):
            raise InvalidInput({field: [str(GONE)]})


@atomic
def hold_all(model: Any, targets: dict[str, set[Any]]) -> None:
    """The same for many objects of a model at a time.

    :param targets: by field, the keys of what they newly refer to.
    :raises InvalidInput: one of those is gone.
    """
    for field in sorted(_held_fields(model) & targets.keys()):
        related: Any = model._meta.get_field(field).related_model
        keys = targets[field] - {None}
        if related.objects.filter(pk__in=keys).update(turns=F("turns") + 1) != len(keys):
            raise InvalidInput({field: [str(GONE)]})


@atomic
def move_references(old: Model, new: Model, *, now: datetime, most: int | None = None) -> int:
    """Let what refers to the old object refer to the new one; says how many things changed.

    :param most: stop after so many of each kind, for work in portions.
    """
    moved = 0
    for reference in _references_to(old):
        referring = _referring(reference, old)
        if most is not None:
            ids = list(referring.order_by("pk").values_list("pk", flat=True)[:most])
            referring = reference.model._default_manager.filter(pk__in=ids)
        stamp = {"updated_at": now} if hasattr(reference.model, "updated_at") else {}
        moved += referring.update(**{reference.field: new}, **stamp)
        reference.moved(new)
    return moved


def _references_to(obj: Model) -> list[Reference]:
    return registry.references.get(obj._meta.label_lower, [])


def _referring(reference: Reference, obj: Model) -> QuerySet:
    return reference.model._default_manager.filter(**{reference.field: obj})


def _uses(reference: Reference, obj: Model) -> list[Use]:
    referring = _referring(reference, obj)
    uses = []
    if hasattr(reference.model, "deleted"):
        if count := referring.filter(deleted=True).count():
            things = _("%(things)s in the trash.") % {"things": reference.words(count)}
            uses.append(Use(str(things), count, reference.trash_url(obj)))
        referring = referring.filter(deleted=False)
    if count := referring.count():
        uses.insert(0, Use(f"{reference.words(count)}.", count, reference.url(obj)))
    return uses


def _held_fields(model: type[Model]) -> set[str]:
    """The fields of the model that refer to something which can be deleted or merged."""
    return {
        reference.field
        for references in registry.references.values()
        for reference in references
        if reference.model is model and _is_referable(reference)
    }


def _is_referable(reference: Reference) -> bool:
    return hasattr(reference.model._meta.get_field(reference.field).related_model, "turns")
