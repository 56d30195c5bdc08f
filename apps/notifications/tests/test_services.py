"""Telling people: who, how, once; and what a mistake of the caller's transaction leaves."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connections

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.db import atomic
from apps.core.registry import NotificationType, registry
from apps.core.tests.moments import MADE_AT
from apps.notifications.digest import send_digests
from apps.notifications.enums import MailState
from apps.notifications.models import Notification, OutgoingMail, Preference
from apps.notifications.retention import forget_old
from apps.notifications.services import PreferenceNotOffered, notify, set_preferences
from apps.notifications.tests.factories import MailFactory
from apps.notifications.tests.houses import make_house

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KIND = "test.happened"


@pytest.fixture
def people(monkeypatch):
    """Two employees who hear of the test's kind of event."""
    people = [
        UserFactory(role=Role.EMPLOYEE, email=f"person{number}@haus.example") for number in range(2)
    ]
    kind = NotificationType(
        code=KIND,
        label="Etwas",
        sentence="%(what)s ist geschehen.",
        template="digest",
        default="mail",
        recipients=lambda obj: people,
        permission="accounts.use_back_office",
    )
    monkeypatch.setitem(registry.notification_types, KIND, kind)
    return people


def happen(key="1", actor=None, now=MADE_AT, **data):
    notify(KIND, None, key=key, actor=actor, now=now, what="Es", **data)


def mailed():
    return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def told():
    return Notification.objects.count()


def test_everybody_but_the_actor_is_told(people):
    happen(actor=people[0])

    assert mailed() == [people[1].email]
    assert Notification.objects.get().user == people[1]


def test_same_event_is_told_once(people):
    happen()
    happen()

    assert (len(mailed()), told()) == (2, 2)


def test_same_event_from_two_threads_is_told_once(people):
    def tell():
        happen()
        connections.close_all()

    threads = [threading.Thread(target=tell) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(mailed()), told()) == (2, 2)


def test_what_is_rolled_back_is_told_to_nobody(people):
    @atomic
    def change():
        happen()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert (mailed(), told()) == ([], 0)


@pytest.mark.parametrize(
    ("channel", "mails", "notifications"),
    [("mail", 2, 2), ("digest", 1, 2), ("app", 1, 2), ("off", 1, 1)],
)
def test_each_hears_as_chosen(people, channel, mails, notifications):
    set_preferences(people[0], {KIND: channel})

    happen()

    assert (len(mailed()), told()) == (mails, notifications)


def test_person_without_address_reads_it_in_scandy(people):
    people[0].email = ""

    happen()

    assert (len(mailed()), told()) == (1, 2)


def test_notification_reads_as_a_sentence(people):
    happen()

    assert Notification.objects.first().text == "Es ist geschehen."


def test_notification_of_a_kind_that_is_gone_can_be_shown(people, monkeypatch):
    happen()
    monkeypatch.delitem(registry.notification_types, KIND)

    assert Notification.objects.first().text == KIND


def test_switched_off_module_tells_nobody(people, monkeypatch):
    kind = registry.notification_types[KIND]
    monkeypatch.setitem(
        registry.notification_types,
        KIND,
        NotificationType(**{**vars(kind), "feature": "job_board"}),
    )

    happen()

    assert (mailed(), told()) == ([], 0)


def test_mail_waits_in_quiet_hours_and_the_urgent_does_not(people, monkeypatch):
    make_house(quiet_from=time(20), quiet_until=time(7))
    night = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
    kind = registry.notification_types[KIND]

    happen("calm", now=night)
    urgent = NotificationType(**{**vars(kind), "is_urgent": True})
    monkeypatch.setitem(registry.notification_types, KIND, urgent)
    happen("urgent", now=night)

    due = dict(OutgoingMail.objects.values_list("key", "due_at"))
    assert due == {"calm": datetime(2026, 1, 6, 6, 0, tzinfo=UTC), "urgent": night}


def test_kind_that_the_role_cannot_get_is_refused(people):
    with pytest.raises(PreferenceNotOffered):
        set_preferences(UserFactory(), {KIND: "off"})

    assert not Preference.objects.exists()


def test_digest_comes_once_a_day_with_everything_new(people):
    house = make_house()
    for person in people:
        set_preferences(person, {KIND: "digest"})
    day = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)  # 7:00 in Berlin
    happen("1", now=day - timedelta(hours=9))
    happen("2", now=day - timedelta(hours=8))

    minute = timedelta(minutes=1)
    counts = [send_digests(house, day + step) for step in (-minute, minute * 0, minute)]
    happen("3", now=day + timedelta(hours=1))
    counts += [send_digests(house, day + timedelta(hours=hours)) for hours in (2, 24)]

    lines = [len(mail.context["lines"]) for mail in OutgoingMail.objects.order_by("created_at")]
    assert counts == [0, 2, 0, 0, 2]
    assert lines == [2, 2, 1, 1]


def test_digest_skips_closed_days_and_people_who_left(people):
    house = make_house(opening_days=[1])
    for person in people:
        set_preferences(person, {KIND: "digest"})
    happen()
    people[0].is_active = False
    people[0].save()
    monday = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)

    assert [send_digests(house, monday), send_digests(house, monday + timedelta(days=1))] == [0, 1]
    assert mailed() == [people[1].email]


def test_old_messages_are_forgotten_but_what_waits_stays(people):
    house = make_house(retention_days=30)
    for state in MailState:
        MailFactory(state=state)
    new = MailFactory(state=MailState.SENT, created_at=MADE_AT + timedelta(days=2))
    happen()
    OutgoingMail.objects.filter(template="digest").delete()

    gone = forget_old(house, MADE_AT + timedelta(days=31))

    left = {mail.state for mail in OutgoingMail.objects.exclude(pk=new.pk)}
    assert (gone, left, told()) == (5, {MailState.WAITING, MailState.SENDING}, 0)
