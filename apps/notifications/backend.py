"""Django's own mail takes the same way: into the outbox, from there to the server."""

from collections.abc import Sequence
from email.utils import parseaddr
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from apps.core import clock
from apps.core.db import atomic, on_commit
from apps.notifications.delivery import wake_delivery
from apps.notifications.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """Stores each message once per recipient; the sender is always the one of the settings.

    :raises NotImplementedError: the message has attachments, which the outbox does not keep.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if message.attachments:
                raise NotImplementedError("The outbox sends no attachments.")
        self._store(email_messages)
        return len(email_messages)

    @atomic
    def _store(self, email_messages: Sequence[EmailMessage]) -> None:
        now = clock.now()
        OutgoingMail.objects.bulk_create(
            OutgoingMail(
                key=key,
                recipient=recipient,
                user=getattr(message, "user", None),
                template=getattr(message, "template", ""),
                context=getattr(message, "context", {}),
                subject=str(message.subject)[:250],
                text=str(message.body) if message.content_subtype == "plain" else "",
                html=_html_of(message),
                created_at=now,
                due_at=now,
            )
            for message in email_messages
            for key in [f"django:{uuid4()}"]
            for recipient in _addresses(message)
        )
        on_commit(wake_delivery)


def _addresses(message: EmailMessage) -> list[str]:
    """Each address once, without the name beside it."""
    return list(dict.fromkeys(parseaddr(text)[1] or text for text in message.recipients()))


def _html_of(message: EmailMessage) -> str:
    if message.content_subtype == "html":
        return str(message.body)
    alternatives = getattr(message, "alternatives", [])
    return next((part.content for part in alternatives if part.mimetype == "text/html"), "")
