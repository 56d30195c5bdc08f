"""A real mail server on loopback: tests read from it what was sent to whom, and tell it what to refuse."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

OK = "250 OK"


@dataclass
class Mailbox:
    """What arrived, in order; the answers to ``RCPT`` and ``DATA`` are functions that a test may replace."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    on_recipient: Callable[[str], str] = lambda recipient: OK
    on_mail: Callable[[EmailMessage], str] = lambda mail: OK
    connections: int = 0

    @property
    def recipients(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails]

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    @property
    def doubled(self) -> list[str]:
        """Mails that arrived more than once."""
        ids = Counter(str(mail["Message-ID"]) for mail in self.mails)
        return [message_id for message_id, times in ids.items() if times > 1]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 the library's name
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        answer = self.on_recipient(address)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        answer = self.on_mail(mail)
        if answer.startswith("2"):
            self.mails.append(mail)
        return answer


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()


def html_of(mail: EmailMessage) -> str:
    return mail.get_body(("html",)).get_content()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextmanager
def mail_server(**options: Any) -> Iterator[Mailbox]:
    """A server that takes every mail; ``options`` are aiosmtpd's, for example ``auth_required``."""
    mailbox = Mailbox(port=_free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def only(username: str, password: str) -> Callable[..., AuthResult]:
    """An authenticator that knows one account."""

    def authenticate(server, session, envelope, mechanism, given) -> AuthResult:
        known = (username.encode(), password.encode())
        return AuthResult(success=(given.login, given.password) == known, handled=False)

    return authenticate
