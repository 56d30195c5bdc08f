"""The mail server: one connection for a batch of mails, and errors in words that an admin understands."""

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
TIMEOUT_OF_ACCEPTANCE = 60.0  # servers look for viruses before they say yes
PERMANENT = 500
TRY_ALL_LATER = 421  # the server is about to close


class MailServerAway(Exception):
    """The server cannot be reached or takes no mail of ours; the text says what an admin can do."""


class MailRefused(Exception):
    """The server refuses this one mail; the text is its reason."""

    def __init__(self, reason: str, *, is_permanent: bool):
        super().__init__(reason)
        self.is_permanent = is_permanent


class FateUnknown(Exception):
    """The connection broke while the server was taking the mail: nobody knows whether it has it."""


@contextmanager
def connect(settings: SystemSettings) -> Iterator[smtplib.SMTP]:
    """An authenticated connection.

    :raises MailServerAway: with the reason in words.
    :raises SecretUnreadable: the stored password belongs to another SECRET_KEY.
    """
    password = settings.mail_password
    server = None
    try:
        server = _open(settings)
        if settings.mail_username:
            server.login(settings.mail_username, password)
        yield server
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise MailServerAway(explain(error, settings)) from error
    finally:
        if server is not None:
            _close(server)


def transmit(server: smtplib.SMTP, message: EmailMessage, settings: SystemSettings) -> None:
    """Hand one mail to the server.

    :raises MailRefused: it does not take this one.
    :raises MailServerAway: it takes none.
    :raises FateUnknown: it may have it or not.
    """
    sender, recipient = message["From"].addresses[0], message["To"].addresses[0]
    try:
        code, reason = server.mail(sender.addr_spec)
        if code >= 400:
            raise smtplib.SMTPSenderRefused(code, reason, sender.addr_spec)
        _require(server, *server.rcpt(recipient.addr_spec), settings)
    except (smtplib.SMTPException, OSError) as error:
        raise MailServerAway(explain(error, settings)) from error
    _be_patient(server, TIMEOUT_OF_ACCEPTANCE)
    answer: bytes | str
    try:
        code, answer = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        code, answer = error.smtp_code, error.smtp_error
    except (smtplib.SMTPException, OSError) as error:
        raise FateUnknown(
            _("The connection broke off while sending. Please send it again if it did not arrive.")
        ) from error
    finally:
        _be_patient(server, TIMEOUT)
    _require(server, code, answer, settings)


def _be_patient(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def _require(
    server: smtplib.SMTP, code: int, answer: bytes | str, settings: SystemSettings
) -> None:
    """Accept the server's yes; after a no it shall forget this mail and listen to the next."""
    if code < 400:
        return
    reason = _text(answer)
    if code == TRY_ALL_LATER:
        raise MailServerAway(
            _("The mail server asks us to come later: %(error)s") % {"error": reason}
        )
    _forget_mail(server, settings)
    raise MailRefused(
        _("The mail server refused this mail: %(reason)s") % {"reason": f"{code} {reason}"},
        is_permanent=code >= PERMANENT,
    )


def _forget_mail(server: smtplib.SMTP, settings: SystemSettings) -> None:
    try:
        server.rset()
    except (smtplib.SMTPException, OSError):
        server.close()  # the next mail notices


def explain(error: Exception, settings: SystemSettings) -> str:
    """An error of the connection in words that say what to look at."""
    words = {
        "server": settings.mail_server,
        "port": settings.mail_port,
        "error": _answer(error),
    }
    for kinds, sentence in _EXPLANATIONS:
        if isinstance(error, kinds):
            return sentence() % words
    return _("The mail server %(server)s:%(port)s reports: %(error)s") % words


_EXPLANATIONS: tuple[tuple[tuple[type[Exception], ...], Callable[[], str]], ...] = (
    (
        (socket.gaierror, UnicodeError),
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
        (ssl.SSLCertVerificationError,),
        lambda: _(
            "The certificate of %(server)s is not trusted. Please check the server's name: %(error)s"
        ),
    ),
    (
        (ssl.SSLError,),
        lambda: _(
            "The encryption with %(server)s:%(port)s failed. Please check its kind: %(error)s"
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
        (smtplib.SMTPServerDisconnected, ConnectionError),
        lambda: _("%(server)s:%(port)s closed the connection. Please check port and encryption."),
    ),
)


def _open(settings: SystemSettings) -> smtplib.SMTP:
    address = (settings.mail_server, settings.mail_port)
    if settings.mail_security == MailSecurity.TLS:
        return smtplib.SMTP_SSL(*address, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(*address, timeout=TIMEOUT)
    try:
        if settings.mail_security == MailSecurity.STARTTLS:
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _answer(error: Exception) -> str:
    return _text(getattr(error, "smtp_error", None) or str(error))


def _text(raw: bytes | str) -> str:
    return raw.decode(errors="replace") if isinstance(raw, bytes) else str(raw)
