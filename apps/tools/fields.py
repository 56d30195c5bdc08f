"""What an admin can do with the fields that the house adds to its tools.

Values lie in the tools under the field's key. A new label leaves them; a deleted field hides them; another kind is
refused while there are any.
"""

from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic, serialize
from apps.core.errors import InvalidInput
from apps.core.jobs import enqueue
from apps.core.logs import scope_cache
from apps.core.search import sort_key
from apps.core.search_refresh import REFRESH
from apps.core.validation import refuse_invalid
from apps.tools.enums import FieldKind
from apps.tools.models import FIELDS_CACHE, Tool, ToolField

AUDITED_FIELDS = ("label", "kind", "options", "required", "position")
MOST_FIELDS = 40


@atomic
def save_field(field: ToolField, *, actor: Any, now: datetime) -> ToolField:
    """Add a field or change it.

    :raises InvalidInput: the label is taken, a choice lacks options, or tools have values of another kind.
    """
    serialize("tools.fields")
    stored = ToolField.objects.filter(pk=field.pk).first()
    before = snapshot(stored, AUDITED_FIELDS) if stored else {}
    refuse_invalid(field)
    _check(field, stored)
    field.key = stored.key if stored else _new_key(field.label)
    field.stamp(now)
    field.save()
    scope_cache().pop(FIELDS_CACHE, None)
    changes = changes_between(before, field)
    if changes or not stored:
        event = "tools.field_changed" if stored else "tools.field_created"
        record(event, field, actor=actor, at=now, changes=changes, field=field.label)
    return field


@atomic
def delete_field(field_id: Any, *, actor: Any, now: datetime) -> None:
    """Take a field away; what stands in it stays in the tools, unseen, and soon finds none of them any more."""
    field = ToolField.objects.alive().get(pk=field_id)
    field.deleted, field.deleted_at, field.deleted_by = True, now, actor
    field.stamp(now)
    field.save(force_update=True)
    scope_cache().pop(FIELDS_CACHE, None)
    record("tools.field_deleted", field, actor=actor, at=now, field=field.label)
    enqueue(REFRESH, actor=actor, labels=[Tool._meta.label_lower])


def _check(field: ToolField, stored: ToolField | None) -> None:
    others = ToolField.objects.alive().exclude(pk=field.pk)
    labels = {sort_key(label) for label in others.values_list("label", flat=True)}
    problem: tuple[str, Any] | None = None
    if sort_key(field.label) in labels:
        problem = ("label", _("This name exists already."))
    elif stored is None and len(labels) >= MOST_FIELDS:
        problem = ("label", _("There are 40 fields already; more would not help anybody."))
    elif field.kind == FieldKind.CHOICE and not field.options:
        problem = ("options", _("Please give at least one option."))
    elif stored and stored.kind != field.kind and _has_values(stored):
        problem = ("kind", _("Tools have values in this field, so its kind cannot change."))
    if problem:
        raise InvalidInput({problem[0]: [str(problem[1])]})


def _has_values(field: ToolField) -> bool:
    return bool(Tool.objects.filter(custom_fields__has_key=field.key).exists())


def _new_key(label: str) -> str:
    """A key that no field ever had, deleted ones included: their values still lie in the tools."""
    base = slugify(sort_key(label)).replace("-", "_")[:40] or "feld"
    taken = set(ToolField.objects.filter(key__startswith=base).values_list("key", flat=True))
    candidates = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 2))]
    return next(key for key in candidates if key not in taken)
