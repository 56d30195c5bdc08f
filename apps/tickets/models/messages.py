"""What people write to each other about a ticket, and what of it somebody has not read yet."""

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.mongodb.indexes import TextIndex
from apps.tickets.models.tickets import Ticket


class TicketMessage(models.Model):
    """A message to the requester, or an internal note, which never leaves the circle of the employees."""

    ticket = models.ForeignKey(
        Ticket, models.CASCADE, verbose_name=_("ticket"), related_name="messages", db_index=False
    )
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("author"),
        null=True,
        related_name="+",
        db_constraint=False,
    )
    author_name = models.CharField(_("author"), max_length=200)
    at = models.DateTimeField(_("at"))
    is_internal = models.BooleanField(_("internal note"), default=False)

    author_id: ObjectId | None
    ticket_id: ObjectId

    class Meta:
        db_table = "ticket_messages"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="ticket_message_at"),
            TextIndex(fields=["text"], name="ticket_message_words"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} {self.at:%Y-%m-%d %H:%M:%S}"


class UnreadMark(models.Model):
    """How much of a ticket's conversation one person has not seen: one document each."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "ticket_unread"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ticket", "user"], name="ticket_unread_once")
        ]
        indexes = [models.Index(fields=["user", "count", "ticket"], name="ticket_unread_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.ticket_id}: {self.count}"
