"""Django's own mail takes the same way: into the outbox, from there to the server."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from apps.core import clock
from apps.core.db import atomic, on_commit
from apps.notifications.delivery import wake_delivery
from apps.notifications.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """Stores each message once per recipient; attachments are not sent."""

    @atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = clock.now()
        for message in email_messages:
            key = f"django:{uuid4()}"
            for recipient in message.recipients():
                OutgoingMail.objects.create(
                    key=key,
                    recipient=recipient,
                    subject=message.subject,
                    text=message.body,
                    html=_html_of(message),
                    created_at=now,
                    due_at=now,
                )
        on_commit(wake_delivery)
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    return next((part.content for part in alternatives if part.mimetype == "text/html"), "")
