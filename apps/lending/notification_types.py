"""What people hear of from lending."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.accounts.queries import employees
from apps.core.registry import NotificationType
from apps.notifications.enums import Channel

# The first two go to the person who has the tool, with or without an account.
DUE_SOON = NotificationType(
    code="lending.due_soon",
    label=_("A tool that I have is due soon"),
    sentence=_("%(tool)s is due on %(due)s."),
    template="lending_due_soon",
    default=Channel.MAIL,
    recipients=lambda lending: [],
)
REMINDER = NotificationType(
    code="lending.reminder",
    label=_("A tool that I have is due or overdue"),
    sentence=_("Please bring back %(tool)s, due on %(due)s."),
    template="lending_reminder",
    default=Channel.MAIL,
    recipients=lambda lending: [],
)
OVERDUE_LIST = NotificationType(
    code="lending.overdue_list",
    label=_("Daily list of overdue tools"),
    sentence=ngettext_lazy("%(count)d tool is overdue.", "%(count)d tools are overdue.", "count"),
    template="lending_overdue_list",
    default=Channel.MAIL,
    recipients=lambda lending: employees(),
    permission="lending.undo_lending",
)
