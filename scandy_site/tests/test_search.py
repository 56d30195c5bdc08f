"""One search over everything: who finds what, an exact number first, and a clear answer to whatever is typed."""

import unicodedata

import pytest
from django.core.cache import cache
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.clients import client_of
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.jobs import enqueue, run_job
from apps.core.models import Job
from apps.core.search_refresh import REFRESH
from apps.core.search_views import PER_MINUTE
from apps.core.tests.moments import MADE_AT
from apps.tickets.tests.factories import TicketFactory
from apps.tools.fields import delete_field, save_field
from apps.tools.models import Tool, ToolField
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.mongo import count_commands

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COMMANDS = 10


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


def found_by(client, text):
    """What the API finds, as (kind, title)."""
    data = client.get("/api/search", {"q": text}).json()["data"]
    return [(result["kind"], result["title"]) for result in data["results"]]


def test_one_word_finds_tools_material_and_people(employee):
    ToolFactory(name="Bohrmaschine")
    ConsumableFactory(name="Bohrer 6 mm")
    WorkerFactory(first_name="Bo", last_name="Bohrmann")

    assert found_by(employee, "bohr") == [
        ("tool", "Bohrmaschine"),
        ("consumable", "Bohrer 6 mm"),
        ("worker", "Bo Bohrmann"),
    ]


def test_a_result_says_what_it_is_and_where_it_stands(employee):
    ToolFactory(name="Stichsäge", barcode="T77")

    answer = employee.get("/api/search", {"q": "stichsaegen"}).json()

    assert answer == {
        "status": "success",
        "message": "",
        "data": {
            "results": [
                {
                    "kind": "tool",
                    "title": "Stichsäge",
                    "subtitle": "T77",
                    "url": "/tools/T77",
                    "is_exact": False,
                }
            ],
            "more": [],
        },
    }


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.PARTICIPANT, []),
        (Role.STANDARD_USER, ["tool", "consumable"]),
        (Role.EMPLOYEE, ["tool", "consumable", "worker"]),
    ],
)
def test_only_what_the_role_may_see_is_found(role, kinds):
    ToolFactory(name="Meyer")
    ConsumableFactory(name="Meyer")
    worker = WorkerFactory(last_name="Meyer")
    client = client_of(role)

    assert [kind for kind, _title in found_by(client, "meyer")] == kinds
    assert [kind for kind, _title in found_by(client, worker.barcode)] == kinds[2:]


def test_what_lies_in_the_trash_is_not_found(employee):
    ToolFactory(name="Bohrmaschine", deleted=True)

    assert found_by(employee, "bohr") == []


def test_an_exact_barcode_comes_first_whatever_the_alphabet_says(employee):
    for number in range(30):
        ToolFactory(name=f"Bohrer {number:02}", barcode=f"K10{number:02}")
    ToolFactory(name="Zange", barcode="K10")
    ConsumableFactory(name="Kabel K10")

    assert found_by(employee, "k10")[0] == ("tool", "Zange")


def test_a_scanned_barcode_leads_straight_to_the_thing(employee):
    consumable = ConsumableFactory()

    response = employee.get(reverse("search"), {"q": f" {consumable.barcode.lower()} "})

    assert response.status_code == 302
    assert response.url == reverse("consumables:detail", args=[consumable.barcode])


def test_a_participant_finds_his_own_tickets_alone():
    client = client_of(Role.PARTICIPANT)
    other = TicketFactory(title="Lampe flackert")
    mine = TicketFactory(title="Lampe dunkel", created_by=User.objects.get(role=Role.PARTICIPANT))

    assert found_by(client, "lampen") == [("ticket", "Lampe dunkel")]
    assert found_by(client, other.ticket_number) == []
    assert client.get("/search", {"q": mine.ticket_number}).url.endswith(mine.ticket_number)


def test_names_that_begin_with_the_text_come_before_others(employee):
    for name in ("Akku-Bohrer", "Bohrer", "Koffer für Bohrer"):
        ToolFactory(name=name)

    titles = [title for _kind, title in found_by(employee, "bohr")]

    assert titles == ["Bohrer", "Koffer für Bohrer", "Akku-Bohrer"]


def test_a_kind_with_more_hits_leads_to_its_list(employee):
    ToolFactory.create_batch(21, name="Zange")

    data = employee.get("/api/search", {"q": "zangen"}).json()["data"]

    assert len(data["results"]) == 20
    assert data["more"] == [{"kind": "tool", "label": "Werkzeuge", "url": "/tools/?q=zangen"}]
    assert employee.get("/tools/?q=zangen").context["listing"].count == 21


@pytest.mark.parametrize(
    "text", ["", "   ", ".*", "\0", "🔧", "$where", "'; drop", "a", "ß", "(", "[a-z]+", "äöü"]
)
@pytest.mark.parametrize("address", ["/search", "/search/box", "/api/search"])
def test_whatever_is_typed_gets_a_clear_answer(employee, address, text):
    ToolFactory(name="Bohrmaschine")

    response = employee.get(address, {"q": text})

    assert response.status_code == 200
    assert "Bohrmaschine" not in response.content.decode()


def test_a_text_that_nobody_means_is_refused_with_a_reason(employee):
    text = "bohr " * 2000

    assert employee.get("/api/search", {"q": text}).json()["data"]["fields"]["q"] == [
        "Bitte höchstens 200 Zeichen suchen."
    ]
    assert "höchstens 200 Zeichen" in employee.get("/search", {"q": text}).content.decode()
    assert "höchstens 200 Zeichen" in employee.get("/search/box", {"q": text}).content.decode()


def test_decomposed_umlauts_are_found(employee):
    ToolFactory(name="Schlüssel")

    assert found_by(employee, unicodedata.normalize("NFD", "Schlüssel")) == [("tool", "Schlüssel")]


def test_text_is_shown_as_text(employee):
    ToolFactory(name="Zange <b>rot</b>")

    for address in ("/search", "/search/box"):
        content = employee.get(address, {"q": "<b> zange"}).content.decode()
        assert "Zange &lt;b&gt;rot" in content


@pytest.mark.parametrize("address", ["/search", "/search/box", "/api/search"])
def test_a_search_costs_the_same_with_few_and_with_many(employee, address):
    few = cost_with(1, employee, address)
    many = cost_with(50, employee, address)

    assert few == many
    assert many <= COMMANDS


def cost_with(count, client, address):
    """How many commands a search takes once there are so many hits more."""
    for factory in (ToolFactory, ConsumableFactory):
        factory.create_batch(count, name="Bohrer")
    client.get(address, {"q": "bohrern"})
    with count_commands() as sent:
        client.get(address, {"q": "bohrern"})
    return sent.total


def test_the_back_office_gets_links_of_its_own(employee):
    tool = ToolFactory(name="Bohrer")

    content = employee.get("/search/box", {"q": "bohrer", "office": 1}).content.decode()

    assert reverse("admin:tools_tool_change", args=[tool.pk]) in content
    assert reverse("tools:detail", args=[tool.barcode]) not in content


def test_who_may_not_enter_the_back_office_gets_no_links_into_it():
    tool = ToolFactory(name="Bohrer")

    content = client_of(Role.STANDARD_USER).get("/search/box", {"q": "bohrer", "office": 1}).content

    assert reverse("tools:detail", args=[tool.barcode]) in content.decode()


def test_an_account_that_asks_without_end_is_slowed_down(employee):
    user_id = employee.session["_auth_user_id"]
    cache.set(f"throttle:search:{user_id}", PER_MINUTE, 60)

    response = employee.get("/api/search", {"q": "bohr"})

    assert response.status_code == 429
    assert response.json()["code"] == "TOO_MANY_REQUESTS"


def test_a_deleted_field_soon_finds_nothing_any_more(employee):
    field = save_field(ToolField(label="Farbe"), actor=None, now=MADE_AT)
    ToolFactory(name="Zange", custom_fields={field.key: "magenta"})
    assert found_by(employee, "magenta") == [("tool", "Zange")]

    delete_field(field.pk, actor=None, now=MADE_AT)
    run_job(str(Job.objects.get(name=REFRESH).pk))

    assert found_by(employee, "magenta") == []
    assert found_by(employee, "zangen") == [("tool", "Zange")]


def test_what_an_older_version_stored_is_brought_up_to_date_once():
    tool, worker = ToolFactory(name="Zange"), WorkerFactory()
    terms = tool.search_terms
    Tool.objects.update(search_terms=["za", "zan"])
    job = enqueue(REFRESH)

    run_job(str(job.pk))
    again = enqueue(REFRESH)
    run_job(str(again.pk))

    assert Tool.objects.get().search_terms == terms
    assert Worker.objects.get().search_terms == worker.search_terms
    assert [Job.objects.get(pk=each.pk).result for each in (job, again)] == [
        {"changed": 1},
        {"changed": 0},
    ]
