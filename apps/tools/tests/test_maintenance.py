"""The maintenance log."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once
from apps.tools.enums import ToolStatus
from apps.tools.maintenance import (
    RecordNotFound,
    Work,
    add_months,
    record_maintenance,
    strike_maintenance,
)
from apps.tools.models import Tool
from apps.tools.services import change_status, change_tool
from apps.tools.tests.factories import ToolFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

BY = {"actor": None, "now": MADE_AT}
TODAY = clock.local_date(MADE_AT)
LIST = reverse("tools:maintenance")


def work(**more):
    return Work(**{"date": TODAY, "description": "Kohlen gewechselt", **more})


def test_a_maintenance_is_written_down_and_sets_the_next_one():
    tool = ToolFactory()

    record_maintenance(
        tool.pk, work(cost=Decimal("12.50"), performed_by="Fa. Klein", months=12), **BY
    )

    stored = Tool.objects.get()
    [entry] = stored.maintenance_history
    assert (entry.date, entry.description, entry.performed_by) == (
        TODAY,
        "Kohlen gewechselt",
        "Fa. Klein",
    )
    assert entry.cost == Decimal("12.50")
    assert (stored.maintenance_due, stored.maintenance_months) == (add_months(TODAY, 12), 12)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 1, 1), None, None),
    ],
)
def test_months_end_with_the_month(day, months, then):
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", date(2999, 1, 1)),
        ("date", date(1066, 10, 14)),
        ("description", ""),
        ("description", "x" * 10_001),
        ("cost", Decimal("-1")),
        ("cost", Decimal("1e9")),
        ("performed_by", "x" * 101),
    ],
)
def test_rubbish_is_refused_at_its_field(field, value):
    tool = ToolFactory()

    with pytest.raises(InvalidInput) as refusal:
        record_maintenance(tool.pk, work(**{field: value}), **BY)

    assert list(refusal.value.data["fields"]) == [field]
    assert not Tool.objects.get().maintenance_history


def test_a_tool_leaves_maintenance_with_its_record():
    tool = ToolFactory()
    change_status(tool.pk, ToolStatus.IN_MAINTENANCE, **BY)

    record_maintenance(tool.pk, work(), is_ready=True, **BY)

    assert Tool.objects.get().status == ToolStatus.AVAILABLE


def test_a_wrong_record_is_struck_once_with_the_reason():
    tool = ToolFactory()
    record_maintenance(tool.pk, work(), **BY)

    strike_maintenance(tool.pk, 0, reason="Falsches Gerät", **BY)

    [entry] = Tool.objects.get().maintenance_history
    assert (entry.struck_at, entry.struck_reason) == (MADE_AT, "Falsches Gerät")
    with pytest.raises(RecordNotFound):
        strike_maintenance(tool.pk, 0, reason="Noch einmal", **BY)


@pytest.mark.parametrize("position", [-1, 1, 10**9])
def test_only_records_that_exist_are_struck(position):
    tool = ToolFactory()
    record_maintenance(tool.pk, work(), **BY)

    with pytest.raises(RecordNotFound):
        strike_maintenance(tool.pk, position, reason="Falsch", **BY)


def test_records_written_at_once_are_all_kept():
    tool = ToolFactory()

    at_once(*[lambda: record_maintenance(tool.pk, work(), **BY)] * 4)

    assert len(Tool.objects.get().maintenance_history) == 4


def test_the_list_shows_what_is_due_the_most_urgent_first():
    today = clock.local_date(clock.now())
    for barcode, months in (("LATER", 6), ("SOON", 0), ("NONE", None)):
        tool = ToolFactory(barcode=barcode)
        due = None if months is None else (add_months(today, months) or today)
        change_tool(tool.pk, {"maintenance_due": due}, **BY)
    change_tool(ToolFactory(barcode="LATE").pk, {"maintenance_due": date(2020, 1, 1)}, **BY)
    client = client_of(Role.EMPLOYEE)

    pages = [client.get(LIST + query) for query in ("", "?due=overdue", "?due=soon")]

    rows = [[tool.barcode for tool in page.context["listing"].page] for page in pages]
    assert rows == [["LATE", "SOON", "LATER"], ["LATE"], ["SOON"]]


def test_the_page_records_a_maintenance_with_a_german_price():
    ToolFactory(barcode="T-1")
    values = {"date": "01.11.2025", "description": "Kabel", "cost": "1,50", "months": "6"}

    client_of(Role.EMPLOYEE).post(reverse("tools:maintain", args=["T-1"]), values)

    stored = Tool.objects.get()
    assert stored.maintenance_history[0].cost == Decimal("1.50")
    assert stored.maintenance_due == date(2026, 5, 1)
