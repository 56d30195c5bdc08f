"""Ways and states of messages to people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How somebody wants to hear of a kind of event; each but OFF also shows it in Scandy."""

    MAIL = "mail", _("by mail, at once")
    DIGEST = "digest", _("in the daily summary")
    APP = "app", _("in Scandy only")
    OFF = "off", _("not at all")


class MailState(TextChoices):
    """What has become of a mail."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("undeliverable")
    UNCLEAR = "unclear", _("unclear whether sent")

    @property
    def tone(self) -> str:
        return {"sent": "success", "failed": "error", "unclear": "warning"}.get(
            self.value, "neutral"
        )

    @property
    def icon(self) -> str:
        icons = {"sent": "circle-check", "failed": "triangle-alert", "unclear": "circle-help"}
        return icons.get(self.value, "clock")


class Priority(TextChoices):
    """How loudly a notice on the start page speaks."""

    NORMAL = "normal", _("normal")
    IMPORTANT = "important", _("important")
    URGENT = "urgent", _("urgent")

    @property
    def tone(self) -> str:
        return {"urgent": "error", "important": "warning"}.get(self.value, "info")

    @property
    def icon(self) -> str:
        return {"urgent": "octagon-alert", "important": "triangle-alert"}.get(self.value, "info")
