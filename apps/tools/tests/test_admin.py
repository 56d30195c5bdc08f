"""The back office of the tools: what it shows, and that it goes through the services."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.audit.queries import history_of
from apps.core.errors import DomainError
from apps.core.tests.admin_pages import errors, filled_in, rows, said
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import CategoryFactory, LocationFactory
from apps.tools import services
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:tools_tool_changelist")
ADD = reverse("admin:tools_tool_add")


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


def page(name, tool):
    return reverse(f"admin:tools_tool_{name}", args=[tool.pk])


def refusal_of(service, *args, **kwargs):
    with pytest.raises(DomainError) as raised:
        service(*args, **kwargs, actor=None, now=MADE_AT)
    return str(raised.value)


def run_action(client, action, *tools, **more):
    data = {"action": action, "_selected_action": [str(tool.pk) for tool in tools], "index": 0}
    return client.post(LIST, {**data, **more})


def test_list_sorts_as_a_german_dictionary_and_leaves_out_the_deleted(employee):
    saw, file, gone = ToolFactory(name="Säge"), ToolFactory(name="feile"), ToolFactory()
    services.delete_tool(gone.pk, actor=None, now=MADE_AT)

    assert rows(employee.get(LIST)) == [file, saw]


def test_search_finds_by_beginnings_and_by_the_number_of_the_barcode(employee):
    drill = ToolFactory(name="Schlagbohrmaschine Größe 2", barcode="T000815")
    ToolFactory(name="Leiter", barcode="T004711")

    assert rows(employee.get(LIST, {"q": "groesse schlag"})) == [drill]
    assert rows(employee.get(LIST, {"q": "815"})) == [drill]


def test_filters_narrow_the_list(employee):
    category, location = CategoryFactory(), LocationFactory()
    wanted = ToolFactory(category=category, location=location)
    ToolFactory(category=category)
    filters = {"category__id__exact": category.pk, "location__id__exact": location.pk}

    assert rows(employee.get(LIST, filters)) == [wanted]
    assert rows(employee.get(LIST, {**filters, "status__exact": ToolStatus.DEFECTIVE})) == []


def test_broken_filter_leads_back_to_the_list(employee):
    CategoryFactory()

    assert employee.get(LIST, {"category__id__exact": "nonsense"}).status_code == 302


@pytest.mark.parametrize("query", ["", "?q=bohr", "?status__exact=verfügbar&o=2"])
def test_list_asks_the_database_as_often_for_30_tools_as_for_3(employee, count_commands, query):
    category, location = CategoryFactory(), LocationFactory()
    totals = []
    for more in (3, 27):
        ToolFactory.create_batch(more, category=category, location=location)
        employee.get(LIST + query)
        with count_commands() as commands:
            employee.get(LIST + query)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10


def test_list_is_sorted_by_an_index(employee, plan_of):
    ToolFactory.create_batch(3)

    stages = plan_of(employee.get(LIST).context["cl"].queryset).stages

    assert "SORT" not in stages
    assert "IXSCAN" in stages


def test_form_creates_a_tool_and_understands_a_german_price(employee):
    data = {"barcode": "B-1", "name": "Meißel", "condition": "neu", "purchase_price": "12,50"}

    response = employee.post(ADD, data)

    tool = Tool.objects.get()
    assert response.url == LIST
    assert (tool.name, tool.purchase_price) == ("Meißel", Decimal("12.50"))
    assert [event.event_type for event in history_of(tool)] == ["tools.created"]


def test_form_shows_the_price_with_a_comma(employee):
    tool = ToolFactory(purchase_price=Decimal("12.50"))

    form = employee.get(page("change", tool)).context["adminform"].form

    assert 'value="12,50"' in str(form["purchase_price"])


def test_taken_barcode_is_named_at_the_field_and_the_input_kept(employee):
    drill = ToolFactory(name="Bohrmaschine", barcode="B-1")
    data = {"barcode": "b-1", "name": "Meißel", "condition": "neu", "purchase_price": "12,50"}

    response = employee.post(ADD, data)

    taken = refusal_of(services.create_tool, Tool(barcode="b-1", name="Meißel"))
    form = response.context["adminform"].form
    assert errors(response) == {"barcode": [taken]}
    assert {name: form[name].value() for name in data} == data
    assert list(Tool.objects.all()) == [drill]


def test_form_changes_only_what_was_changed_in_it(employee):
    tool = ToolFactory(name="Bohrer", barcode="B-1")
    data = filled_in(employee, page("change", tool), name="Bohrmaschine")
    services.change_tool(tool.pk, {"barcode": "B-2"}, actor=None, now=MADE_AT)

    employee.post(page("change", tool), {**data, "barcode": "B-1"})

    tool.refresh_from_db()
    assert tool.name == "Bohrmaschine"


def test_refused_change_leaves_nothing_behind(employee):
    tool, other = ToolFactory(name="Bohrer"), ToolFactory()
    url = page("change", tool)

    response = employee.post(url, filled_in(employee, url, name="Neu", barcode=other.barcode))

    tool.refresh_from_db()
    assert list(errors(response)) == ["barcode"]
    assert tool.name == "Bohrer"
    assert said(response) == []


def test_forms_sent_at_the_same_moment_are_all_saved(employee):
    tool = ToolFactory()
    url = page("change", tool)
    data = filled_in(employee, url)
    browsers = [client_of(Role.EMPLOYEE) for _number in range(6)]

    def send(number):
        response = browsers[number].post(url, {**data, "description": f"Notiz {number}"})
        return response.status_code, len(said(response))

    with ThreadPoolExecutor(len(browsers)) as pool:
        outcomes = list(pool.map(send, range(len(browsers))))

    changes = [event for event in history_of(tool) if event.event_type == "tools.changed"]
    assert outcomes == [(302, 1)] * len(browsers)
    assert len(changes) == len(browsers)


def test_status_cannot_be_typed_into_the_form(employee):
    tool = ToolFactory()
    url = page("change", tool)

    employee.post(url, filled_in(employee, url, status=ToolStatus.LENT))

    tool.refresh_from_db()
    assert tool.state == ToolStatus.AVAILABLE


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("mark_as_defective", ToolStatus.AVAILABLE, ToolStatus.DEFECTIVE),
        ("send_to_maintenance", ToolStatus.AVAILABLE, ToolStatus.IN_MAINTENANCE),
        ("make_available", ToolStatus.DEFECTIVE, ToolStatus.AVAILABLE),
    ],
)
def test_action_changes_the_status(employee, action, before, after):
    tools = ToolFactory.create_batch(2)
    if before != ToolStatus.AVAILABLE:
        for tool in tools:
            services.change_status(tool.pk, before, actor=None, now=MADE_AT)

    run_action(employee, action, *tools)

    assert set(Tool.objects.values_list("status", flat=True)) == {after.value}


def test_action_says_how_many_were_changed_and_why_others_were_not(employee):
    done, refused = ToolFactory(), ToolFactory(name="Säge")
    services.change_status(refused.pk, ToolStatus.DEFECTIVE, actor=None, now=MADE_AT)
    why = refusal_of(services.change_status, refused.pk, ToolStatus.DEFECTIVE)

    response = run_action(employee, "mark_as_defective", done, refused)

    success, refusal = said(response)
    assert done.barcode in success
    assert refusal == why


def test_action_counts_refusals_that_it_does_not_spell_out(employee):
    tools = ToolFactory.create_batch(8)

    response = run_action(employee, "make_available", *tools)

    *sentences, rest = said(response)
    assert len(sentences) == 5
    assert "3" in rest


def test_deleting_asks_first_and_then_frees_the_barcode(employee):
    tool = ToolFactory(barcode="B-1")

    question = employee.get(page("delete", tool))
    answer = employee.post(page("delete", tool), {"post": "yes"})

    tool.refresh_from_db()
    assert "B-1" in question.content.decode()
    assert answer.url == LIST
    assert tool.deleted
    ToolFactory(barcode="B-1")


def test_several_tools_are_deleted_after_asking(employee):
    tools = ToolFactory.create_batch(2)

    question = run_action(employee, "delete_selected", *tools)
    alive_then = Tool.objects.alive().count()
    run_action(employee, "delete_selected", *tools, confirmed="yes")

    assert all(tool.barcode in question.content.decode() for tool in tools)
    assert alive_then == 2
    assert not Tool.objects.alive().exists()


def test_deleted_tool_can_only_be_looked_at(employee):
    tool = ToolFactory(name="Bohrer")
    url = page("change", tool)
    data = filled_in(employee, url, name="Neu")
    services.delete_tool(tool.pk, actor=None, now=MADE_AT)

    answer = employee.post(url, data)

    tool.refresh_from_db()
    assert answer.status_code == 403
    assert tool.name == "Bohrer"
    assert employee.get(url).context["adminform"].readonly_fields


def test_history_tells_what_changed_and_who_did_it(employee):
    tool = ToolFactory(name="Bohrer")
    url = page("change", tool)
    employee.post(url, filled_in(employee, url, name="Bohrmaschine"))

    response = employee.get(page("history", tool))

    newest, oldest = response.context["history"]
    assert newest.sentence in response.content.decode()
    assert [(c["old"], c["new"]) for c in newest.change_list] == [("Bohrer", "Bohrmaschine")]
    assert newest.actor_id == response.wsgi_request.user.pk
    assert oldest.event_type == "tools.created"


@pytest.mark.parametrize("role", [Role.STANDARD_USER, Role.PARTICIPANT])
def test_list_is_closed_to_those_who_work_at_the_counter(role):
    assert client_of(role).get(LIST).status_code == 403
