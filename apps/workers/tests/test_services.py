import pytest
from bson import ObjectId

from apps.accounts.tests.factories import UserFactory
from apps.audit.queries import history_of
from apps.core.scans import resolve
from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Department
from apps.masterdata.services import StillUsed, delete_named
from apps.masterdata.tests.factories import DepartmentFactory
from apps.workers.models import Worker
from apps.workers.queries import WorkerNotFound, worker_by_barcode, worker_of
from apps.workers.services import change_worker, create_worker, delete_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


def newest_changes(worker):
    event = history_of(worker)[0]
    return event.event_type, [(c["label"], c["old"], c["new"]) for c in event.change_list]


def test_create_worker_saves_the_person_and_registers_the_badge(by):
    worker = create_worker(Worker(barcode=" m-1 ", first_name="Jörg", last_name="Weiß"), **by)

    stored = Worker.objects.get()
    assert (stored.pk, stored.barcode, stored.full_name) == (worker.pk, "m-1", "Jörg Weiß")
    assert (stored.is_active, stored.is_blocked) == (True, False)
    assert resolve("M-1").object_id == worker.pk


def test_create_worker_makes_the_person_findable_in_each_spelling(by):
    create_worker(Worker(barcode="M042", first_name="Jörg", last_name="Weiß"), **by)

    for query in ("joerg weiss", "JÖRG", "jorg", "weiß", "42", "m042", "weis jö"):
        assert Worker.objects.search(query).count() == 1, query


def test_change_worker_writes_down_what_was_and_what_is(by):
    worker = WorkerFactory(last_name="Alt")

    change_worker(
        worker.pk, {"last_name": "Neu", "department": DepartmentFactory(name="Holz")}, **by
    )

    changes = [("Nachname", "Alt", "Neu"), ("Abteilung", "", "Holz")]
    assert newest_changes(worker) == ("workers.changed", changes)


def test_lifting_a_block_clears_its_reason_and_says_so(by):
    worker = WorkerFactory(is_blocked=True, blocked_reason="Ausweis weg")

    change_worker(worker.pk, {"is_blocked": False}, **by)

    stored = Worker.objects.get()
    assert (stored.is_blocked, stored.blocked_reason) == (False, "")
    assert [change[1:] for change in newest_changes(worker)[1]] == [
        ("Ja", "Nein"),
        ("Ausweis weg", ""),
    ]


def test_change_worker_without_a_change_leaves_no_event(by):
    worker = WorkerFactory(last_name="Alt")

    change_worker(worker.pk, {"last_name": "Alt"}, **by)

    assert newest_changes(worker) == ("workers.created", [])


def test_a_new_badge_frees_the_old_one(by):
    worker = WorkerFactory(barcode="M001")

    change_worker(worker.pk, {"barcode": "M002"}, **by)

    assert resolve("M001") is None
    assert worker_by_barcode("m002") == worker


def test_delete_worker_keeps_the_person_in_the_trash_and_frees_the_badge(by):
    worker = WorkerFactory(barcode="M001")

    delete_worker(worker.pk, **by)

    stored = Worker.objects.get()
    assert (stored.deleted, stored.deleted_at, stored.deleted_by) == (True, NOW, by["actor"])
    with pytest.raises(WorkerNotFound):
        worker_by_barcode("M001")


@pytest.mark.parametrize(
    "verb",
    [
        lambda pk, by: change_worker(pk, {"phone": "1"}, **by),
        lambda pk, by: delete_worker(pk, **by),
    ],
    ids=["change", "delete"],
)
def test_nothing_is_done_with_a_person_who_is_gone(by, verb):
    worker = WorkerFactory()
    delete_worker(worker.pk, **by)

    for gone in (worker.pk, ObjectId()):
        with pytest.raises(WorkerNotFound):
            verb(gone, by)


def test_an_account_belongs_to_one_person_at_most(by):
    user = UserFactory()
    worker = WorkerFactory(user=user)

    assert worker_of(user) == worker
    assert worker_of(UserFactory()) is None


def test_a_department_with_people_is_not_deleted(by):
    department = DepartmentFactory()
    WorkerFactory(department=department)

    with pytest.raises(StillUsed) as refusal:
        delete_named(department, **by)

    assert refusal.value.data == {"uses": ["1 Person."]}
    assert Department.objects.filter(pk=department.pk).exists()
