"""The pages and programs that add, change and delete tools."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.forms import SEEN
from apps.core.scans import resolve
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import CategoryFactory, LocationFactory
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.services import change_status, change_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ADD = reverse("tools:add")
JSON = {"content_type": "application/json"}
FIELDS = {"barcode": "T-1", "name": "Säge", "condition": "gut"}


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


def errors(response):
    return list(response.context["form"].errors)


def test_the_form_adds_a_tool_with_german_numbers_and_names(client):
    CategoryFactory(name="Elektro")
    values = {
        **FIELDS,
        "category": "Elektro",
        "purchase_price": "12,50",
        "purchase_date": "15.01.2024",
    }

    client.post(ADD, values)

    tool = Tool.objects.get()
    assert (str(tool.category), tool.purchase_price) == ("Elektro", Decimal("12.50"))
    assert tool.purchase_date == date(2024, 1, 15)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("barcode", "Säge 1"),
        ("barcode", "add"),
        ("barcode", "x" * 51),
        ("name", ""),
        ("name", "x" * 10_000),
        ("purchase_price", "-1"),
        ("purchase_price", "1e9"),
        ("purchase_price", "NaN"),
        ("purchase_date", "2999-01-01"),
        ("purchase_date", "31.02.2024"),
        ("mac_address", "00:11"),
        ("maintenance_due", "9999-12-31"),
        ("description", "x" * 10_001),
        ("description", "\0"),
        ("category", "Gibt es nicht"),
        ("condition", "kaputt"),
    ],
)
def test_rubbish_is_named_at_its_field_by_page_and_program(client, field, value):
    page = client.post(ADD, {**FIELDS, field: value})
    answer = client.post(ADD, {**FIELDS, field: value}, **JSON)

    assert errors(page) == [field]
    assert (answer.status_code, list(answer.json()["data"]["fields"])) == (400, [field])
    assert not Tool.objects.exists()


def test_a_taken_barcode_stands_at_its_field_and_keeps_the_input(client):
    ToolFactory(barcode="t-1", name="Hammer")

    page = client.post(ADD, FIELDS)

    assert "Hammer" in page.context["form"].errors["barcode"][0]
    assert page.context["form"]["name"].value() == "Säge"


@pytest.mark.parametrize(
    ("newest", "proposed"),
    [(None, "T000001"), ("T000041", "T000042"), ("W-9", "W-10"), ("Zange", "Zange1")],
)
def test_the_form_proposes_the_next_free_barcode(client, newest, proposed):
    if newest:
        ToolFactory(barcode=newest)

    assert client.get(ADD).context["form"]["barcode"].value() == proposed


def test_the_proposal_passes_over_what_is_taken(client):
    ToolFactory(barcode="T2")
    ToolFactory(barcode="T1")

    assert client.get(ADD).context["form"]["barcode"].value() == "T3"


def test_a_copy_has_all_but_what_is_unique(client):
    ToolFactory(barcode="T-1", name="Säge", serial_number="SN", location=LocationFactory())

    form = client.get(f"{ADD}?copy=T-1").context["form"]

    assert (form["name"].value(), form["barcode"].value()) == ("Säge", "T-2")
    assert form["serial_number"].value() in (None, "")


def test_renaming_a_barcode_keeps_the_tool_and_frees_the_old_one(client):
    tool = ToolFactory(**FIELDS)

    client.post(reverse("tools:edit", args=["T-1"]), {**FIELDS, "barcode": "T-2"})

    assert resolve("T-2").object_id == tool.pk
    assert resolve("T-1") is None


def test_the_second_of_two_editors_sees_both_versions(client):
    tool = ToolFactory(**FIELDS)
    address = reverse("tools:edit", args=["T-1"])
    seen = client.get(address).context["form"].seen_token
    change_tool(tool.pk, {"name": "Kettensäge"}, actor=None, now=MADE_AT)

    page = client.post(address, {**FIELDS, "name": "Stichsäge", SEEN: seen})

    [difference] = page.context["form"].conflict
    assert (difference.stored, difference.yours) == ("Kettensäge", "Stichsäge")
    assert Tool.objects.get().name == "Kettensäge"


def test_a_program_changes_only_what_it_names(client):
    ToolFactory(**FIELDS, description="Mit Koffer", purchase_price=Decimal("9.90"))

    answer = client.post(reverse("tools:edit", args=["T-1"]), {"name": "Neu"}, **JSON)

    assert answer.json()["data"]["name"] == "Neu"
    stored = Tool.objects.get()
    assert (stored.description, stored.purchase_price) == ("Mit Koffer", Decimal("9.90"))


def test_a_program_that_read_an_older_version_gets_both(client):
    ToolFactory(**FIELDS)
    body = {"name": "Neu", "updated_at": "2020-01-01T00:00:00Z"}

    answer = client.post(reverse("tools:edit", args=["T-1"]), body, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert answer.json()["data"]["stored"] == {"name": "Säge"}
    assert answer.json()["data"]["yours"] == {"name": "Neu"}


@pytest.mark.parametrize("body", ["[1]", "{", '"x"', '{"name": ["a"]}', '{"name": true}'])
def test_a_body_that_is_none_is_refused(client, body):
    answer = client.generic("POST", ADD, body, **JSON)

    assert answer.status_code == 400
    assert answer.json()["status"] == "error"


def test_status_is_changed_by_its_route(client):
    ToolFactory(**FIELDS)

    answer = client.post(reverse("tools:status", args=["T-1"]), {"status": "defekt"}, **JSON)

    assert answer.json()["data"]["status"] == "defekt"


def test_a_status_that_cannot_follow_is_refused_with_those_that_can(client):
    ToolFactory(**FIELDS)

    answer = client.post(reverse("tools:status", args=["T-1"]), {"status": "ausgeliehen"}, **JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "STATUS_NOT_ALLOWED")
    assert answer.json()["data"]["allowed"] == ["defekt", "wartung"]


def test_only_who_looks_after_tools_sends_them_to_maintenance(client, employee):
    ToolFactory(**FIELDS)
    address = reverse("tools:status", args=["T-1"])

    answers = [each.post(address, {"status": "wartung"}, **JSON) for each in (client, employee)]

    assert [answer.status_code for answer in answers] == [403, 200]


@pytest.mark.parametrize("method", ["post", "delete"])
def test_delete_moves_to_the_trash(employee, method):
    ToolFactory(**FIELDS)

    getattr(employee, method)(reverse("tools:delete", args=["T-1"]))

    assert Tool.objects.get().deleted


def test_the_page_of_a_defective_tool_offers_one_next_step(employee):
    tool = ToolFactory(**FIELDS)
    change_status(tool.pk, ToolStatus.DEFECTIVE, actor=None, now=MADE_AT)

    page = employee.get(reverse("tools:detail", args=["T-1"]))

    assert page.text.count("btn-primary") == 1
    assert page.context["next_states"] == [ToolStatus.AVAILABLE, ToolStatus.IN_MAINTENANCE]
