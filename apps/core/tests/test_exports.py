"""Files for Excel, read back; short ones at once, long ones as jobs that belong to one person."""

import csv
import io
import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.test import Client

from apps.core.errors import NotPermitted
from apps.core.exports import downloads
from apps.core.exports.downloads import export_response, folder, run_export
from apps.core.exports.sheets import SheetColumn, SheetFormat, csv_chunks, write_xlsx
from apps.core.jobs import Canceled, run_job
from apps.core.models import Job, JobState
from apps.core.registry import Export, registry
from apps.core.tests.people import person

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # in Berlin
CELLS = (
    "Säge; groß", "=1+1", "+49 170", "#N/A", "a\nb\x07", None, True,
    Decimal("12.50"), 3, NOON, date(2026, 11, 23),
)  # fmt: skip
COLUMNS = [SheetColumn(f"Spalte {n}", lambda row, n=n: row[n]) for n in range(len(CELLS))]


@pytest.fixture
def export(monkeypatch, settings, tmp_path):
    """All accounts by name, for those who may see tools."""
    settings.INSTANCE_HOME = tmp_path
    export = Export(
        "probe.people",
        "Leute & Namen",
        "tools.view_tool",
        columns=lambda user: [SheetColumn("Name", lambda person: person.username)],
        rows=lambda params, user, now: (
            get_user_model()
            .objects.filter(username__gte=params.get("from", ""))
            .order_by("username")
        ),
    )
    monkeypatch.setitem(registry.exports, export.code, export)
    return export


def asked(rf, user, query="", method="get"):
    request = getattr(rf, method)(f"/probe?{query}")
    request.user = user
    return export_response(request, "probe.people")


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_csv_is_what_a_german_excel_reads():
    content = b"".join(csv_chunks(COLUMNS, [CELLS]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1] == [
        "Säge; groß", "'=1+1", "'+49 170", "#N/A", "a\nb\x07", "", "ja",
        "12,50", "3", "23.11.2026 12:00", "23.11.2026",
    ]  # fmt: skip


def test_xlsx_keeps_numbers_and_days_and_runs_no_formula():
    from openpyxl import load_workbook

    file = io.BytesIO()
    write_xlsx(file, "Werkzeuge: alle", COLUMNS, [CELLS])
    sheet = load_workbook(file).active
    cells = next(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [
        "Säge; groß", "=1+1", "+49 170", "#N/A", "a\nb", None, "ja",
        12.5, 3, datetime.fromisoformat("2026-11-23T12:00"), datetime.fromisoformat("2026-11-23"),
    ]  # fmt: skip
    assert {cell.data_type for cell in cells[:4]} == {"s"}
    assert sheet.title == "Werkzeuge alle"


def test_rows_are_written_as_they_come():
    taken = []
    chunks = csv_chunks([SheetColumn("N", str)], (taken.append(n) or n for n in range(5000)))
    next(chunks)
    assert len(taken) < 1000


@pytest.mark.parametrize("sheet_format", list(SheetFormat))
def test_short_export_is_the_file(rf, export, sheet_format):
    user = person("anna", role="mitarbeiter")
    response = asked(rf, user, f"format={sheet_format}&from=a")
    content = b"".join(response.streaming_content)
    response.close()
    assert response["Content-Disposition"].endswith(f'.{sheet_format}"')
    assert content[:4] == (b"PK\x03\x04" if sheet_format == "xlsx" else b"\xef\xbb\xbfN")


def test_job_leaves_a_file_for_its_owner_alone(rf, export):
    owner, other = person("anna", role="anwender"), person("boss", role="admin")
    job_page = asked(rf, owner, "from=anna", "post").url
    run_job(job_page.rsplit("/", 1)[-1])
    address = f"{job_page}/file"
    content = b"".join(browser_of(owner).get(address).streaming_content)
    assert content.decode("utf-8-sig").split() == ["Name", "anna", "boss"]
    assert address in browser_of(owner).get(job_page).content.decode()
    assert browser_of(other).get(address).status_code == 404


def test_job_without_a_file_has_none_to_fetch(rf, export):
    owner = person("anna", role="anwender")
    job_page = asked(rf, owner, "", "post").url
    assert browser_of(owner).get(f"{job_page}/file").status_code == 404


def test_impatient_person_gets_the_job_under_way(rf, export):
    user = person("anna", role="mitarbeiter")
    assert asked(rf, user, "", "post").url == asked(rf, user, "", "post").url
    assert asked(rf, user, "from=a", "post").url != asked(rf, user, "", "post").url


def test_lost_right_ends_the_job(rf, export):
    user = person("anna", role="mitarbeiter")
    asked(rf, user, "", "post")
    get_user_model().objects.filter(pk=user.pk).update(role="teilnehmer")
    job = Job.objects.get()
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, str(NotPermitted.message))


def test_stopped_job_leaves_nothing(export):
    user = person("anna", role="mitarbeiter")

    class Stopping:
        def report(self, done, total):
            raise Canceled

    words = {"code": export.code, "sheet_format": "csv", "query": "", "user_id": str(user.pk)}
    with pytest.raises(Canceled):
        run_export(Stopping(), **words, file="f")
    assert list(folder().iterdir()) == []


def test_files_are_kept_for_a_day(export):
    folder().mkdir(parents=True)
    for name, age in (("old", timedelta(days=2)), ("new", timedelta(hours=2))):
        (folder() / name).touch()
        seconds = (NOON - age).timestamp()
        os.utime(folder() / name, (seconds, seconds))
    assert downloads.delete_old_files(NOON) == 1
    assert [path.name for path in folder().iterdir()] == ["new"]


def test_who_may_not_see_the_list_may_not_export_it(rf, export):
    with pytest.raises(PermissionDenied):
        asked(rf, person("tom", role="teilnehmer"))
