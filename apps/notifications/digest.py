"""The daily summary: one mail with everything that a person wanted to hear of once a day."""

from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.core import clock
from apps.core.db import atomic
from apps.notifications.models import Notification
from apps.notifications.services import store_mail
from apps.notifications.types import DIGEST


def send_digests(now: datetime) -> int:
    """Put a summary into the outbox for each person with something new; returns how many."""
    user_ids = set(Notification.objects.filter(wants_digest=True).values_list("user_id", flat=True))
    users = User.objects.filter(pk__in=list(user_ids), is_active=True).exclude(email="")
    return sum(_send_digest(user, now) for user in users)


@atomic
def _send_digest(user: User, now: datetime) -> bool:
    notifications = list(
        Notification.objects.filter(user=user, wants_digest=True).order_by("created_at")
    )
    if not notifications:
        return False
    lines: list[dict[str, Any]] = [
        {"text": str(notification.text), "url": notification.url} for notification in notifications
    ]
    key = f"digest:{clock.local_date(now)}"
    sent = store_mail(key, user.email, DIGEST, {"lines": lines}, now=now, user=user)
    if sent:
        ids = [notification.pk for notification in notifications]
        Notification.objects.filter(pk__in=ids).update(wants_digest=False)
    return sent
