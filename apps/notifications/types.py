"""Kinds of mail that belong to no event of another app."""

from django.utils.translation import gettext_lazy as _

from apps.core.registry import NotificationType
from apps.notifications.enums import Channel

DIGEST = NotificationType(
    code="notifications.digest",
    label=_("Daily summary"),
    sentence=_("Your daily summary"),
    template="digest",
    default=Channel.MAIL,
    recipients=lambda obj: [],
    is_urgent=True,  # its time is chosen in the settings
)
TEST = NotificationType(
    code="notifications.test",
    label=_("Test mail"),
    sentence=_("Test mail"),
    template="test_mail",
    default=Channel.MAIL,
    recipients=lambda obj: [],
    is_urgent=True,
)
