"""Master data as files: matched by name, places in places of the same file."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.logs import request_scope
from apps.core.models import FileImport
from apps.core.registry import registry
from apps.core.tables import imports
from apps.masterdata.models import Location, Supplier
from apps.masterdata.services import save_named
from apps.masterdata.tests.factories import LocationFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HEADS = "name;parent\n"


@pytest.fixture
def actor() -> Iterator[User]:
    with request_scope():
        yield UserFactory(role=Role.ADMIN)


def upload(actor: User, data: str | bytes, table: str = "location") -> FileImport:
    content = data.encode() if isinstance(data, str) else data
    taken, by = registry.tables[f"masterdata.{table}"], {"actor": actor, "now": clock.now()}
    return imports.upload(taken, "liste.csv", content, makes_missing=False, **by)


def test_places_may_lie_in_places_of_the_same_file(actor):
    item = upload(actor, HEADS + "Fach 1;Regal\nRegal;Halle\nHalle;\n")

    imports.confirm(item.pk, actor=actor, now=clock.now())

    assert item.preview["problems"] == []
    assert Location.objects.get(name="Fach 1").path == Location.PATH_SIGN.join(
        ("Halle", "Regal", "Fach 1")
    )


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("Regal;Gibtesnicht\n", "Zeile 2, Spalte Liegt in: "),
        ("A;B\nB;A\n", "Zeile 2, Spalte Liegt in: "),
        ("A;\nB;A\nC;B\nD;C\nE;D\n", "Zeile 6, Spalte Liegt in: "),
        ("Regal;\nREGAL;\n", "Zeile 3, Spalte Name: "),
    ],
)
def test_impossible_places_are_named(actor, rows, problem):
    item = upload(actor, HEADS + rows)

    assert item.preview["problems"][0].startswith(problem)
    assert not Location.objects.exists()


def test_exported_places_come_back_unchanged(actor):
    hall = LocationFactory(name="Halle")
    save_named(Location(name="Regal", parent=hall), actor=actor, now=clock.now())
    address = reverse("admin:masterdata_location_export")

    item = upload(actor, client_of(Role.EMPLOYEE).get(address).getvalue())

    assert (item.preview["problems"], item.preview["unchanged"]) == ([], 2)


def test_suppliers_come_in_with_how_they_are_reached_and_go_out_unchanged(actor):
    head = "Name;Kundennummer;Ansprechpartner;Telefon;E-Mail;Website;Lieferzeit in Tagen\n"
    row = "Schrauben Meier;K 12;Frau Meier;0911 1;a@b.de;https://b.de;3\n"
    item = upload(actor, head + row, table="supplier")

    imports.confirm(item.pk, actor=actor, now=clock.now())

    address = reverse("admin:masterdata_supplier_export")
    again = upload(actor, client_of(Role.EMPLOYEE).get(address).getvalue(), table="supplier")
    assert item.preview["problems"] == []
    assert Supplier.objects.get().delivery_days == 3
    assert (again.preview["problems"], again.preview["unchanged"]) == ([], 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A;keine Adresse;7\n", "Zeile 2, Spalte E-Mail: "),
        ("A;;bald\n", "Zeile 2, Spalte Lieferzeit in Tagen: "),
        ("A;;366\n", "Zeile 2, Spalte Lieferzeit in Tagen: "),
    ],
)
def test_what_is_wrong_with_a_supplier_is_named(actor, row, problem):
    item = upload(actor, "name;email;delivery_days\n" + row, table="supplier")

    assert item.preview["problems"][0].startswith(problem)
    assert not Supplier.objects.exists()
