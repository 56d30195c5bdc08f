"""Each verb of tickets leaves exactly one event in their history, in the name of who did it (I6)."""

from contextlib import suppress
from datetime import timedelta

import pytest

from apps.audit.models import AuditEvent
from apps.core.db import transaction
from apps.core.tests.moments import MADE_AT
from apps.tickets.models import TicketEvent
from scandy_site.tests.ticket_verbs import VERBS, Situation

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(days=3)
AT_ONCE = {"bulk_assign", "bulk_close"}  # a transaction for each ticket


def new_events():
    events = [model.objects.filter(at__gte=NOW) for model in (TicketEvent, AuditEvent)]
    return [(event.event_type, event.actor_id) for found in events for event in found]


@pytest.fixture
def situation():
    return Situation(NOW)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_leaves_one_event_of_who_did_it(situation, verb):
    event_type, prepare, call = VERBS[verb]
    prepare(situation)

    call(situation)

    assert new_events() == [(event_type, situation.actor.pk)]
    sentence = TicketEvent.objects.get(at__gte=NOW).sentence
    assert sentence.endswith(".")
    assert "%" not in sentence


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - AT_ONCE))
def test_a_verb_that_is_rolled_back_leaves_no_event(situation, verb):
    _event_type, prepare, call = VERBS[verb]
    prepare(situation)

    with suppress(ZeroDivisionError), transaction():
        call(situation)
        raise ZeroDivisionError

    assert new_events() == []
