"""Delivery over a real SMTP server: once per mail, patient with servers, clear about addresses."""

import socket
import threading
from datetime import timedelta

import pytest

from apps.core.tests.moments import MADE_AT
from apps.notifications.delivery import UNCLEAR_AFTER, deliver
from apps.notifications.enums import MailState
from apps.notifications.models import OutgoingMail
from apps.notifications.services import MailNotResendable, resend
from apps.notifications.tests.factories import MailFactory
from apps.notifications.tests.mailbox import html_of, text_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def stored(mail):
    return OutgoingMail.objects.get(pk=mail.pk)


def test_mail_is_sent_once(house, mailbox):
    mail = MailFactory(
        recipient="anna@haus.example", subject="Hallo\nAnna", html="<p>Grüß Gott</p>"
    )

    counts = [deliver(house, NOW), deliver(house, NOW + MINUTE)]

    arrived = mailbox.mails[0]
    assert (counts, mailbox.recipients) == ([1, 0], ["anna@haus.example"])
    assert arrived["Subject"] == "Hallo Anna"
    assert str(arrived["From"]) == "Werkstatt Süd <lager@werkstatt.example>"
    assert (text_of(arrived).strip(), html_of(arrived).strip()) == ("Guten Tag", "<p>Grüß Gott</p>")
    assert (stored(mail).state, stored(mail).sent_at) == (MailState.SENT, NOW)


def test_mail_waits_until_it_is_due(house, mailbox):
    MailFactory(due_at=NOW + MINUTE)

    assert [deliver(house, NOW), deliver(house, NOW + MINUTE)] == [0, 1]


def test_mail_waits_while_no_server_is_named(house, mailbox):
    mail = MailFactory()
    house.mail_server = ""

    assert deliver(house, NOW) == 0
    assert (stored(mail).state, stored(mail).attempts) == (MailState.WAITING, 0)


def test_unknown_address_makes_one_mail_undeliverable_and_harms_no_other(house, mailbox):
    bad, good = MailFactory(recipient="weg@haus.example"), MailFactory()
    mailbox.on_recipient = lambda address: "550 unknown" if "weg" in address else "250 OK"

    assert deliver(house, NOW) == 1

    assert (stored(bad).state, stored(good).state) == (MailState.FAILED, MailState.SENT)
    assert "550 unknown" in stored(bad).error


def test_undeliverable_mail_is_sent_again_on_request(house, mailbox):
    mail = MailFactory()
    mailbox.on_recipient = lambda address: "550 unknown"
    deliver(house, NOW)
    mailbox.on_recipient = lambda address: "250 OK"

    resend(mail.pk, now=NOW)
    deliver(house, NOW + MINUTE)

    assert (stored(mail).state, len(mailbox.mails)) == (MailState.SENT, 1)
    with pytest.raises(MailNotResendable):
        resend(mail.pk, now=NOW)


def test_busy_mailbox_is_tried_later_and_later_and_given_up_after_three_days(house, mailbox):
    mail = MailFactory()
    mailbox.on_recipient = lambda address: "451 try later"
    waits, now = [], NOW

    while stored(mail).state == MailState.WAITING:
        deliver(house, now)
        waits.append(stored(mail).due_at - now)
        now = max(now, stored(mail).due_at)

    assert waits[:4] == [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
    assert timedelta(days=2) < now - NOW < timedelta(days=4)
    assert (stored(mail).state, "451" in stored(mail).error) == (MailState.FAILED, True)


def test_content_that_the_server_refuses_makes_the_mail_undeliverable(house, mailbox):
    mail = MailFactory()
    mailbox.on_mail = lambda mail: "554 looks like spam"

    deliver(house, NOW)

    assert (stored(mail).state, "554" in stored(mail).error) == (MailState.FAILED, True)


def test_mails_wait_as_long_as_the_server_is_away(house):
    mail = MailFactory()
    house.mail_port = 1
    now = NOW

    for _attempt in range(15):
        deliver(house, now)
        now = stored(mail).due_at

    assert (stored(mail).state, stored(mail).attempts) == (MailState.WAITING, 15)
    assert "lehnt" in stored(mail).error or "refuses" in stored(mail).error


def test_server_that_closes_in_the_middle_of_a_batch_doubles_nothing(house, mailbox):
    mails = MailFactory.create_batch(5)
    mailbox.on_recipient = lambda address: "421 closing" if len(mailbox.mails) == 2 else "250 OK"

    sent = deliver(house, NOW)
    mailbox.on_recipient = lambda address: "250 OK"
    sent += deliver(house, NOW + 10 * MINUTE)

    assert (sent, len(mailbox.mails), mailbox.doubled) == (5, 5, [])
    assert {stored(mail).state for mail in mails} == {MailState.SENT}


def test_mail_whose_acceptance_is_not_heard_is_unclear_and_visible(house, mailbox, monkeypatch):
    mail, other = MailFactory(), MailFactory()
    monkeypatch.setattr("apps.notifications.smtp.TIMEOUT_OF_ACCEPTANCE", 0.2)
    answers = iter([1.0])
    mailbox.on_mail = lambda mail: wait_once(answers)

    deliver(house, NOW)
    deliver(house, NOW + 10 * MINUTE)

    assert (stored(mail).state, stored(other).state) == (MailState.UNCLEAR, MailState.SENT)
    assert stored(mail).error


def wait_once(delays):
    """Answer late the first time, which also holds up the server's loop."""
    threading.Event().wait(next(delays, 0))
    return "250 OK"


def test_worker_killed_while_sending_leaves_an_unclear_mail(house, mailbox):
    mail = MailFactory(state=MailState.SENDING, due_at=NOW)

    deliver(house, NOW + UNCLEAR_AFTER)
    before = stored(mail).state
    deliver(house, NOW + UNCLEAR_AFTER + MINUTE)

    assert (before, stored(mail).state) == (MailState.SENDING, MailState.UNCLEAR)
    assert mailbox.mails == []


def test_two_workers_send_each_mail_once(house, mailbox):
    MailFactory.create_batch(60)
    counts = []

    def work():
        counts.append(deliver(house, NOW))

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(counts), len(mailbox.mails), mailbox.doubled) == (60, 60, [])


@pytest.mark.parametrize(
    "address", ["", "anna", "a@b@", "a@haus.example, b@haus.example", "ä@x.de"]
)
def test_what_is_no_address_is_undeliverable(house, mailbox, address):
    mail = MailFactory(recipient=address)

    deliver(house, NOW)

    assert (stored(mail).state, mailbox.mails) == (MailState.FAILED, [])


def test_domain_with_umlaut_is_sent_in_ascii(house, mailbox):
    MailFactory(recipient="anna@höfe.example")

    deliver(house, NOW)

    assert mailbox.recipients == ["anna@xn--hfe-sna.example"]


def test_port_that_hangs_is_given_up_soon(house, monkeypatch):
    mail = MailFactory()
    monkeypatch.setattr("apps.notifications.smtp.TIMEOUT", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        house.mail_port = silent.getsockname()[1]

        deliver(house, NOW)

    assert (stored(mail).state, stored(mail).attempts) == (MailState.WAITING, 1)
    assert str(house.mail_port) in stored(mail).error
