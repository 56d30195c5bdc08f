"""Sending what waits in the outbox, by SMTP, in the worker.

A mail is claimed before it is sent and marked after. Whoever is killed in between leaves it "being sent"; such a mail
is called unclear after a while, and a person decides: a mail is sent once, or visibly waiting (I7).
"""

import logging
import smtplib
import time
from datetime import datetime, timedelta
from email.message import EmailMessage

from celery import current_app
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from apps.core.secrets import SecretUnreadable
from apps.notifications.enums import MailState
from apps.notifications.messages import MailBroken, compose
from apps.notifications.models import OutgoingMail
from apps.notifications.rules import next_attempt, next_connection
from apps.notifications.smtp import FateUnknown, MailRefused, MailServerAway, connect, transmit
from apps.sitesettings.models import SystemSettings

logger = logging.getLogger("scandy.app")

UNCLEAR_AFTER = timedelta(minutes=10)  # far longer than a run plus its last mail
LONGEST_RUN = 45.0  # seconds, then the next run goes on
BATCH = 200
WAKE_EXPIRES = 50  # seconds; the schedule looks every minute anyway


def wake_delivery() -> None:
    """Let a worker look into the outbox; beat does it every minute anyway."""
    try:
        current_app.send_task("notifications.deliver", retry=False, expires=WAKE_EXPIRES)
    except (OperationalError, OSError) as error:
        logger.warning("Redis is away, mails wait for the schedule: %s", type(error).__name__)


def deliver(settings: SystemSettings, now: datetime) -> int:
    """Send what is due; returns how many mails went out. Without a mail server nothing is tried."""
    _give_up_on_killed(now)
    due = OutgoingMail.objects.filter(state=MailState.WAITING, due_at__lte=now)
    mails = list(due.select_related("user").order_by("due_at", "pk")[:BATCH])
    if not mails or not settings.can_send_mail:
        return 0
    until = time.monotonic() + LONGEST_RUN
    sent = 0
    try:
        with connect(settings) as server:
            for mail in mails:
                sent += _send(server, mail, settings, now)
                if time.monotonic() > until:
                    break
    except (MailServerAway, SecretUnreadable) as problem:
        _wait_for_server(mails, now, str(problem))
        return sent
    if due.exists():
        wake_delivery()
    return sent


def _send(
    server: smtplib.SMTP, mail: OutgoingMail, settings: SystemSettings, now: datetime
) -> bool:
    """Send one mail, if no other worker has it.

    :raises MailServerAway: the server takes no mail of ours at the moment; this one waits.
    """
    if not _claim(mail, now):
        return False
    try:
        message = compose(mail, settings, now)
        transmit(server, message, settings)
    except MailBroken as problem:
        _fail(mail, str(problem))
    except MailRefused as refusal:
        _refused(mail, refusal, now)
    except FateUnknown as problem:
        _finish(mail, state=MailState.UNCLEAR, error=str(problem))
        raise MailServerAway(str(problem)) from problem
    except MailServerAway:
        _finish(mail, state=MailState.WAITING)
        raise
    else:
        _sent(mail, message, now)
        return True
    return False


def _claim(mail: OutgoingMail, now: datetime) -> bool:
    """Only one worker gets the mail; ``due_at`` becomes the moment of the claim."""
    waiting = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    return bool(waiting.update(state=MailState.SENDING, due_at=now))


def _finish(mail: OutgoingMail, **values: object) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.SENDING).update(**values)


def _sent(mail: OutgoingMail, message: EmailMessage, now: datetime) -> None:
    _finish(
        mail, state=MailState.SENT, sent_at=now, error="", subject=str(message["Subject"])[:250]
    )


def _fail(mail: OutgoingMail, error: str) -> None:
    _finish(mail, state=MailState.FAILED, error=error)


def _refused(mail: OutgoingMail, refusal: MailRefused, now: datetime) -> None:
    """For good: it is undeliverable. For the moment: try later, less and less often, for three days."""
    due_at = None if refusal.is_permanent else next_attempt(mail.attempts + 1, now)
    if due_at is None:
        _fail(mail, str(refusal))
        return
    _finish(
        mail,
        state=MailState.WAITING,
        attempts=mail.attempts + 1,
        due_at=due_at,
        error=str(refusal),
    )


def _wait_for_server(mails: list[OutgoingMail], now: datetime, error: str) -> None:
    """The mails are not to blame, so they wait as long as it takes."""
    for mail in mails:
        OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING).update(
            attempts=mail.attempts + 1,
            due_at=next_connection(mail.attempts + 1, now),
            error=error,
        )


def _give_up_on_killed(now: datetime) -> None:
    killed = OutgoingMail.objects.filter(state=MailState.SENDING, due_at__lt=now - UNCLEAR_AFTER)
    killed.update(
        state=MailState.UNCLEAR,
        error=_(
            "The program was stopped while sending. Please send it again if it did not arrive."
        ),
    )
