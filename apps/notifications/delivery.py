"""Sending what waits in the outbox, by SMTP, in the worker.

A mail is claimed before it is sent and marked after. Whoever is killed in between leaves it "being sent"; such a mail is
called unclear after a while, and a person decides: a mail is sent once, or visibly waiting.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from celery import current_app
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from apps.core.secrets import SecretUnreadable
from apps.notifications.enums import MailState
from apps.notifications.models import OutgoingMail
from apps.notifications.rendering import TemplateBroken, render
from apps.notifications.rules import next_attempt
from apps.notifications.smtp import MailServerAway, connect
from apps.sitesettings.models import SystemSettings

logger = logging.getLogger("scandy.app")

UNCLEAR_AFTER = timedelta(minutes=5)
BATCH = 200


def wake_delivery() -> None:
    """Let a worker look into the outbox; beat does it every minute anyway."""
    try:
        current_app.send_task("notifications.deliver", retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("Redis is away, mails wait for the schedule: %s", type(error).__name__)


def deliver(settings: SystemSettings, now: datetime) -> int:
    """Send what is due; returns how many mails went out. Without a mail server nothing is tried."""
    _give_up_on_killed(now)
    due = OutgoingMail.objects.filter(state=MailState.WAITING, due_at__lte=now)
    mails = list(due.order_by("due_at", "pk")[:BATCH])
    if not mails or not settings.mail_server:
        return 0
    try:
        with connect(settings) as server:
            return sum(_send(server, mail, settings, now) for mail in mails)
    except (MailServerAway, SecretUnreadable) as problem:
        for mail in mails:
            _postpone(mail, now, str(problem))
        return 0


def _send(
    server: smtplib.SMTP, mail: OutgoingMail, settings: SystemSettings, now: datetime
) -> bool:
    """Send one mail, if no other worker has it."""
    try:
        message = _message(mail, settings, now)
    except TemplateBroken as problem:
        _fail(mail, str(problem))
        return False
    claimed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(
        state=MailState.SENDING, due_at=now
    )
    if not claimed:
        return False
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(mail, refusal, now)
        return False
    except (smtplib.SMTPException, OSError) as error:
        _postpone(mail, now, _("The mail server broke off: %(error)s") % {"error": error})
        raise MailServerAway(str(error)) from error
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=now, error="", subject=message["Subject"]
    )
    return True


def _message(mail: OutgoingMail, settings: SystemSettings, now: datetime) -> EmailMessage:
    """
    :raises TemplateBroken: a template is missing or mentions something that the event does not have.
    """
    subject, text, html = render(mail, settings)
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = formataddr((settings.system_name, settings.mail_default_sender))
    message["To"] = mail.recipient
    message["Date"] = formatdate(now.timestamp())
    message["Message-ID"] = f"<{mail.pk}@{settings.mail_default_sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def _refused(mail: OutgoingMail, refusal: smtplib.SMTPRecipientsRefused, now: datetime) -> None:
    code, answer = next(iter(refusal.recipients.values()))
    reason = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    if code >= 500:
        _fail(mail, _("The address was refused: %(reason)s") % {"reason": reason})
    else:
        _postpone(mail, now, reason)


def _postpone(mail: OutgoingMail, now: datetime, error: str) -> None:
    due_at = next_attempt(mail.attempts + 1, now)
    if due_at is None:
        _fail(mail, error)
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.WAITING, attempts=mail.attempts + 1, due_at=due_at, error=error
    )


def _fail(mail: OutgoingMail, error: str) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error=error)


def _give_up_on_killed(now: datetime) -> None:
    killed = OutgoingMail.objects.filter(state=MailState.SENDING, due_at__lt=now - UNCLEAR_AFTER)
    killed.update(
        state=MailState.UNCLEAR,
        error=_(
            "The program was stopped while sending. Please send it again if it did not arrive."
        ),
    )
