"""A mail of the outbox as the message that travels: headers, text, HTML and the house's logo inside it."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import cast

from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from apps.core.clock import BERLIN
from apps.notifications.models import OutgoingMail
from apps.notifications.rendering import LOGO_CID, TemplateBroken, render
from apps.sitesettings.models import SystemSettings

WIRE = SMTP.clone(cte_type="7bit")  # every server takes that


class MailBroken(Exception):
    """The mail cannot be written; the text says why."""


def compose(mail: OutgoingMail, settings: SystemSettings, now: datetime) -> EmailMessage:
    """
    :raises MailBroken: its template is faulty, or its address is none.
    """
    try:
        subject, text, html = render(mail, settings)
    except TemplateBroken as problem:
        raise MailBroken(str(problem)) from problem
    recipient = address(mail.recipient)
    message = _envelope(recipient, subject, settings, now)
    message["Message-ID"] = f"<{mail.pk}@{message['From'].addresses[0].domain}>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
        _attach_logo(message, html, settings)
    return message


def address(recipient: str) -> str:
    """The address as mail servers take it: the domain in ASCII.

    :raises MailBroken: it is no single address.
    """
    local, at, domain = recipient.strip().rpartition("@")
    if not (local and at and domain) or not local.isascii() or _has_separator(recipient.strip()):
        raise MailBroken(_("%(address)s is not a mail address.") % {"address": recipient})
    try:
        return f"{local}@{punycode(domain)}"
    except UnicodeError as error:
        raise MailBroken(
            _("%(address)s is not a mail address.") % {"address": recipient}
        ) from error


def _has_separator(text: str) -> bool:
    return any(character in text for character in ',;<>"\r\n\0 ')


def _envelope(
    recipient: str, subject: str, settings: SystemSettings, now: datetime
) -> EmailMessage:
    message = EmailMessage(policy=WIRE)
    message["Subject"] = " ".join(subject.replace("\0", " ").split())
    name = " ".join(settings.system_name.split())
    message["From"] = formataddr((name, address(settings.mail_default_sender)))
    message["To"] = recipient
    message["Date"] = format_datetime(now.astimezone(BERLIN))
    message["Auto-Submitted"] = "auto-generated"
    return message


def _attach_logo(message: EmailMessage, html: str, settings: SystemSettings) -> None:
    """Put the picture into the mail itself: programs do not load pictures from elsewhere unasked."""
    if not settings.logo_type or f"cid:{LOGO_CID}" not in html:
        return
    maintype, _slash, subtype = settings.logo_type.partition("/")
    picture, parts = cast("bytes", settings.logo), cast("list[EmailMessage]", message.get_payload())
    parts[-1].add_related(
        bytes(picture), maintype, subtype, cid=f"<{LOGO_CID}>", disposition="inline"
    )
