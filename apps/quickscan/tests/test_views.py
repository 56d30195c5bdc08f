"""The desk's page, and the question what a code names."""

import io
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.lending.services import lend_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.quickscan.samples import SAMPLES
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DESK = reverse("quickscan:desk")


def scan(role: Role, code: str):
    return client_of(role).get(reverse("quickscan:scan"), {"code": code})


def lent(tool, worker, *, days_ago: int, for_days: int):
    then = clock.now() - timedelta(days=days_ago)
    due = then + timedelta(days=for_days)
    return lend_tool(
        tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=then, due_date=due
    )


def test_desk_is_open_to_all_but_participants(client):
    answers = {role: client_of(role).get(DESK).status_code for role in Role}

    assert answers == {
        Role.ADMIN: 200,
        Role.EMPLOYEE: 200,
        Role.STANDARD_USER: 200,
        Role.PARTICIPANT: 403,
    }
    assert client.get(DESK)["Location"] == f"{reverse('accounts:login')}?next={DESK}"


def test_desk_presets_the_usual_due_date():
    page = client_of(Role.STANDARD_USER).get(DESK).content.decode()

    preset = clock.today() + timedelta(days=14)
    assert f'data-preset="{preset:%Y-%m-%d}"' in page
    assert 'data-lending-days="14"' in page


def test_desk_carries_its_texts_as_data():
    page = client_of(Role.STANDARD_USER).get(DESK).content.decode()

    [texts] = re.findall(r'<script id="page-texts" type="application/json">(.*?)</script>', page)
    assert set(json.loads(texts)) >= {"results", "journal", "pending", "sentences"}


def test_scan_of_a_tool_tells_who_has_it_and_how_late():
    tool, worker = ToolFactory(), WorkerFactory()
    lending = lent(tool, worker, days_ago=12, for_days=7)

    answer = scan(Role.STANDARD_USER, f" {tool.barcode.lower()} ")

    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["kind"] == "tool"
    assert data["status"] == "ausgeliehen"
    assert data["lent_to"] == {"barcode": worker.barcode, "name": "Anna Beispiel"}
    assert data["due_date"] == lending.due_date.isoformat()
    assert data["overdue_days"] == 5


def test_scan_of_a_free_tool_names_nobody():
    tool = ToolFactory()

    data = scan(Role.STANDARD_USER, tool.barcode).json()["data"]

    assert (data["name"], data["status"], data["lent_to"]) == (tool.name, "verfügbar", None)


def test_scan_of_a_person_tells_what_is_out():
    worker = WorkerFactory(department=DepartmentFactory(name="Holzwerkstatt"))
    lent(ToolFactory(), worker, days_ago=9, for_days=7)
    lent(ToolFactory(), worker, days_ago=1, for_days=7)

    data = scan(Role.STANDARD_USER, worker.barcode).json()["data"]

    assert data["kind"] == "worker"
    assert (data["name"], data["department"]) == ("Anna Beispiel", "Holzwerkstatt")
    assert (data["open_count"], data["overdue_count"], data["overdue_days"]) == (2, 1, 2)


def test_scan_of_a_consumable_tells_how_much_is_there():
    cable = ConsumableFactory(name="Kabel", unit="m", stock=8, min_stock=10)

    data = scan(Role.STANDARD_USER, cable.barcode).json()["data"]

    assert (data["kind"], data["name"], data["barcode"]) == ("consumable", "Kabel", cable.barcode)
    assert (data["unit_label"], data["is_divisible"]) == ("m", True)
    assert (data["current_stock"], data["min_stock"], data["stock_state"]) == (8, 10, "niedrig")


@pytest.mark.parametrize("factory", [ToolFactory, WorkerFactory, ConsumableFactory])
def test_scan_takes_at_most_five_commands(count_commands, factory):
    thing, client = factory(), client_of(Role.ADMIN)
    client.get(DESK)

    with count_commands() as commands:
        client.get(reverse("quickscan:scan"), {"code": thing.barcode})

    assert commands.total <= 5


def test_an_unknown_code_is_answered_with_what_was_read_and_for_the_office_a_way_to_add_it():
    answers = {role: scan(role, "XQ-17") for role in (Role.EMPLOYEE, Role.STANDARD_USER)}

    assert {answer.status_code for answer in answers.values()} == {404}
    employee, standard_user = (answer.json() for answer in answers.values())
    assert employee["code"] == standard_user["code"] == "BARCODE_UNKNOWN"
    add = reverse("admin:tools_tool_add")
    assert employee["data"]["create_url"] == f"{add}?barcode=XQ-17"
    assert standard_user["data"]["create_url"] is None
    assert employee["data"]["code"] == standard_user["data"]["code"] == "XQ-17"


def test_a_deleted_tool_is_unknown():
    tool = ToolFactory()
    delete_tool(tool.pk, actor=UserFactory(), now=clock.now())

    assert scan(Role.EMPLOYEE, tool.barcode).json()["code"] == "BARCODE_UNKNOWN"


@pytest.mark.parametrize(
    "code", ["Ü1", "T 1", "T\x00\x1b1", "../x", "search", "<b>x</b>", "-" * 51]
)
def test_what_is_no_barcode_cannot_be_added(code):
    answer = scan(Role.EMPLOYEE, code).json()

    assert answer["code"] == "BARCODE_UNKNOWN"
    assert answer["data"]["create_url"] is None
    assert answer["data"]["code"].isprintable()


@pytest.mark.parametrize("code", ["", "  ", "x" * 501])
def test_nothing_and_far_too_much_are_no_code(code):
    answer = scan(Role.STANDARD_USER, code)

    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert answer.json()["message"] == answer.json()["data"]["fields"]["code"][0]


def test_scan_is_answered_as_json_also_when_it_is_refused(client):
    path, code = reverse("quickscan:scan"), {"code": "T1"}
    json_please = {"headers": {"accept": "application/json"}}

    assert client.get(path, code, **json_please).json()["code"] == "NOT_AUTHENTICATED"
    participant = client_of(Role.PARTICIPANT).get(path, code, **json_please)
    assert (participant.status_code, participant.json()["code"]) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("name", ["scanner-sheet", "scanner-sheet-pdf", "scanner-test"])
def test_help_with_the_scanner_is_open_to_all_but_participants(name, client):
    address = reverse(f"quickscan:{name}")

    answers = {role: client_of(role).get(address).status_code for role in Role}

    assert answers == {role: 403 if role == Role.PARTICIPANT else 200 for role in Role}
    assert client.get(address)["Location"] == f"{reverse('accounts:login')}?next={address}"


@pytest.mark.parametrize("name", ["scanner-sheet", "scanner-sheet-pdf", "scanner-test"])
def test_help_with_the_scanner_takes_at_most_ten_commands(name, count_commands):
    client = client_of(Role.STANDARD_USER)
    client.get(DESK)

    with count_commands() as commands:
        client.get(reverse(f"quickscan:{name}"))

    assert commands.total <= 10


def test_the_sheet_to_print_carries_each_test_code():
    answer = client_of(Role.STANDARD_USER).get(reverse("quickscan:scanner-sheet-pdf"))

    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert [sample.text for sample in SAMPLES if sample.text not in text] == []
    assert len(pages) <= 2


@pytest.mark.parametrize("name", ["desk", "scanner-sheet", "scanner-test"])
def test_pages_have_no_script_and_no_style_inline(name):
    page = client_of(Role.STANDARD_USER).get(reverse(f"quickscan:{name}")).content.decode()

    assert re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)", page) == []
    assert re.findall(r"\sstyle=|\son\w+=", page) == []


def test_taking_out_for_a_person_takes_at_most_fifteen_commands(count_commands):
    screws, worker, client = ConsumableFactory(stock=9), WorkerFactory(), client_of(Role.ADMIN)
    client.get(DESK)
    body = {
        "operation_id": str(uuid4()),
        "consumable_barcode": screws.barcode,
        "quantity": "3",
        "worker_barcode": worker.barcode,
    }

    with count_commands() as commands:
        answer = client.post(reverse("api:stock-withdraw"), body, "application/json")

    assert answer.status_code == 201
    assert commands.total <= 15
