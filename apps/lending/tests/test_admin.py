"""The back office of lending: everything can be looked up, nothing is changed there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.tests.admin_pages import rows, said
from apps.core.tests.moments import MADE_AT
from apps.lending.enums import LendingStatus
from apps.lending.services import lend_tool, return_tool
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tools.models import Tool
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = reverse("admin:lending_lending_changelist")
TOOLS = reverse("admin:tools_tool_changelist")
WORKERS = reverse("admin:workers_worker_changelist")
NOW = clock.now()  # pages ask the clock, so what they shall show as overdue has to be so


@pytest.fixture
def employee():
    return client_of(Role.EMPLOYEE)


@pytest.fixture
def actor():
    return UserFactory(first_name="Martin", last_name="Lager")


def lend(actor, *, at=NOW, tool=None, worker=None):
    tool, worker = tool or ToolFactory(), worker or WorkerFactory()
    return lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=actor, now=at)


def test_filter_tells_open_overdue_and_returned_lendings_apart(employee, actor):
    overdue = lend(actor, at=NOW - timedelta(days=40))
    returned = lend(actor, at=NOW - timedelta(days=2))
    return_tool(tool_id=returned.tool_id, actor=actor, now=NOW)
    running = lend(actor)

    assert rows(employee.get(LIST)) == [running, returned, overdue]
    assert rows(employee.get(LIST, {"state": LendingStatus.ACTIVE.value})) == [running, overdue]
    assert rows(employee.get(LIST, {"state": LendingStatus.OVERDUE.value})) == [overdue]
    assert rows(employee.get(LIST, {"state": LendingStatus.RETURNED.value})) == [returned]


def test_search_finds_by_tool_and_person(employee, actor):
    wanted = lend(actor, tool=ToolFactory(name="Säge"), worker=WorkerFactory(last_name="Öztürk"))
    lend(actor)

    assert rows(employee.get(LIST, {"q": "saege oez"})) == [wanted]


def test_lending_can_be_viewed_and_not_changed(employee, actor):
    lending = lend(actor)
    url = reverse("admin:lending_lending_change", args=[lending.pk])

    page = employee.get(url)

    assert "Martin Lager" in page.content.decode()
    assert "_save" not in page.content.decode()
    assert employee.post(url, {"notes": "x"}).status_code == 403
    assert employee.get(reverse("admin:lending_lending_add")).status_code == 403
    assert (
        employee.get(reverse("admin:lending_lending_delete", args=[lending.pk])).status_code == 403
    )


def test_history_of_a_lending_shows_its_events(employee, actor):
    lending = lend(actor)

    page = employee.get(reverse("admin:lending_lending_history", args=[lending.pk]))

    assert [event.event_type for event in page.context["history"]] == ["lending.tool_lent"]


def test_list_of_tools_says_who_has_each(employee, actor):
    lending = lend(actor, worker=WorkerFactory(first_name="Jonas", last_name="Muster"))
    ToolFactory()

    page = employee.get(TOOLS)

    holders = {tool.open_lending and tool.open_lending.worker_name for tool in rows(page)}
    assert holders == {"Jonas Muster", None}
    assert clock.local_date(lending.due_date).strftime("%d.%m.%Y") in page.content.decode()


def test_page_to_delete_a_lent_tool_says_who_has_it(employee, actor):
    lending = lend(actor, worker=WorkerFactory(first_name="Jonas", last_name="Muster"))

    page = employee.get(reverse("admin:tools_tool_delete", args=[lending.tool_id]))

    (use,) = page.context["protected"]
    assert "Jonas Muster" in use
    assert use in page.content.decode()


def test_lent_tool_is_not_deleted(employee, actor):
    lending = lend(actor)
    with pytest.raises(DomainError) as refusal:
        delete_tool(lending.tool_id, actor=actor, now=NOW)

    response = employee.post(
        reverse("admin:tools_tool_delete", args=[lending.tool_id]), {"post": "yes"}
    )

    assert response.url == reverse("admin:tools_tool_change", args=[lending.tool_id])
    assert said(response) == [str(refusal.value)]
    assert Tool.objects.alive().filter(pk=lending.tool_id).exists()


def test_lent_tools_stay_when_several_are_deleted(employee, actor):
    lent, free = lend(actor).tool, ToolFactory()
    chosen = [str(lent.pk), str(free.pk)]

    employee.post(
        TOOLS, {"action": "delete_selected", "_selected_action": chosen, "confirmed": "yes"}
    )

    assert list(Tool.objects.alive()) == [lent]


@pytest.mark.parametrize("url", [LIST, TOOLS, WORKERS, f"{LIST}?state=overdue"])
def test_lists_ask_the_database_as_often_for_30_lendings_as_for_3(
    employee, actor, count_commands, url
):
    totals = []
    for more in (3, 27):
        for _number in range(more):
            lend(actor, at=NOW - timedelta(days=40))
        employee.get(url)
        with count_commands() as commands:
            employee.get(url)
        totals.append(commands.total)

    assert totals[0] == totals[1] <= 10


def test_list_is_sorted_by_an_index(employee, actor, plan_of):
    lend(actor)

    for query in ("", "?state=active", "?state=returned"):
        stages = plan_of(employee.get(LIST + query).context["cl"].queryset).stages
        assert "SORT" not in stages
        assert "IXSCAN" in stages


def test_filters_ask_when_it_was_lent_and_to_whom(employee, actor):
    department = DepartmentFactory()
    old = lend(actor, at=MADE_AT, worker=WorkerFactory(department=department))
    new = lend(actor)

    assert rows(employee.get(LIST, {"period": "today"})) == [new]
    assert rows(employee.get(LIST, {"department": department.pk})) == [old]
    assert rows(employee.get(LIST, {"department": "nonsense"})) == [new, old]


def test_tools_and_people_are_found_by_what_is_out(employee, actor):
    late = lend(actor, at=MADE_AT)
    ToolFactory()

    assert rows(employee.get(TOOLS, {"return": "overdue"})) == [late.tool]
    assert rows(employee.get(WORKERS, {"holds": "overdue"})) == [late.worker]
    assert rows(employee.get(WORKERS, {"holds": "some"})) == [late.worker]
