"""A worker is killed while it sends or reminds: no mail is lost, none is doubled, what is unknown is visible."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.tests.moments import MADE_AT
from apps.lending.models import Lending
from apps.lending.reminders import remind_borrowers
from apps.lending.services import lend_tool
from apps.notifications.delivery import UNCLEAR_AFTER, deliver
from apps.notifications.enums import MailState
from apps.notifications.models import OutgoingMail
from apps.notifications.tests.factories import MailFactory
from apps.notifications.tests.houses import make_house
from apps.notifications.tests.mailbox import mail_server
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.env import BASE_DIR
from scandy_site.instance.terminal import wait_until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("servers"),
]

NOW = MADE_AT + timedelta(days=20)
MAILS, LENDINGS = 200, 60


@pytest.fixture
def mailbox():
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def house(mailbox):
    return make_house(mail_port=mailbox.port)


def postman(run):
    """A run in a process of its own, on this test's databases."""
    return subprocess.Popen(
        [sys.executable, "-m", "scandy_site.tests.probe.postman", run, NOW.isoformat()],
        cwd=BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
            "MONGODB_URI": settings.DATABASES[DEFAULT_DB_ALIAS]["HOST"],
            "MONGODB_DB": connections[DEFAULT_DB_ALIAS].settings_dict["NAME"],
            "MONGODB_TICKETS_DB": connections["tickets"].settings_dict["NAME"],
        },
    )


def kill_when(process, has_begun):
    """``kill -9`` in the middle."""

    def begun():
        assert process.poll() is None, "the run is over already"
        return has_begun()

    assert wait_until(begun, seconds=60, tick=lambda: None)
    process.kill()
    assert process.wait() == -signal.SIGKILL


def test_worker_killed_among_200_mails_loses_none_and_doubles_none(house, mailbox):
    MailFactory.create_batch(MAILS)
    for number in (20, 90, 150):
        kill_when(postman("deliver"), lambda number=number: len(mailbox.mails) >= number)

    after = NOW + 2 * UNCLEAR_AFTER
    deliver(house, after)
    deliver(house, after)

    states = Counter(OutgoingMail.objects.values_list("state", flat=True))
    sent = set(
        OutgoingMail.objects.filter(state=MailState.SENT).values_list("recipient", flat=True)
    )
    assert mailbox.doubled == []
    assert states[MailState.SENT] + states[MailState.UNCLEAR] == MAILS
    assert states[MailState.UNCLEAR] <= 3
    assert sent <= set(mailbox.recipients)


def test_two_workers_in_processes_of_their_own_send_each_mail_once(house, mailbox):
    MailFactory.create_batch(MAILS)

    workers = [postman("deliver"), postman("deliver")]

    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert (len(mailbox.mails), mailbox.doubled) == (MAILS, [])


def test_reminding_killed_in_the_middle_is_completed_by_the_next_run(house):
    actor = UserFactory()
    for number in range(LENDINGS):
        worker = WorkerFactory(email=f"person{number}@haus.example")
        due = clock.end_of_day(clock.local_date(MADE_AT) + timedelta(days=10))
        lend_tool(
            tool_id=ToolFactory().pk,
            worker_id=worker.pk,
            actor=actor,
            now=MADE_AT,
            due_date=due,
        )
    kill_when(postman("remind"), lambda: OutgoingMail.objects.count() >= LENDINGS // 4)
    before = OutgoingMail.objects.count()

    # MongoDB keeps what the killed one was changing for a minute at most
    assert wait_until(
        lambda: not remind_borrowers(house, NOW).postponed, seconds=90, tick=lambda: None
    )

    recipients = Counter(OutgoingMail.objects.values_list("recipient", flat=True))
    assert LENDINGS // 4 <= before < LENDINGS
    assert (len(recipients), set(recipients.values())) == (LENDINGS, {1})
    assert Lending.objects.filter(reminder_sent=True).count() == LENDINGS
