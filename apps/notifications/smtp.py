"""The mail server: one connection for a batch of mails, and a diagnosis that an admin understands."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from django.utils.translation import gettext as _

from apps.sitesettings.enums import MailSecurity
from apps.sitesettings.models import SystemSettings

TIMEOUT = 10.0  # seconds, per answer of the server


class MailServerAway(Exception):
    """The server cannot be reached or refuses us; the text says what an admin can do."""


@contextmanager
def connect(settings: SystemSettings) -> Iterator[smtplib.SMTP]:
    """An authenticated connection.

    :raises MailServerAway: with the reason in words.
    :raises SecretUnreadable: the stored password belongs to another SECRET_KEY.
    """
    password = settings.mail_password
    try:
        server = _open(settings)
        try:
            if settings.mail_username:
                server.login(settings.mail_username, password)
            yield server
        finally:
            _close(server)
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerAway(explain(error, settings)) from error


def send_test_mail(settings: SystemSettings, recipient: str) -> list[str]:
    """Send a mail to try the settings; returns what worked, step by step.

    :raises MailServerAway: with the first thing that did not work.
    """
    steps: list[str] = []
    _step(steps, settings, _("The name of the server is known."), lambda: _resolve(settings))
    with connect(settings) as server:
        steps.append(_("The server answers and accepts the sign-in."))
        server.send_message(_test_message(settings, recipient))
    steps.append(_("The server accepted a mail to %(recipient)s.") % {"recipient": recipient})
    return steps


def explain(error: Exception, settings: SystemSettings) -> str:
    """An error of the connection in words that say what to look at."""
    place = {"server": settings.mail_server, "port": settings.mail_port}
    for kinds, sentence in _EXPLANATIONS:
        if isinstance(error, kinds):
            return sentence() % {**place, "error": _answer(error)}
    return _("The mail server %(server)s:%(port)s reports: %(error)s") % {
        **place,
        "error": _answer(error),
    }


_EXPLANATIONS: tuple[tuple[tuple[type[Exception], ...], Callable[[], str]], ...] = (
    (
        (socket.gaierror,),
        lambda: _("There is no server named %(server)s. Please check the name."),
    ),
    (
        (TimeoutError,),
        lambda: _(
            "%(server)s:%(port)s does not answer. Please check port and encryption, or a firewall."
        ),
    ),
    (
        (ConnectionRefusedError,),
        lambda: _("%(server)s refuses connections on port %(port)s. Please check the port."),
    ),
    (
        (ssl.SSLError,),
        lambda: _(
            "The encryption with %(server)s:%(port)s failed. Please check the kind: %(error)s"
        ),
    ),
    (
        (smtplib.SMTPAuthenticationError,),
        lambda: _("The mail server refuses username or password: %(error)s"),
    ),
    (
        (smtplib.SMTPNotSupportedError,),
        lambda: _(
            "%(server)s does not offer this encryption or sign-in. Please check the settings."
        ),
    ),
    (
        (smtplib.SMTPSenderRefused,),
        lambda: _("The mail server refuses the sender's address: %(error)s"),
    ),
    (
        (smtplib.SMTPServerDisconnected,),
        lambda: _("%(server)s:%(port)s closed the connection. Please check port and encryption."),
    ),
)


def _step(
    steps: list[str], settings: SystemSettings, done: str, action: Callable[[], object]
) -> None:
    try:
        action()
    except OSError as error:
        raise MailServerAway(explain(error, settings)) from error
    steps.append(done)


def _resolve(settings: SystemSettings) -> object:
    return socket.getaddrinfo(settings.mail_server, settings.mail_port)


def _open(settings: SystemSettings) -> smtplib.SMTP:
    address = (settings.mail_server, settings.mail_port)
    if settings.mail_security == MailSecurity.TLS:
        return smtplib.SMTP_SSL(*address, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(*address, timeout=TIMEOUT)
    if settings.mail_security == MailSecurity.STARTTLS:
        server.starttls(context=ssl.create_default_context())
    return server


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _test_message(settings: SystemSettings, recipient: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = _("Test mail of %(system)s") % {"system": settings.system_name}
    message["From"], message["To"] = settings.mail_default_sender, recipient
    message.set_content(_("The mail settings work."))
    return message


def _answer(error: Exception) -> str:
    raw = getattr(error, "smtp_error", None) or str(error)
    return raw.decode(errors="replace") if isinstance(raw, bytes) else str(raw)
