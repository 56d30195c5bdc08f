"""What an employee does with master data on the pages."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core.models import Job
from apps.masterdata import merging
from apps.masterdata.models import Category, Department, Location
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory, LocationFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

KINDS = ("departments", "locations", "categories")


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


def page(name, kind, item=None):
    return reverse(f"masterdata:{name}", args=[kind, item.pk] if item else [kind])


def rows(response):
    return [item.name for item in response.context["listing"].page]


def test_entries_are_sorted_and_searched_as_a_dictionary_does(client):
    for name in ("Zange", "Ölofen", "Ofen", "Älteres"):
        CategoryFactory(name=name)

    assert rows(client.get(page("list", "categories"))) == ["Älteres", "Ofen", "Ölofen", "Zange"]
    assert rows(client.get(page("list", "categories"), {"q": "OFEN"})) == ["Ofen", "Ölofen"]


def test_places_are_listed_below_those_in_which_they_lie(client):
    hall = LocationFactory(name="Halle")
    LocationFactory(name="Alte Kiste")
    LocationFactory(name="Zuletzt", parent=hall)

    assert rows(client.get(page("list", "locations"))) == ["Alte Kiste", "Halle", "Zuletzt"]
    assert rows(client.get(page("list", "locations"), {"parent": hall.pk})) == ["Zuletzt"]


def test_a_form_creates_renames_and_moves(client):
    hall = LocationFactory(name="Halle")

    client.post(page("add", "locations"), {"name": "Regal"})
    shelf = Location.objects.get(name="Regal")
    client.post(page("edit", "locations", shelf), {"name": "Regal 2", "parent": hall.pk})

    shelf.refresh_from_db()
    assert (shelf.name, shelf.parent) == ("Regal 2", hall)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["", "  ", "BÜRO", "x" * 10_000])
def test_a_bad_name_stands_at_the_field(client, kind, name):
    for factory in (CategoryFactory, DepartmentFactory, LocationFactory):
        factory(name="Büro")

    response = client.post(page("add", kind), {"name": name})

    assert list(response.context["form"].errors) == ["name"]


def test_an_entry_shows_what_uses_it_with_links(client):
    department = DepartmentFactory()
    UserFactory(department=department)

    response = client.get(page("detail", "departments", department))

    [use] = response.context["uses"]
    assert use.url in response.text
    assert page("delete", "departments", department) not in response.text


def test_what_is_used_is_not_deleted(client):
    department = DepartmentFactory()
    UserFactory(department=department)

    client.post(page("delete", "departments", department))
    assert Department.objects.exists()


def test_merging_leads_to_the_one_that_stays(client):
    loser, survivor = DepartmentFactory(), DepartmentFactory()
    user = UserFactory(department=loser)

    response = client.post(page("merge", "departments", loser), {"survivor": survivor.pk})

    user.refresh_from_db()
    assert response.url == page("detail", "departments", survivor)
    assert user.department == survivor


def test_a_large_merge_runs_in_the_background(client, monkeypatch):
    monkeypatch.setattr(merging, "PORTION", 0)
    loser, survivor = DepartmentFactory(), DepartmentFactory()
    UserFactory(department=loser)

    response = client.post(page("merge", "departments", loser), {"survivor": survivor.pk})

    assert response.url == reverse("job", args=[Job.objects.get(name=merging.MERGE).pk])


@pytest.mark.parametrize("survivor", ["", "x", "0" * 24])
def test_merging_with_nobody_is_refused_at_the_field(client, survivor):
    loser = CategoryFactory()

    response = client.post(page("merge", "categories", loser), {"survivor": survivor})

    assert list(response.context["form"].errors) == ["survivor"]
    assert Category.objects.exists()


@pytest.mark.parametrize("path", ["colors/", "categories/x", "categories/" + "0" * 24 + "/merge"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(reverse("masterdata:overview") + path).status_code == 404


def test_a_list_asks_as_often_for_50_entries_as_for_1(client, count_commands):
    totals = []
    for more in (1, 49):
        LocationFactory.create_batch(more)
        client.get(page("list", "locations"))
        with count_commands() as commands:
            client.get(page("list", "locations"))
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10
