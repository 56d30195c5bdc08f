"""What an admin reads when the mail settings are right, and when they are not."""

import datetime as dt
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.mail import EmailMultiAlternatives, send_mail

from apps.core.secrets import encrypt
from apps.core.tests.moments import MADE_AT
from apps.notifications.delivery import deliver
from apps.notifications.diagnosis import TestMailFailed, send_test_mail
from apps.notifications.models import OutgoingMail
from apps.notifications.tests.mailbox import html_of, mail_server, only, text_of
from apps.sitesettings.enums import MailSecurity

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning"),  # on loopback
]

ME = "chef@haus.example"


@pytest.fixture
def fast(monkeypatch):
    monkeypatch.setattr("apps.notifications.smtp.TIMEOUT", 0.5)


@pytest.fixture
def tls(tmp_path):
    """A certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = dt.timedelta(days=1)
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + 9999 * day)
    certificate = builder.sign(key, hashes.SHA256())
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    return context


def problem(house):
    """What the diagnosis says."""
    with pytest.raises(TestMailFailed) as found:
        send_test_mail(house, ME, MADE_AT)
    return str(found.value)


def test_working_settings_are_told_step_by_step(house, mailbox):
    heard = []

    steps = send_test_mail(house, ME, MADE_AT, lambda *progress: heard.append(progress))

    assert (mailbox.recipients, len(steps)) == ([ME], 3)
    assert heard == [(number, 3, text) for number, text in enumerate(steps, 1)]


def test_missing_server_is_told(house):
    house.mail_server = ""

    assert problem(house)


@pytest.mark.parametrize("server", ["gibt-es-nicht.invalid", "a..b", "x" * 80 + ".example"])
def test_unknown_server_is_named(house, server):
    house.mail_server = server

    assert server in problem(house)


def test_closed_port_is_named(house):
    house.mail_port = 1

    assert "127.0.0.1" in problem(house)


def test_port_that_hangs_is_named(house, fast):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        house.mail_port = silent.getsockname()[1]

        text = problem(house)

    assert f"127.0.0.1:{house.mail_port}" in text


def test_server_that_speaks_something_else_is_told(house, fast):
    house.mail_security = MailSecurity.TLS

    assert "127.0.0.1" in problem(house)


def test_server_without_starttls_is_told(house):
    house.mail_security = MailSecurity.STARTTLS

    assert "127.0.0.1" in problem(house)


def test_certificate_that_nobody_signed_is_told(house, tls):
    with mail_server(tls_context=tls) as mailbox:
        house.mail_port, house.mail_security = mailbox.port, MailSecurity.STARTTLS

        text = problem(house)

    assert ("127.0.0.1" in text, mailbox.mails) == (True, [])


@pytest.fixture
def locked():
    """A server that takes mail from lager / geheim alone."""
    with mail_server(
        auth_required=True, auth_require_tls=False, authenticator=only("lager", "geheim")
    ) as mailbox:
        yield mailbox


def test_wrong_password_is_told_and_mails_wait(house, locked):
    house.mail_port, house.mail_username = locked.port, "lager"
    house.mail_password_encrypted = encrypt("falsch")
    mail = OutgoingMail.objects.create(key="1", recipient=ME, created_at=MADE_AT, due_at=MADE_AT)

    text = problem(house)
    deliver(house, MADE_AT)

    mail.refresh_from_db()
    assert ("535" in text or "credentials" in text, mail.state) == (True, "waiting")
    assert mail.error in text


def test_right_password_opens(house, locked):
    house.mail_port, house.mail_username = locked.port, "lager"
    house.mail_password_encrypted = encrypt("geheim")

    assert len(send_test_mail(house, ME, MADE_AT)) == 3


def test_password_of_another_key_is_told_and_mails_wait(house, settings):
    house.mail_password_encrypted = encrypt("geheim")
    settings.SECRET_KEY = "another-key-of-the-same-length-0123456789"
    mail = OutgoingMail.objects.create(key="1", recipient=ME, created_at=MADE_AT, due_at=MADE_AT)

    deliver(house, MADE_AT)

    mail.refresh_from_db()
    assert (mail.state, bool(mail.error), bool(problem(house))) == ("waiting", True, True)


def test_refused_recipient_and_sender_are_told(house, mailbox):
    mailbox.on_recipient = lambda address: "550 unknown"

    assert "550 unknown" in problem(house)


def test_mail_of_django_takes_the_same_way(house, mailbox, settings):
    settings.EMAIL_BACKEND = "apps.notifications.backend.OutboxBackend"
    to = [ME, "Lager <lager@haus.example>", ME]

    send_mail("Neues Passwort", "Text", None, to, html_message="<b>Text</b>")
    deliver(house, OutgoingMail.objects.first().due_at)

    assert sorted(mailbox.recipients) == [ME, "lager@haus.example"]
    assert {text_of(mail).strip() for mail in mailbox.mails} == {"Text"}
    assert {html_of(mail).strip() for mail in mailbox.mails} == {"<b>Text</b>"}


def test_attachments_of_django_are_refused_aloud(settings):
    settings.EMAIL_BACKEND = "apps.notifications.backend.OutboxBackend"
    message = EmailMultiAlternatives("Betreff", "Text", to=[ME])
    message.attach("a.txt", "x")

    with pytest.raises(NotImplementedError):
        message.send()
