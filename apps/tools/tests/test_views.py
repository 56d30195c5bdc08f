import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core.tests.moments import MADE_AT
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TOOLS = reverse("tools:list")


@pytest.fixture
def client():
    return client_of(Role.STANDARD_USER)


def rows(response):
    return [tool.barcode for tool in response.context["listing"].page]


@pytest.mark.parametrize(
    "query",
    [
        "sort=gibtsnicht",
        "sort=category",
        "page=0",
        "page=x",
        "page_size=x",
        "page_size=" + "1" * 5000,
    ],
)
def test_the_list_forgives_an_old_link(client, query):
    ToolFactory(barcode="T2", name="B")
    ToolFactory(barcode="T1", name="A")

    assert rows(client.get(f"{TOOLS}?{query}")) == ["T1", "T2"]


def test_the_list_shows_its_last_page_beyond_the_end(client):
    for number in range(3):
        ToolFactory(barcode=f"T{number}", name=f"Tool {number}")

    assert rows(client.get(f"{TOOLS}?page_size=2&page=9")) == ["T2"]


def test_the_list_offers_to_drop_each_filter(client):
    response = client.get(f"{TOOLS}?status=defekt&q=bohr&sort=-name")

    [chip] = response.context["listing"].chips
    assert (str(chip["label"]), chip["value"]) == ("Status", "defekt")
    assert chip["remove_url"] == "?q=bohr&sort=-name"


def test_the_list_escapes_what_people_typed(client):
    ToolFactory(name="<script>alert(1)</script>")

    page = client.get(f"{TOOLS}?q=<script>").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(("role", "offered"), [(Role.STANDARD_USER, False), (Role.EMPLOYEE, True)])
def test_the_detail_offers_the_back_office_to_who_may(role, offered):
    tool = ToolFactory(barcode="T000017")

    response = client_of(role).get(reverse("tools:detail", args=["T000017"]))

    address = reverse("admin:tools_tool_change", args=[tool.pk])
    assert response.context["back_office_url"] == (address if offered else None)


@pytest.mark.parametrize("code", ["T9", "a b", "%00", "%C3%9C", "x" * 500, "WEG"])
def test_what_is_no_tool_gets_a_page_that_says_so(client, code):
    delete_tool(ToolFactory(barcode="WEG").pk, actor=None, now=MADE_AT)

    response = client.get(f"{TOOLS}{code}")

    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert "gibt es nicht" in response.text
