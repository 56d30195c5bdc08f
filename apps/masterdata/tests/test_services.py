import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.tests.moments import MADE_AT
from apps.masterdata.models import Category, Department, Location
from apps.masterdata.services import StillUsed, delete_named, save_named
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT.replace(hour=9)
KINDS = [(Category, "Kategorie"), (Department, "Abteilung"), (Location, "Standort")]


@pytest.fixture
def by():
    return {"actor": UserFactory(first_name="Martin", last_name="Lager"), "now": NOW}


@pytest.mark.parametrize(("model", "word"), KINDS)
def test_save_named_creates_and_says_who_did(by, model, word):
    item = save_named(model(name="  Holz   und Metall "), **by)

    stored = model.objects.get()
    assert (stored.name, stored.created_at) == ("Holz und Metall", NOW)
    [event] = history_of(item)
    assert event.sentence == f"Martin Lager hat {word} Holz und Metall angelegt."


def test_save_named_renames_and_keeps_when_it_was_made(by):
    item = CategoryFactory(name="Holz")
    item.name = "Metall"

    save_named(item, **by)

    stored = Category.objects.get()
    assert (stored.name, stored.created_at, stored.updated_at) == ("Metall", MADE_AT, NOW)
    [change] = history_of(item)[0].change_list
    assert (change["old"], change["new"]) == ("Holz", "Metall")


def test_save_named_without_a_change_leaves_no_event(by):
    item = CategoryFactory(name="Holz")

    save_named(item, **by)

    assert [event.event_type for event in history_of(item)] == ["masterdata.created"]


@pytest.mark.parametrize("name", ["Höhe", "HÖHE", " höhe ", "Ho\u0308he"])
def test_save_named_refuses_a_name_that_reads_the_same(by, name):
    CategoryFactory(name="Höhe")

    with pytest.raises(InvalidInput) as refusal:
        save_named(Category(name=name), **by)

    assert list(refusal.value.data["fields"]) == ["name"]
    assert Category.objects.count() == 1


def test_save_named_refuses_to_rename_onto_another(by):
    CategoryFactory(name="Holz")
    other = CategoryFactory(name="Metall")
    other.name = "holz"

    with pytest.raises(InvalidInput):
        save_named(other, **by)

    assert sorted(Category.objects.values_list("name", flat=True)) == ["Holz", "Metall"]
    assert [event.event_type for event in history_of(other)] == ["masterdata.created"]


def test_each_kind_has_names_of_its_own(by):
    for model, _word in KINDS:
        save_named(model(name="Werkstatt"), **by)

    assert [model.objects.get().name for model, _word in KINDS] == ["Werkstatt"] * 3


def test_delete_named_deletes_what_nothing_uses_and_keeps_the_event(by):
    item = CategoryFactory(name="Holz")

    delete_named(item, **by)

    assert not Category.objects.exists()
    deleted = AuditEvent.objects.get(event_type="masterdata.deleted")
    assert deleted.sentence == "Martin Lager hat Kategorie Holz gelöscht."


def test_delete_named_is_refused_while_an_account_belongs_to_it(by):
    department = DepartmentFactory()
    UserFactory(department=department)

    with pytest.raises(StillUsed) as refusal:
        delete_named(department, **by)

    assert len(refusal.value.data["uses"]) == 1
    assert Department.objects.filter(pk=department.pk).exists()
    assert [event.event_type for event in history_of(department)] == ["masterdata.created"]
