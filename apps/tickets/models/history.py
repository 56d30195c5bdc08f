"""What happened to tickets, beside them: a change and its event are in one database and one transaction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.models import Event


class TicketEvent(Event):
    """A change of a ticket or of a work area."""

    class Meta:
        db_table = "ticket_history"
        verbose_name = _("event of a ticket")
        verbose_name_plural = _("events of tickets")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["subjects", "-at", "-id"], name="ticket_history_subjects"),
            models.Index(fields=["-at"], name="ticket_history_at"),
        ]
