"""What a person has to see."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from apps.core.logs import scope_cache
from apps.core.registry import NotificationType, registry
from apps.notifications.enums import Priority
from apps.notifications.models import Notice, Notification, Preference

LOUDEST_FIRST = {Priority.URGENT: 0, Priority.IMPORTANT: 1, Priority.NORMAL: 2}


def unread_count(user: Any) -> int:
    """How many notifications the bell shows; one read per request."""
    cache = scope_cache()
    if "unread" not in cache:
        cache["unread"] = Notification.objects.filter(user=user, is_read=False).count()
    return cache["unread"]


def notifications_of(user: Any) -> QuerySet[Notification]:
    """What the person was told, the newest first."""
    return Notification.objects.filter(user=user).order_by("-created_at", "-pk")


def current_notices(now: datetime) -> list[Notice]:
    """Notices whose time it is, the loudest first."""
    shown = Notice.objects.filter(starts_at__lte=now).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    return sorted(shown.order_by("-starts_at"), key=lambda notice: LOUDEST_FIRST[notice.priority])


def kinds_for(user: Any) -> list[NotificationType]:
    """The kinds of event that the person can hear of: by his role, of modules that are switched on."""
    return [
        kind
        for kind in registry.notification_types.values()
        if (not kind.permission or user.has_perm(kind.permission)) and registry.is_on(kind.feature)
    ]


def preferences_of(user: Any) -> list[tuple[NotificationType, str]]:
    """Each kind of event that the person can hear of, with the chosen channel."""
    chosen = dict(Preference.objects.filter(user=user).values_list("event_type", "channel"))
    return [(kind, chosen.get(kind.code, kind.default)) for kind in kinds_for(user)]
