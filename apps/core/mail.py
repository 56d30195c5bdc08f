"""A mail whose words are written when it is sent: what apps below the outbox hand to Django's mail API."""

from typing import Any

from django.core.mail import EmailMessage


class TemplatedMail(EmailMessage):
    """A mail to one person from ``templates/email/<template>.{subject.txt,txt,html}``.

    :param context: JSON-ready; ``link`` is the address that its button leads to.
    """

    def __init__(self, template: str, context: dict[str, Any], *, to: str, user: Any = None):
        super().__init__(to=[to])
        self.template = template
        self.context = context
        self.user = user
