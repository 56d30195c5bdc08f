"""Reading the audit."""

from django.db.models import Model

from apps.audit.models import AuditEvent

HISTORY_LENGTH = 20


def history_of(obj: Model, *, limit: int = HISTORY_LENGTH) -> list[AuditEvent]:
    """The newest events about the object."""
    return list(AuditEvent.objects.about(obj)[:limit])


def newest_event(obj: Model) -> AuditEvent | None:
    return AuditEvent.objects.about(obj).first()
