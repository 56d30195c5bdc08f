"""Blocking, pausing, the trash and what comes after it."""

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.scans import BarcodeTaken, resolve
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.workers import services
from apps.workers.models import Worker
from apps.workers.queries import WorkerNotFound
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def trashed(by):
    worker = WorkerFactory(barcode="M1")
    services.delete_worker(worker.pk, **by)
    return worker


def event_types(worker):
    return [event.event_type for event in history_of(worker)]


def test_block_worker_keeps_the_reason(by):
    worker = WorkerFactory()

    services.block_worker(worker.pk, "  Ausweis   verloren ", **by)

    stored = Worker.objects.get()
    assert (stored.is_blocked, stored.blocked_reason) == (True, "Ausweis verloren")
    assert "Ausweis verloren" in history_of(worker)[0].sentence


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_block_worker_wants_a_reason_that_fits(by, reason):
    worker = WorkerFactory()

    with pytest.raises(InvalidInput) as refusal:
        services.block_worker(worker.pk, reason, **by)

    assert list(refusal.value.data["fields"]) == ["blocked_reason"]
    assert not Worker.objects.get().is_blocked


def test_a_state_that_is_there_already_leaves_no_second_event(by):
    worker = WorkerFactory()

    for _time in range(2):
        services.deactivate_worker(worker.pk, **by)

    assert event_types(worker) == ["workers.deactivated", "workers.created"]


def test_unblock_and_reactivate_undo_block_and_deactivate(by):
    worker = WorkerFactory(is_blocked=True, blocked_reason="Ausweis weg", is_active=False)

    services.unblock_worker(worker.pk, **by)
    services.reactivate_worker(worker.pk, **by)

    stored = Worker.objects.get()
    assert (stored.is_blocked, stored.blocked_reason, stored.is_active) == (False, "", True)


def test_restore_worker_brings_the_person_back_under_the_barcode(by, trashed):
    services.restore_worker(trashed.pk, **by)

    stored = Worker.objects.get()
    assert (stored.deleted, stored.deleted_at, stored.deleted_by) == (False, None, None)
    assert resolve("m1").object_id == trashed.pk


def test_restore_worker_says_who_has_the_barcode_now(by, trashed):
    WorkerFactory(barcode="m1", last_name="Säge")

    with pytest.raises(BarcodeTaken) as refusal:
        services.restore_worker(trashed.pk, **by)

    assert "Säge" in str(refusal.value)
    assert Worker.objects.get(pk=trashed.pk).deleted


@pytest.mark.parametrize("verb", [services.restore_worker, services.erase_worker])
def test_what_is_for_the_trash_is_refused_outside(by, verb):
    worker = WorkerFactory()

    with pytest.raises(WorkerNotFound):
        verb(worker.pk, **by)

    assert Worker.objects.filter(pk=worker.pk).exists()


def test_erase_worker_deletes_for_good_and_keeps_the_event(by, trashed):
    services.erase_worker(trashed.pk, **by)

    assert not Worker.objects.exists()
    assert AuditEvent.objects.filter(event_type="workers.erased").count() == 1


def test_restoring_and_erasing_at_once_do_one_of_both(by, trashed):
    at_once(
        lambda: attempt(services.restore_worker, trashed.pk, **by),
        lambda: attempt(services.erase_worker, trashed.pk, **by),
    )

    is_back = Worker.objects.filter(pk=trashed.pk).exists()
    assert (resolve("M1") is not None) == is_back
    assert len(event_types(trashed)) == 3
