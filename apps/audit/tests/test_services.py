import pytest
from django.contrib.auth import get_user_model

from apps.audit.models import AuditEvent
from apps.audit.queries import history_of, newest_event
from apps.audit.services import changes_between, record, snapshot
from apps.core.db import atomic
from apps.core.logs import request_scope
from apps.core.registry import EventType, registry
from apps.core.tests.moments import MADE_AT

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

SEEN = "audit.seen"


@pytest.fixture(autouse=True)
def event_type():
    registry.add_events(EventType(SEEN, "%(actor)s sah %(thing)s.", "eye"))
    yield
    del registry.event_types[SEEN]


def person(username, **names):
    users = get_user_model().objects
    return users.create(username=username, created_at=MADE_AT, updated_at=MADE_AT, **names)


@pytest.fixture
def actor():
    return person("lager", first_name="Martin", last_name="Lager")


@pytest.fixture
def thing():
    return person("ding")


def see(thing, actor, **kwargs):
    return record(SEEN, thing, actor=actor, at=MADE_AT, thing="die Säge", **kwargs)


def test_record_keeps_who_did_what_when_in_which_request(actor, thing):
    with request_scope("anfrage-4711"):
        see(thing, actor)

    event = newest_event(thing)
    assert (event.event_type, event.actor, event.at) == (SEEN, actor, MADE_AT)
    assert (event.request_id, event.icon) == ("anfrage-4711", "eye")
    assert event.sentence == "Martin Lager sah die Säge."


def test_a_sentence_stays_true_when_names_change(actor, thing):
    see(thing, actor)
    type(actor).objects.filter(pk=actor.pk).update(last_name="Anders")

    assert newest_event(thing).sentence == "Martin Lager sah die Säge."


def test_what_nobody_did_scandy_did(thing):
    see(thing, None)

    assert newest_event(thing).sentence == "Scandy sah die Säge."


def test_an_event_stands_in_the_history_of_each_thing_it_is_about(actor, thing):
    other = person("anderes")

    see(thing, actor, about=[other])

    assert newest_event(thing) == newest_event(other)
    assert newest_event(actor) is None


def test_an_unknown_event_is_a_fault_of_ours(actor, thing):
    with pytest.raises(KeyError):
        record("audit.unknown", thing, actor=actor, at=MADE_AT)

    assert not AuditEvent.objects.filter(event_type="audit.unknown").exists()


def test_an_event_goes_with_the_change_that_fails(actor, thing):
    @atomic
    def see_and_fail():
        see(thing, actor)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        see_and_fail()

    assert not AuditEvent.objects.filter(event_type=SEEN).exists()


def test_the_history_shows_the_newest_twenty_first(actor, thing):
    for minute in range(25):
        record(SEEN, thing, actor=actor, at=MADE_AT.replace(minute=minute), thing="x")

    minutes = [event.at.minute for event in history_of(thing)]
    assert minutes == list(range(24, 4, -1))
    assert [event.at.minute for event in history_of(thing, limit=2)] == [24, 23]


def test_changes_are_told_in_words_and_secrets_are_not_told(thing):
    before = snapshot(thing, ("role", "last_name", "is_active", "password", "department"))
    thing.role, thing.last_name = "mitarbeiter", "Neu"
    thing.set_password("etwas anderes")

    changes = changes_between(before, thing)

    assert {name: change["new"] for name, change in changes.items()} == {
        "role": "Mitarbeiter",
        "last_name": "Neu",
    }
    assert (changes["role"]["label"], changes["role"]["old"]) == ("Rolle", "Anwender")
    assert set(before.values()) >= {"•••", ""}
