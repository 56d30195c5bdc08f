"""Fields that a house adds to its tools."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.logs import request_scope
from apps.core.tests.moments import MADE_AT
from apps.tools.enums import FieldKind
from apps.tools.fields import delete_field, save_field
from apps.tools.models import Tool, ToolField
from apps.tools.services import change_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BY = {"actor": None, "now": MADE_AT}
TOOLS = reverse("api:tools")
JSON = {"content_type": "application/json"}


def add(label="Farbe", kind=FieldKind.TEXT, **more):
    return save_field(ToolField(label=label, kind=kind, **more), **BY)


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        (FieldKind.TEXT, " rot ", "rot"),
        (FieldKind.NUMBER, "12,5", 12.5),
        (FieldKind.NUMBER, "0", 0),
        (FieldKind.NUMBER, 7, 7),
        (FieldKind.DATE, "2024-02-29", "2024-02-29"),
        (FieldKind.CHOICE, "Ä", "Ä"),
        (FieldKind.YES_NO, True, True),
        (FieldKind.YES_NO, "nein", False),
        (FieldKind.TEXT, "", None),
    ],
)
def test_a_value_is_stored_by_its_kind(kind, value, stored):
    field = add(kind=kind, options=["Ä", "B"])

    tool = ToolFactory(custom_fields={field.key: value})

    assert Tool.objects.get(pk=tool.pk).custom_fields.get(field.key) == stored


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.TEXT, "x" * 501),
        (FieldKind.TEXT, ["x"]),
        (FieldKind.NUMBER, "viel"),
        (FieldKind.NUMBER, "nan"),
        (FieldKind.NUMBER, "1e99"),
        (FieldKind.NUMBER, True),
        (FieldKind.DATE, "31.02.2024"),
        (FieldKind.CHOICE, "C"),
        (FieldKind.YES_NO, "vielleicht"),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(kind, value):
    field = add(kind=kind, options=["A", "B"])

    with pytest.raises(InvalidInput) as refusal:
        ToolFactory(custom_fields={field.key: value})

    assert list(refusal.value.data["fields"]) == ["custom_farbe"]


def test_a_required_field_must_be_filled_in_by_page_and_program(client):
    add(required=True)
    values = {"barcode": "T-1", "name": "Säge", "condition": "gut"}

    page = client.post(reverse("tools:add"), values)
    answer = client.post(TOOLS, values, **JSON)

    assert list(page.context["form"].errors) == ["custom_farbe"]
    assert list(answer.json()["data"]["fields"]) == ["custom_farbe"]


def test_a_new_label_keeps_the_values():
    field = add()
    tool = ToolFactory(custom_fields={"farbe": "rot"})

    field.label = "Lackierung"
    save_field(field, **BY)

    assert ToolField.objects.get().key == "farbe"
    assert Tool.objects.get(pk=tool.pk).custom_fields == {"farbe": "rot"}


def test_a_deleted_field_hides_its_values_and_keeps_them(client):
    field = add()
    tool = ToolFactory(barcode="T-1", custom_fields={"farbe": "rot"})

    delete_field(field.pk, **BY)
    change_tool(tool.pk, {"name": "Neu"}, **BY)

    assert client.get(f"{TOOLS}/T-1").json()["data"]["custom_fields"] == {}
    assert Tool.objects.get(pk=tool.pk).custom_fields == {"farbe": "rot"}


def test_a_new_field_never_finds_the_values_of_a_deleted_one():
    delete_field(add().pk, **BY)

    assert add().key == "farbe_2"


def test_the_kind_stays_while_there_are_values():
    field = add()
    ToolFactory(custom_fields={"farbe": "rot"})
    field.kind = FieldKind.NUMBER

    with pytest.raises(InvalidInput) as refusal:
        save_field(field, **BY)

    assert list(refusal.value.data["fields"]) == ["kind"]


@pytest.mark.parametrize("label", ["", "FARBE", "x" * 101])
def test_a_label_is_short_and_unique(label):
    add()

    with pytest.raises(InvalidInput):
        add(label)


def test_texts_and_choices_are_found(client):
    add()
    add("Klasse", FieldKind.CHOICE, options=["Grün", "Gelb"])
    ToolFactory(barcode="T-1", custom_fields={"farbe": "Ochsenblut", "klasse": "Grün"})

    found = [client.get(f"{TOOLS}?q={word}").json()["data"]["count"] for word in ("ochse", "grün")]

    assert found == [1, 1]


def test_choices_and_yes_or_no_narrow_the_list_by_an_index(client, plan_of):
    add("Klasse", FieldKind.CHOICE, options=["Grün", "Gelb"])
    add("Akku", FieldKind.YES_NO)
    ToolFactory(barcode="T-1", custom_fields={"klasse": "Grün", "akku": False})
    ToolFactory(barcode="T-2", custom_fields={"klasse": "Gelb", "akku": True})

    queries = ("custom_klasse=Gelb", "custom_akku=false", "custom_akku=true")
    answers = [client.get(f"{TOOLS}?{query}").json()["data"]["results"] for query in queries]

    assert [[t["barcode"] for t in rows] for rows in answers] == [["T-2"], ["T-1"], ["T-2"]]
    tools = (
        Tool.objects.alive()
        .filter(search_terms__contains=["akku=true"])
        .order_by("sort_name", "pk")
    )
    assert "COLLSCAN" not in plan_of(tools).stages


def test_a_changed_value_stands_in_the_history():
    add()
    tool = ToolFactory(custom_fields={"farbe": "rot"})

    change_tool(tool.pk, {"custom_fields": {"farbe": "blau"}}, **BY)

    changes = [event.change_list for event in history_of(tool) if event.change_list]
    assert changes == [[{"label": "Farbe", "old": "rot", "new": "blau"}]]


def test_an_option_that_was_taken_away_does_not_stop_other_changes(client):
    field = add("Klasse", FieldKind.CHOICE, options=["Grün", "Gelb"])
    ToolFactory(barcode="T-1", custom_fields={"klasse": "Gelb"})
    field.options = ["Grün"]
    save_field(field, **BY)

    answer = client.patch(f"{TOOLS}/T-1", {"name": "Neu"}, **JSON)

    assert answer.json()["data"]["custom_fields"] == {"klasse": "Gelb"}


def test_definitions_are_read_once_per_request(count_commands):
    add()

    with request_scope(), count_commands() as commands:
        for _time in range(3):
            ToolField.objects.in_use()

    assert commands.total == 1


def test_the_form_of_the_back_office_has_the_fields_of_the_house():
    add()
    tool = ToolFactory(name="Säge")
    client = client_of(Role.EMPLOYEE)
    address = reverse("admin:tools_tool_change", args=[tool.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() or "" for name in form.fields}

    client.post(address, {**values, "custom_farbe": "rot"})

    assert Tool.objects.get().custom_fields == {"farbe": "rot"}


def test_an_admin_adds_a_choice_in_the_back_office():
    address = reverse("admin:tools_toolfield_add")
    values = {"label": "Klasse", "kind": "choice", "options": "A\r\n\r\n B \r\nA", "position": "0"}

    client_of(Role.ADMIN).post(address, values)

    assert ToolField.objects.get().options == ["A", "B"]
