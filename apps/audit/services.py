"""Writing the audit. Services call ``record`` once per change of state, inside their transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from apps.audit.models import Event, event_class_of, subject_of
from apps.core.db import atomic
from apps.core.logs import request_id
from apps.core.mongodb import direct
from apps.core.registry import registry

SECRET_FIELDS = frozenset({"password"})
SYSTEM_ACTOR = "Scandy"


@atomic
def record(
    event_type: str,
    obj: Model,
    *,
    actor: Any,
    at: datetime,
    about: Iterable[Model] = (),
    changes: dict[str, dict[str, str]] | None = None,
    **data: Any,
) -> Event:
    """Write down that something happened to ``obj``; the parameters are those of ``build_event``."""
    event = build_event(event_type, obj, actor=actor, at=at, about=about, changes=changes, **data)
    direct.insert(event)
    return event


def build_event(
    event_type: str,
    obj: Model,
    *,
    actor: Any,
    at: datetime,
    about: Iterable[Model] = (),
    changes: dict[str, dict[str, str]] | None = None,
    **data: Any,
) -> Event:
    """The event that ``record`` writes, not saved yet: for changes that are written many at a time.

    :param actor: the user who did it; None when Scandy did it by itself.
    :param about: other things whose history shows the event too.
    :param changes: field → ``{"label", "old", "new"}``, as ``changes_between`` makes it.
    :param data: what the event type's sentence mentions, as text.
    :raises KeyError: the event type is not registered.
    """
    registry.event_types[event_type]  # an unknown type must fail here, not when it is shown
    return event_class_of(obj)(
        event_type=event_type,
        subjects=[subject_of(thing) for thing in (obj, *about)],
        actor=actor,
        actor_name=str(actor) if actor else SYSTEM_ACTOR,
        at=at,
        request_id=request_id.get(),
        data={name: str(value) for name, value in data.items()},
        changes=changes or {},
    )


def snapshot(obj: Model, fields: Iterable[str]) -> dict[str, str]:
    """The fields' values in words, to be compared after the change."""
    return {name: _in_words(obj, name) for name in fields}


def changes_between(before: dict[str, str], obj: Model) -> dict[str, dict[str, str]]:
    """What differs now from a snapshot, ready for ``record``."""
    after = snapshot(obj, before)
    return {
        name: {"label": label_of(obj, name), "old": old, "new": after[name]}
        for name, old in before.items()
        if old != after[name]
    }


def label_of(obj: Model, name: str) -> str:
    """What people call a field."""
    return str(getattr(obj._meta.get_field(name), "verbose_name", name))


def _in_words(obj: Model, name: str) -> str:
    if name in SECRET_FIELDS:
        return "•••"
    display = getattr(obj, f"get_{name}_display", None)
    value = display() if display else getattr(obj, name)
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, Decimal):
        return number_format(value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
