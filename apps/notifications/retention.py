"""Forgetting: mails and notifications contain names and are not kept for ever."""

from datetime import datetime, timedelta

from apps.notifications.enums import MailState
from apps.notifications.models import Notification, OutgoingMail
from apps.sitesettings.models import SystemSettings


def forget_old(settings: SystemSettings, now: datetime) -> int:
    """Delete what is older than the retention in the settings; only what still waits to be sent stays."""
    before = now - timedelta(days=settings.retention_days)
    over = [MailState.SENT, MailState.FAILED, MailState.UNCLEAR]
    mails, _details = OutgoingMail.objects.filter(state__in=over, created_at__lt=before).delete()
    notifications, _details = Notification.objects.filter(created_at__lt=before).delete()
    return mails + notifications
