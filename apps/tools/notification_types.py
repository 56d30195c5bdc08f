"""What people hear of from the tools."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.accounts.queries import employees
from apps.core.registry import NotificationType
from apps.notifications.enums import Channel

MAINTENANCE_DUE = NotificationType(
    code="tools.maintenance_due",
    label=_("Tools whose maintenance is due"),
    sentence=ngettext_lazy(
        "%(count)d tool needs maintenance.", "%(count)d tools need maintenance.", "count"
    ),
    template="tools_maintenance_due",
    default=Channel.MAIL,
    recipients=lambda tool: employees(),
    permission="tools.maintain_tool",
)
