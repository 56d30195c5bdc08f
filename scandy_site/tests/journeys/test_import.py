"""An Admin brings 500 tools in a workbook, sees what it would do, imports it, and takes them home again."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.tools.models import Tool
from scandy_site.tests.journeys.conftest import DESKTOP, GERMAN, session_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
]

COUNT = 500


@pytest.fixture
def page(server, browser):
    address = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport=DESKTOP, base_url=address, **GERMAN)
    context.add_cookies([{**session_of(UserFactory(role=Role.ADMIN)), "url": address}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    yield page
    context.close()
    assert problems == []


def workbook(path: Path, price: str = "12,50") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(("Barcode", "Name", "Kategorie", "Kaufpreis"))
    for number in range(COUNT):
        book.active.append((f"X{number:04}", f"Zange {number}", "Zangen", price))
    book.save(path)
    return path


def upload(page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("Fehlende Kategorien").click()
    page.get_by_role("button", name="Datei prüfen").click()


def test_500_tools_come_in_and_go_out(page, tmp_path):
    page.goto("/admin/tools/tool/")
    page.get_by_role("link", name="Importieren").click()
    upload(page, workbook(tmp_path / "falsch.xlsx", price="viel"))
    expect(page.get_by_text("Zeile 2, Spalte Kaufpreis")).to_be_visible()
    page.get_by_role("button", name="Andere Datei wählen").click()

    upload(page, workbook(tmp_path / "werkzeuge.xlsx"))
    expect(page.get_by_text("Wird auch angelegt: Zangen")).to_be_visible()
    page.get_by_role("button", name="Jetzt importieren").click()
    expect(page.get_by_role("heading", name="werkzeuge.xlsx ist importiert")).to_be_visible()

    page.get_by_role("link", name="Zur Liste").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Als Excel exportieren").click()
    assert Tool.objects.count() == len(rows_of(download.value.path())) == COUNT


def rows_of(path: Path) -> list[tuple]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(path.read_bytes())).active
    return list(sheet.iter_rows(min_row=2, values_only=True))
