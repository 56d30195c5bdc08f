"""What people hear of from lending."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.queries import employees
from apps.core.registry import NotificationType
from apps.notifications.enums import Channel

REMINDER = NotificationType(
    code="lending.reminder",
    label=_("Reminder to bring a tool back"),
    sentence=_("%(tool)s is due on %(due)s."),
    template="lending_reminder",
    default=Channel.MAIL,
    recipients=lambda lending: [],  # goes to the person who has the tool, with or without an account
)
OVERDUE_LIST = NotificationType(
    code="lending.overdue_list",
    label=_("Daily list of overdue tools"),
    sentence=_("%(count)s tools are overdue."),
    template="lending_overdue_list",
    default=Channel.MAIL,
    recipients=lambda lending: employees(),
)
