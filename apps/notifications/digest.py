"""The daily summary: one mail with everything that a person wanted to hear of once a day."""

from datetime import datetime

from django.urls import reverse

from apps.accounts.models import User
from apps.core import clock
from apps.core.db import atomic
from apps.notifications.delivery import wake_delivery
from apps.notifications.models import Notification
from apps.notifications.services import Message, tell_person
from apps.notifications.types import DIGEST
from apps.sitesettings.models import SystemSettings

LISTED = 100  # messages in one mail; the page has all


def send_digests(settings: SystemSettings, now: datetime) -> int:
    """Put a summary into the outbox for each person with something new, once a day from the house's time on.

    :returns: how many people get one; none on closed days.
    """
    local = now.astimezone(clock.BERLIN)
    if local.time() < settings.digest_at or not settings.calendar.is_open(local.date()):
        return 0
    waiting = Notification.objects.filter(wants_digest=True, created_at__lte=now)
    user_ids = set(waiting.values_list("user_id", flat=True))
    users = User.objects.filter(pk__in=list(user_ids), is_active=True).exclude(email="")
    sent = sum(_send_digest(user.pk, now) for user in users)
    if sent:
        wake_delivery()
    return sent


@atomic
def _send_digest(user_id: object, now: datetime) -> bool:
    user = User.objects.get(pk=user_id)
    waiting = Notification.objects.filter(user=user, wants_digest=True, created_at__lte=now)
    notifications = list(waiting.order_by("created_at", "pk"))
    if not notifications:
        return False
    lines = [{"text": item.text, "url": item.url} for item in notifications[:LISTED]]
    content = {
        "recipient_name": user.get_full_name(),
        "lines": lines,
        "more": max(0, len(notifications) - LISTED),
    }
    key = f"digest:{user.pk}:{clock.local_date(now)}"
    message = Message(DIGEST, key, content, url=reverse("notifications:list"))
    sent = tell_person(message, user=None, address=user.email, now=now)
    if sent:
        waiting.update(wants_digest=False)
    return sent
