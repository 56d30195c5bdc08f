"""Several tools at once, and tools that do not come back."""

from datetime import timedelta

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.core.errors import InvalidInput
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.lending.refusals import ToolNotLent, ToolsRefused
from apps.lending.services import lend_tools, return_tool, write_off_tool
from apps.tools.models import Tool
from apps.tools.queries import ToolNotFound
from apps.tools.tests.factories import ToolFactory
from apps.tools.trash import restore_tool
from apps.workers.borrowing import WorkerBlocked
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = MADE_AT + timedelta(days=1)


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": NOW}


@pytest.fixture
def tools():
    return [ToolFactory() for _ in range(3)]


def lend(tools, by, **worker):
    return lend_tools(tool_ids=[t.pk for t in tools], worker_id=WorkerFactory(**worker).pk, **by)


def test_each_tool_gets_a_lending_of_its_own(by, tools):
    lendings = lend([*tools, tools[0]], by)
    assert [lending.tool_id for lending in lendings] == [tool.pk for tool in tools]
    assert Lending.objects.open().count() == 3


def test_one_that_cannot_go_keeps_all_here_and_says_why(by, tools):
    lend([tools[1]], by, first_name="Jonas", last_name="Muster")
    with pytest.raises(ToolsRefused) as refused:
        lend(tools, by)
    sentences = refused.value.data["tools"]
    assert list(sentences) == [str(tools[1].pk)]
    assert "Jonas Muster" in sentences[str(tools[1].pk)]
    assert Lending.objects.open().count() == 1


def test_blocked_person_gets_nothing(by, tools):
    with pytest.raises(WorkerBlocked):
        lend(tools, by, is_blocked=True, blocked_reason="Ausweis weg")
    assert Tool.objects.filter(status="verfügbar").count() == 3


def test_of_two_who_want_overlapping_tools_one_gets_his(by, tools):
    def attempt(wanted):
        try:
            return lend(wanted, by)
        except ToolsRefused:
            return None

    results = at_once(lambda: attempt(tools[:2]), lambda: attempt(tools[1:]))
    assert sum(result is not None for result in results) == 1
    assert Lending.objects.open().count() == 2


def test_lost_tool_leaves_lists_of_what_is_out(by, tools):
    lend(tools, by)
    lending = write_off_tool(tool_id=tools[0].pk, reason="Auf der Baustelle.", **by)
    assert lending.status_at(NOW + timedelta(days=99)) == LendingStatus.LOST
    assert Lending.objects.overdue(NOW + timedelta(days=99)).count() == 2
    tool = Tool.objects.get(pk=tools[0].pk)
    assert (tool.deleted, tool.lost_reason) == (True, "Auf der Baustelle")


def test_found_again_it_can_be_lent_again(by, tools):
    lend(tools, by)
    write_off_tool(tool_id=tools[0].pk, reason="weg", **by)
    restore_tool(tools[0].pk, **by)
    assert lend([tools[0]], by)


@pytest.mark.parametrize(("reason", "error"), [("", InvalidInput), (" \0 ", InvalidInput)])
def test_writing_off_needs_a_reason(by, tools, reason, error):
    lend(tools, by)
    with pytest.raises(error):
        write_off_tool(tool_id=tools[0].pk, reason=reason, **by)
    assert Lending.objects.open().count() == 3


def test_what_nobody_has_is_not_lost_in_lending(by, tools):
    with pytest.raises(ToolNotLent):
        write_off_tool(tool_id=tools[0].pk, reason="weg", **by)


def test_lost_and_returned_at_once_is_one_of_both(by, tools):
    lend(tools, by)

    def outcome(verb, **words):
        try:
            return verb(tool_id=tools[0].pk, **words, **by).status
        except (ToolNotLent, ToolNotFound) as refusal:
            return type(refusal)

    results = at_once(lambda: outcome(write_off_tool, reason="weg"), lambda: outcome(return_tool))
    is_lost = LendingStatus.LOST in results
    lost, returned = (LendingStatus.LOST, ToolNotFound), (ToolNotLent, LendingStatus.RETURNED)
    assert tuple(results) == (lost if is_lost else returned)
    assert Tool.objects.get(pk=tools[0].pk).deleted is is_lost
