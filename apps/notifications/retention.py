"""Forgetting: sent mails and read notifications contain names and are not kept for ever."""

from datetime import datetime, timedelta

from apps.notifications.enums import MailState
from apps.notifications.models import Notification, OutgoingMail
from apps.sitesettings.models import SystemSettings


def forget_old(settings: SystemSettings, now: datetime) -> int:
    """Delete what is older than the retention in the settings; what waits or failed stays."""
    before = now - timedelta(days=settings.retention_days)
    mails, _details = OutgoingMail.objects.filter(
        state=MailState.SENT, created_at__lt=before
    ).delete()
    notifications, _details = Notification.objects.filter(created_at__lt=before).delete()
    return mails + notifications
