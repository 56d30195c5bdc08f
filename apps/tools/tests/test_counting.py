"""Tools are counted by the engine that counts consumables: what lies there, what is missing, what is lent."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import AuditEvent
from apps.core.registry import Counted
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import LocationFactory
from apps.tools import counting
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def set_status(tool: Tool, status: ToolStatus) -> None:
    Tool.objects.filter(pk=tool.pk).update(status=status)


def book(tool: Tool, difference: int) -> None:
    count = Counted(tool.pk, Decimal(difference), NOW)
    counting.book([count], reason="Inventur I2611-001", actor=UserFactory(), now=NOW)


def test_what_is_not_lent_should_lie_there():
    shelf = LocationFactory()
    saw, drill, lamp, _elsewhere = [
        *(ToolFactory(name=name, location=shelf) for name in ("Säge", "Bohrer", "Lampe")),
        ToolFactory(),
    ]
    set_status(lamp, ToolStatus.LENT)
    set_status(saw, ToolStatus.IN_MAINTENANCE)

    found = list(counting.shelved(shelf, None))

    assert [(each.object_id, each.quantity) for each in found] == [(drill.pk, 1), (saw.pk, 1)]


def test_a_lent_tool_is_not_expected_anywhere():
    tool, gone = ToolFactory(), ToolFactory()
    set_status(tool, ToolStatus.LENT)
    delete_tool(gone.pk, actor=None, now=MADE_AT)

    found = counting.find([tool.pk, gone.pk])

    assert {pk: each.quantity for pk, each in found.items()} == {tool.pk: 0}


@pytest.mark.parametrize(("difference", "event"), [(-1, "tools.missed"), (1, "tools.found")])
def test_booking_writes_into_the_history_and_changes_no_tool(difference, event):
    tool = ToolFactory()

    book(tool, difference)

    assert AuditEvent.objects.filter(event_type=event).count() == 1
    assert Tool.objects.get(pk=tool.pk).status == ToolStatus.AVAILABLE
    assert not Tool.objects.get(pk=tool.pk).deleted
