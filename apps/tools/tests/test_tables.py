"""Tools as files: what goes out comes back unchanged, what is wrong changes nothing at all."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.barcodes import normalize
from apps.core.jobs import run_job
from apps.core.logs import request_scope
from apps.core.models import Barcode, FileImport, Job
from apps.core.registry import registry
from apps.core.tables import bulk, imports
from apps.core.tables.files import BadFile
from apps.core.tests.threads import at_once, attempt
from apps.masterdata.models import Category
from apps.masterdata.tests.factories import CategoryFactory, LocationFactory
from apps.tools.fields import save_field
from apps.tools.models import Tool, ToolField
from apps.tools.services import change_tool, create_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HEADS = "Barcode;Name;Kategorie;Kaufpreis\n"


@pytest.fixture
def actor() -> Iterator[User]:
    with request_scope():
        yield UserFactory(role=Role.ADMIN)


def upload(actor: User, data: str | bytes, **options: Any) -> FileImport:
    content = data.encode() if isinstance(data, str) else data
    choice = {"makes_missing": False, **options}
    table = registry.tables["tools.tool"]
    return imports.upload(table, "werkzeuge.csv", content, **choice, actor=actor, now=clock.now())


def confirm(item: FileImport) -> FileImport:
    return imports.confirm(item.pk, actor=item.actor, now=clock.now())


def counts(item: FileImport) -> tuple[int, int, int]:
    preview = item.preview
    return preview["new"], preview["changed"], preview["unchanged"]


def workbook(*rows: tuple) -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def full_tool(actor: User) -> Tool:
    """With all that a file can get wrong on its way."""
    save_field(ToolField(label="Geprüft am", kind="date"), actor=actor, now=clock.now())
    tool = Tool(
        barcode="007",
        name="=Säge",
        description='Zeile 1\r\nZeile 2; mit "Anführung"',
        category=CategoryFactory(name="Elektro; groß"),
        location=LocationFactory(),
        serial_number="+49-1",
        purchase_price=Decimal("1234.50"),
        purchase_date=date(2024, 2, 29),
        custom_fields={"gepruft_am": "2025-01-31"},
    )
    return create_tool(tool, actor=actor, now=clock.now())


@pytest.mark.parametrize("sheet_format", ["csv", "xlsx"])
def test_export_comes_back_unchanged(actor, sheet_format):
    full_tool(actor)
    ToolFactory.create_batch(3)
    address = reverse("admin:tools_tool_export")
    exported = client_of(Role.ADMIN).get(address, {"format": sheet_format}).getvalue()

    item = upload(actor, exported)

    assert (item.preview["problems"], item.preview["rows"]) == ([], [])
    assert counts(item) == (0, 0, 4)


def test_new_and_changed_rows_are_saved_as_the_services_do(actor):
    old = ToolFactory(barcode="T1", name="Alt", purchase_price=Decimal("3.00"))
    category = CategoryFactory(name="Holz")

    done = confirm(upload(actor, HEADS + "t1;Neu;;1.234,50\nT2;Säge;holz;\n"))

    old.refresh_from_db()
    new = Tool.objects.search("sage").get()
    assert (old.name, old.purchase_price, old.barcode) == ("Neu", Decimal("1234.50"), "t1")
    assert (new.category, new.status) == (category, "verfügbar")
    assert Barcode.objects.get(code=normalize("T2")).object_id == str(new.pk)
    assert done.state == "done"
    events = AuditEvent.objects.filter(actor=actor).values_list("event_type", flat=True)
    assert {"tools.created", "tools.changed"} <= set(events)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("T9;Säge;;viel", "Zeile 3, Spalte Kaufpreis: "),
        ("T9;Säge;Gibtesnicht;", "Zeile 3, Spalte Kategorie: "),
        ("T 9!;Säge;;", "Zeile 3, Spalte Barcode: "),
        (";Säge;;", "Zeile 3, Spalte Barcode: "),
        ("T9;;;", "Zeile 3, Spalte Name: "),
        (f"T9;{'x' * 10_000};;", "Zeile 3, Spalte Name: "),
        ("T9;Sä\0ge;;", "Zeile 3, Spalte Name: "),
        ("T9;Säge;;-5", "Zeile 3, Spalte Kaufpreis: "),
        ("T9;Säge;;12,345", "Zeile 3, Spalte Kaufpreis: "),
        ("T9;#REF!;;", "Zeile 3, Spalte Name: "),
        ("T1;Säge;;", "Zeile 3, Spalte Barcode: "),
        ("T9;Säge;;;zu viel", "Zeile 3: "),
    ],
)
def test_bad_row_is_named_and_stops_all(actor, row, sentence):
    item = upload(actor, f"{HEADS}T1;Gut;;\n{row}\n")

    assert [text[: len(sentence)] for text in item.preview["problems"]] == [sentence]
    with pytest.raises(imports.NotConfirmable):
        confirm(item)
    assert not Tool.objects.exists()


def test_barcode_of_a_person_is_refused(actor):
    WorkerFactory(barcode="M1")

    item = upload(actor, HEADS + "M1;Säge;;\n")

    assert item.preview["problems"][0].startswith("Zeile 2, Spalte Barcode: ")


def test_more_errors_than_anybody_reads_are_counted(actor):
    item = upload(actor, HEADS + "".join(f"T{n};;;\n" for n in range(150)))

    assert (len(item.preview["problems"]), item.preview["more_problems"]) == (100, 50)


def test_missing_categories_are_made_if_wanted(actor):
    done = confirm(upload(actor, HEADS + "T1;Säge;Holz;\nT2;Axt;HOLZ;\n", makes_missing=True))

    assert done.preview["made"] == ["Holz"]
    assert set(Tool.objects.values_list("category__name", flat=True)) == {"Holz"}
    assert Category.objects.count() == 1


def test_excel_values_are_understood(actor):
    save_field(ToolField(label="Geprüft", kind="yes_no"), actor=actor, now=clock.now())
    heads = ("BARCODE", "name", "purchase_date", "Kaufpreis", "Geprüft", "Farbe")
    row = (4711, "Säge", date(2024, 1, 31), 12.5, "ja", "rot")

    item = upload(actor, workbook(heads, row))
    confirm(item)

    tool = Tool.objects.get()
    assert item.preview["ignored"] == ["Farbe"]
    assert (tool.barcode, tool.purchase_price) == ("4711", Decimal("12.5"))
    assert (tool.purchase_date, tool.custom_fields) == (date(2024, 1, 31), {"gepruft": True})


def test_file_is_refused_that_would_do_something_else_by_now(actor):
    tool = ToolFactory(barcode="T1", name="Alt")
    item = upload(actor, HEADS + "T1;Neu;;\n")
    change_tool(tool.pk, {"name": "Anders"}, actor=actor, now=clock.now())

    with pytest.raises(bulk.Outdated):
        confirm(item)

    assert Tool.objects.get().name == "Anders"
    assert FileImport.objects.get().state == "checked"


def test_deleted_category_stops_all(actor):
    category = CategoryFactory(name="Holz")
    item = upload(actor, HEADS + "T1;Säge;Holz;\n")
    category.delete()

    with pytest.raises(bulk.Outdated):
        confirm(item)

    assert not Tool.objects.exists()


def test_killed_import_has_done_nothing(actor, monkeypatch):
    item = upload(actor, HEADS + "T1;Säge;;\nT2;Axt;;\n")

    def die(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk, "carry_names", die)
    with pytest.raises(KeyboardInterrupt):
        confirm(item)

    assert not Tool.objects.exists()
    assert not Barcode.objects.exists()
    assert FileImport.objects.get().state == "checked"


@pytest.mark.django_db(transaction=True)
def test_same_file_by_two_people_at_once_is_imported_once(actor):
    text = HEADS + "".join(f"T{n};Säge;;\n" for n in range(50))
    items = [upload(actor, text), upload(UserFactory(role=Role.ADMIN), text)]

    outcomes = at_once(*(lambda item=item: attempt(confirm, item) for item in items))

    assert sum(isinstance(each, FileImport) for each in outcomes) == 1
    assert Tool.objects.count() == Barcode.objects.count() == 50


def test_long_file_is_worked_on_in_the_background(actor):
    rows = [f"T{n};Säge {n};;\n" for n in range(imports.AT_ONCE + 1)]
    item = upload(actor, HEADS + "".join(rows))
    state = item.state

    run_job(item.job_id)
    waiting = confirm(FileImport.objects.get())
    run_job(waiting.job_id)
    imports.apply_import(None, import_id=str(item.pk))  # after an accident

    assert (state, waiting.state) == ("checking", "applying")
    assert Tool.objects.count() == len(rows)
    assert [(job.done, job.total) for job in Job.objects.all()] == [(400, len(rows))] * 2


def test_commands_do_not_grow_with_the_rows(actor, django_assert_max_num_queries):
    item = upload(actor, HEADS + "".join(f"T{n};Säge {n};;\n" for n in range(200)))

    with django_assert_max_num_queries(25):
        confirm(item)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"Barcode;Name\n",
        b"Name;Ort\nS;W\n",
        b"Barcode;Name;name\n1;2;3\n",
        b'Barcode;Name\n1;"offen\n',
        b"\xd0\xcf\x11\xe0" + b"x" * 600,
        b"PK\x03\x04 kaputt",
        workbook(("Barcode", "Name"), ("T1", "Säge"))[:-400],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"Barcode;Name\n" + b"T;x\n" * 10_001,
        b"x" * 8_000_001,
    ],
    ids=[
        "nothing",
        "empty",
        "heads",
        "keyless",
        "twins",
        "quote",
        "old",
        "zip",
        "cut",
        "picture",
        "long",
        "large",
    ],
)
def test_broken_file_gets_a_sentence(actor, data):
    with pytest.raises(BadFile) as refusal:
        upload(actor, data)

    assert str(refusal.value)
    assert not FileImport.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        (HEADS + "T1;Säge;;2,5\n").encode("cp1252"),
        b"\xef\xbb\xbf" + (HEADS + "T1;Säge;;2,5\n").encode(),
        "barcode\tname\tpurchase_price\nT1\tSäge\t2.5\n".encode(),
        'barcode,name,purchase_price\nT1,Säge,"2,5"\n'.encode(),
    ],
    ids=["windows", "mark", "tabs", "commas"],
)
def test_csv_dialects_are_understood(actor, data):
    confirm(upload(actor, data))

    assert Tool.objects.values_list("name", "purchase_price").get() == ("Säge", Decimal("2.5"))


def test_template_can_be_filled_in(actor):
    from openpyxl import load_workbook

    address = reverse("admin:tools_tool_import_template")
    template = client_of(Role.EMPLOYEE).get(address, {"format": "xlsx"}).getvalue()
    rows = list(load_workbook(io.BytesIO(template)).active.values)

    item = upload(actor, template)

    assert rows[0][:2] == ("Barcode", "Name")
    assert (item.preview["problems"], counts(item)) == ([], (1, 0, 0))
