"""Trying the mail settings: one mail, step by step, so that an admin reads what works and what does not."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from apps.core.errors import DomainError, ErrorCode
from apps.core.secrets import SecretUnreadable
from apps.notifications.messages import MailBroken, compose
from apps.notifications.models import OutgoingMail
from apps.notifications.smtp import (
    FateUnknown,
    MailRefused,
    MailServerAway,
    connect,
    explain,
    transmit,
)
from apps.notifications.types import TEST
from apps.sitesettings.models import SystemSettings

TEST_MAIL = "notifications.test_mail"  # the background job
STEPS = 3


class TestMailFailed(DomainError):
    """The text says what does not work, and what did until then."""

    __test__ = False
    code = ErrorCode.CONFLICT
    status = 409


def send_test_mail(
    settings: SystemSettings,
    recipient: str,
    now: datetime,
    report: Callable[[int, int, str], None] = lambda done, total, text: None,
) -> list[str]:
    """Send a mail at once, past the outbox; returns what worked, step by step.

    :param report: hears after each step how many are done, of how many, and what comes next.
    :raises TestMailFailed: with the first thing that did not work.
    """
    if not settings.can_send_mail:
        raise TestMailFailed(_("Please enter a mail server and a sender first."))
    done: list[str] = []
    try:
        for text in _steps(settings, recipient, now):
            done.append(text)
            report(len(done), STEPS, text)
    except (MailServerAway, MailRefused, FateUnknown, MailBroken, SecretUnreadable) as problem:
        raise TestMailFailed(" ".join([*done, str(problem)])) from problem
    return done


def _steps(settings: SystemSettings, recipient: str, now: datetime) -> Iterator[str]:
    """What worked, one after the other; the first thing that does not is raised."""
    words = {"server": settings.mail_server, "port": settings.mail_port, "recipient": recipient}
    _resolve(settings)
    yield _("The server %(server)s is known.") % words
    mail = OutgoingMail(template=TEST.template, recipient=recipient, context=words)
    message = compose(mail, settings, now)
    with connect(settings) as server:
        yield _("It answers on port %(port)s and accepts encryption and sign-in.") % words
        transmit(server, message, settings)
    yield _("It accepted a mail to %(recipient)s.") % words


def _resolve(settings: SystemSettings) -> None:
    try:
        socket.getaddrinfo(settings.mail_server, settings.mail_port)
    except (OSError, UnicodeError) as error:
        raise MailServerAway(explain(error, settings)) from error
