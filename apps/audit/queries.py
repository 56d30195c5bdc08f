"""Reading the audit."""

from django.db.models import Model

from apps.audit.models import Event, event_class_of

HISTORY_LENGTH = 20


def history_of(obj: Model, *, limit: int = HISTORY_LENGTH) -> list[Event]:
    """The newest events about the object."""
    return list(event_class_of(obj).objects.about(obj)[:limit])


def newest_event(obj: Model) -> Event | None:
    return event_class_of(obj).objects.about(obj).first()
