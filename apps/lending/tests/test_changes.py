"""The small forms at a lending, what is done to chosen rows, receipts, and the history as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.exports import downloads
from apps.core.exports.sheets import SheetFormat
from apps.core.jobs import run_job
from apps.core.models import Job
from apps.lending.models import Lending
from apps.lending.services import lend_tool, return_tool
from apps.lending.undo import undo_lending
from apps.masterdata.tests.factories import DepartmentFactory
from apps.notifications.models import OutgoingMail
from apps.tools.models import Tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST, OVERDUE, EXPORT = (reverse(f"lending:{name}") for name in ("list", "overdue", "export"))
SOON = clock.local_date(clock.now()) + timedelta(days=3)


@pytest.fixture
def client():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def worker():
    return WorkerFactory(
        barcode="M1", first_name="Anna", last_name="Öz", email="anna@example.org", phone="0171 2 3"
    )


@pytest.fixture
def lending(worker):
    return lend(worker, "T1")


def lend(worker, barcode, *, days_ago=0, **details):
    now = clock.now() - timedelta(days=days_ago)
    tool = ToolFactory(barcode=barcode, name=f"Säge {barcode}")
    return lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=now, **details)


def change(client, lending, verb, **values):
    return client.post(reverse("lending:change", args=[lending.pk, verb]), values)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_extend(client, lending):
    response = change(client, lending, "extend", due_date=SOON.isoformat())
    assert response.url == reverse("tools:detail", args=["T1"])
    assert clock.local_date(Lending.objects.get().due_date) == SOON


def test_pass_on(client, lending):
    WorkerFactory(barcode="M2")
    change(client, lending, "pass-on", worker="M2", due_date=SOON.isoformat(), notes="Hof")
    running = Lending.objects.open().get()
    assert (running.worker_barcode, running.notes) == ("M2", "Hof")


def test_take_back_with_a_note(client, lending):
    change(client, lending, "return", notes="Kabel defekt")
    assert Lending.objects.get().return_notes == "Kabel defekt"


def test_write_off(client, lending):
    assert change(client, lending, "lost", reason="Baustelle").url == LIST
    assert Tool.objects.get().deleted


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("extend", {}),
        ("extend", {"due_date": "2020-01-01"}),
        ("pass-on", {"worker": "T1", "due_date": SOON.isoformat()}),
        ("pass-on", {"worker": "M1", "due_date": SOON.isoformat()}),
        ("lost", {"reason": " "}),
    ],
)
def test_bad_input_changes_nothing(client, lending, verb, values):
    response = change(client, lending, verb, **values)
    assert response.context["form"].errors
    lending.refresh_from_db()
    assert lending.is_open


def test_lending_that_ended_meanwhile_is_left_alone(client, lending, worker):
    return_tool(tool_id=lending.tool_id, actor=UserFactory(), now=clock.now())
    newer = lend_tool(
        tool_id=lending.tool_id, worker_id=worker.pk, actor=UserFactory(), now=clock.now()
    )
    response = change(client, lending, "lost", reason="Baustelle")
    assert response.context["form"].non_field_errors()
    newer.refresh_from_db()
    assert newer.is_open


@pytest.mark.parametrize(
    ("path", "status"),
    [("extend", 200), ("pass-on", 200), ("return", 200), ("lost", 403), ("burn", 404)],
)
def test_who_may_what(lending, path, status):
    address = reverse("lending:change", args=[lending.pk, path])
    assert client_of(Role.STANDARD_USER).get(address).status_code == status


@pytest.mark.parametrize("lending_id", ["0", "0" * 24, "x.y"])
def test_unknown_lending_is_not_found(client, lending_id):
    assert client.get(reverse("lending:change", args=[lending_id, "extend"])).status_code == 404


def test_contact_is_shown_to_those_who_look_after_people(client, worker):
    lend(worker, "T1", days_ago=60)
    assert 'href="tel:017123"' in client.get(OVERDUE).content.decode()
    page = client_of(Role.STANDARD_USER).get(OVERDUE).content.decode()
    assert "Säge T1" in page
    assert "017123" not in page
    assert "anna@example.org" not in page


def test_chosen_are_extended_together(client, worker):
    late = [lend(worker, f"T{number}", days_ago=60) for number in (1, 2, 3)]
    ids = [str(lending.pk) for lending in late[:2]]
    client.post(reverse("lending:extend_chosen"), {"lending": ids, "due_date": SOON.isoformat()})
    assert Lending.objects.overdue(clock.now()).count() == 1


@pytest.mark.parametrize(
    "values", [{}, {"lending": "x"}, {"lending": "0" * 24, "due_date": SOON.isoformat()}]
)
def test_extending_nothing_says_so(client, worker, values):
    lend(worker, "T1", days_ago=60)
    response = client.post(reverse("lending:extend_chosen"), values, follow=True)
    assert messages(response)
    assert Lending.objects.overdue(clock.now()).count() == 1


def test_one_that_ended_keeps_all_as_they_are(client, worker):
    late = [lend(worker, f"T{number}", days_ago=60) for number in (1, 2)]
    return_tool(tool_id=late[1].tool_id, actor=UserFactory(), now=clock.now())
    ids = [str(lending.pk) for lending in late]
    client.post(reverse("lending:extend_chosen"), {"lending": ids, "due_date": SOON.isoformat()})
    assert Lending.objects.overdue(clock.now()).count() == 1


def test_reminder_goes_out_once_a_day(client, worker):
    late = lend(worker, "T1", days_ago=60)
    for _turn in range(2):
        client.post(reverse("lending:remind_chosen"), {"lending": str(late.pk)})
    assert OutgoingMail.objects.filter(recipient="anna@example.org").count() == 1


def text_of(response):
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_receipt_names_person_tools_and_due_dates(client, worker):
    lendings = [lend(worker, f"T{number}", notes="<b>Zaun</b>") for number in (1, 2)]
    text = text_of(client.get(reverse("lending:receipt"), {"id": [x.pk for x in lendings]}))
    due = f"{clock.local_date(lendings[0].due_date):%d.%m.%Y}"
    for part in ("Anna Öz", "M1", "T1", "Säge T2", due, "<b>Zaun</b>", str(lendings[0].lent_by)):
        assert part in text


def test_receipt_of_all_that_a_person_has(client, worker):
    lend(worker, "T1")
    back = lend(worker, "T2")
    return_tool(tool_id=back.tool_id, actor=UserFactory(), now=clock.now(), notes="mit Koffer")
    assert "T2" not in text_of(client.get(reverse("lending:receipt"), {"worker": "m1"}))
    returned = text_of(client.get(reverse("lending:receipt"), {"id": back.pk}))
    assert "mit Koffer" in returned


@pytest.mark.parametrize("query", ["", "id=x", "id=000000000000000000000000", "worker=GIBTSNICHT"])
def test_receipt_of_nothing_is_not_found(client, query):
    assert client.get(f"{reverse('lending:receipt')}?{query}").status_code == 404


def test_receipt_is_about_one_person(client, lending):
    other = lend(WorkerFactory(), "T9")
    address = reverse("lending:receipt")
    assert client.get(address, {"id": [lending.pk, other.pk]}).status_code == 404


def rows(response):
    return [lending.tool_barcode for lending in response.context["listing"].page]


@pytest.fixture
def history(worker):
    """T1 runs, T2 came back, T3 is lost, T4 was undone; lent 40, 30, 20 and 0 days ago."""
    for number, days in ((1, 40), (2, 30), (3, 20)):
        lend(worker, f"T{number}", days_ago=days)
    return_tool(tool_id=Tool.objects.get(barcode="T2").pk, actor=UserFactory(), now=clock.now())
    undone = lend(WorkerFactory(), "T4")
    undo_lending(lending_id=undone.pk, done_at=undone.lent_at, actor=UserFactory(), now=clock.now())


def _day(days_ago):
    return (clock.local_date(clock.now()) - timedelta(days=days_ago)).isoformat()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=canceled", ["T4"]),
        ("status=", ["T4", "T3", "T2", "T1"]),
        (f"status=&lent_from={_day(30)}", ["T4", "T3", "T2"]),
        (f"status=&lent_from={_day(30)}&lent_until={_day(20)}", ["T3", "T2"]),
        ("status=&worker_barcode=m1&q=säge", ["T3", "T2", "T1"]),
    ],
)
def test_history_is_filtered(client, history, query, found):
    assert rows(client.get(f"{LIST}?{query}")) == found


def test_history_of_a_department(client, history):
    lend(WorkerFactory(department=DepartmentFactory(name="Holz")), "T5")
    assert rows(client.get(f"{LIST}?status=&department=Holz")) == ["T5"]


@pytest.mark.parametrize(
    "query", ["lent_from=2026-02-01&lent_until=2026-01-01", "lent_from=neulich"]
)
def test_impossible_period_is_explained(client, history, query):
    page = client.get(f"{LIST}?status=&{query}")
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


def content_of(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_csv_holds_all_rows_of_the_list(client, history):
    response = client.get(EXPORT, {"status": "", "worker_barcode": "M1", "format": "csv"})
    lines = list(csv.reader(io.StringIO(content_of(response).decode("utf-8-sig")), delimiter=";"))
    assert [line[1] for line in lines[1:]] == ["T3", "T2", "T1"]
    assert {len(line) for line in lines} == {13}


def test_xlsx_holds_what_the_csv_holds(client, history):
    from openpyxl import load_workbook

    content = content_of(client.get(EXPORT, {"status": "", "format": "xlsx"}))
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["T4", "T3", "T2", "T1"]
    assert sheet.cell(row=2, column=5).is_date


def test_unknown_format_is_not_found(client, history):
    assert client.get(EXPORT, {"format": "pdf"}).status_code == 404


def test_long_history_is_made_in_the_background(client, history, monkeypatch, settings, tmp_path):
    settings.INSTANCE_HOME = tmp_path
    monkeypatch.setitem(downloads.AT_ONCE, SheetFormat.CSV, 3)
    asked = client.get(EXPORT, {"status": "", "format": "csv"})
    assert asked.context["count"] == 4
    page = client.post(f"{EXPORT}?status=&format=csv").url
    run_job(str(Job.objects.get().pk))
    assert content_of(client.get(f"{page}/file")).count(b"\r\n") == 5
