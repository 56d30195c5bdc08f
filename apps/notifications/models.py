"""Messages to people: mails that wait to be sent, notices in Scandy, and who wants what."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.core.registry import registry
from apps.notifications.enums import Channel, MailState, Priority


class OutgoingMail(models.Model):
    """One mail to one person; stored with the change that causes it, sent afterwards (I7).

    A mail of an event is rendered when it is sent, from ``template`` and ``context``; a mail of Django's comes ready.
    """

    key = models.CharField(max_length=200)
    recipient = models.CharField(_("recipient"), max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    template = models.CharField(max_length=80, blank=True)
    context = models.JSONField(default=dict)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState.choices, default=MailState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("to be sent from"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        db_table = "outbox"
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        permissions = [("resend_mail", "Can send undeliverable mail again")]
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="mail_once_per_event"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_state_due"),
            models.Index(fields=["-created_at"], name="mail_created"),
        ]

    def __str__(self):
        return f"{self.subject or self.label}, {self.recipient}"

    @property
    def label(self) -> str:
        """What kind of mail it is; its subject is written when it is sent."""
        kinds = registry.notification_types.values()
        return next((str(kind.label) for kind in kinds if kind.template == self.template), "")


class Notification(models.Model):
    """One message to one person inside Scandy."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=200)
    event_type = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("created at"))
    is_read = models.BooleanField(_("read"), default=False)
    wants_digest = models.BooleanField(default=False)

    class Meta:
        db_table = "notifications"
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once_per_event"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_user"),
            models.Index(fields=["user", "is_read"], name="notification_unread"),
            models.Index(fields=["wants_digest", "user"], name="notification_digest"),
        ]

    def __str__(self):
        return f"{self.event_type} {self.user_id}"

    @property
    def text(self) -> str:
        """The sentence; a kind that does not exist any more has none but its code."""
        kind = registry.notification_types.get(self.event_type)
        return str(kind.sentence % self.data) if kind else self.event_type


class Preference(models.Model):
    """How one person wants to hear of one kind of event."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    event_type = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        db_table = "notification_preferences"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "event_type"], name="preference_once"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.event_type} {self.channel}"


class Notice(TimeStamped):
    """A word to everybody on the start page, for a time."""

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    class Meta:
        db_table = "notices"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [models.Index(fields=["-starts_at"], name="notice_starts")]

    def __str__(self):
        return self.title

    @property
    def loudness(self) -> Priority:
        """The priority with its tone, icon and label."""
        return Priority(self.priority)
