"""What people hear of from reports."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import employees
from apps.core.registry import NotificationType
from apps.notifications.enums import Channel
from apps.reports.queries import VIEW

SAVED = NotificationType(
    code="reports.saved",
    label=_("Reports that I saved to be sent"),
    sentence=_("Your report “%(name)s”: %(summary)s"),
    template="reports_saved",
    default=Channel.MAIL,
    recipients=lambda saved: [saved.user],
    permission=VIEW,
)
WEEK = NotificationType(
    code="reports.week",
    label=_("“Your week”: the figures of the house, once a week"),
    sentence=_("Your week, %(period)s"),
    template="reports_week",
    default=Channel.OFF,
    recipients=lambda obj: employees(),
    permission=VIEW,
)
