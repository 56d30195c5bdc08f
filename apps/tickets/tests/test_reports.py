"""Each report about tickets against a slow, independent count over all of them in plain Python."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from apps.core.mongodb import direct
from apps.core.registry import registry
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tickets.enums import DONE_STATUSES, TicketCategory, TicketStatus
from apps.tickets.models import Ticket, WorkOrderLabor
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db(databases=["default", "tickets"])]

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
NEW_YEAR = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)  # in Berlin


def answer_of(code, query):
    report = registry.reports[code]
    form = report.form(QueryDict(query), today=date(2026, 11, 23))
    assert form.is_valid(), form.errors
    return report.run(form.cleaned_data, None, NOW)


@pytest.fixture
def tickets():
    """Tickets of two years, some done, some deleted, some of a department."""
    chance, wood = random.Random(8), DepartmentFactory(name="Holz")  # noqa: S311 nothing secret
    for number in range(40):
        ticket = TicketFactory(category=chance.choice(TicketCategory.values))
        made = NEW_YEAR + timedelta(hours=chance.randrange(-5000, 5000))
        status = chance.choice(TicketStatus.values)
        is_done = status in DONE_STATUSES
        Ticket.objects.filter(pk=ticket.pk).update(
            created_at=made,
            status=status,
            resolved_at=made + timedelta(hours=chance.randrange(500)) if is_done else None,
            department=chance.choice([wood, None]),
            deleted=number % 10 == 0,
        )
    return list(Ticket.objects.filter(deleted=False))


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("category", lambda ticket: str(ticket.kind.label)),
        ("status", lambda ticket: str(ticket.state.label)),
        ("department_id", lambda ticket: "Holz" if ticket.department_id else "ohne Abteilung"),
    ],
)
def test_tickets_are_those_that_one_counts_by_hand(tickets, by, key):
    rows = list(answer_of("tickets", f"period=year&by={by}").rows.all("-tickets"))

    by_hand = defaultdict(list)
    for ticket in tickets:
        if ticket.created_at >= NEW_YEAR:
            by_hand[key(ticket)].append(
                ticket.resolved_at and ticket.resolved_at - ticket.created_at
            )
    assert {row["what"]: (row["tickets"], row["done"]) for row in rows} == {
        name: (len(times), len([time for time in times if time is not None]))
        for name, times in by_hand.items()
    }
    for row in rows:
        times = [time for time in by_hand[row["what"]] if time is not None]
        mean = sum(times, timedelta()) / len(times) / timedelta(days=1) if times else None
        assert row["days"] == (mean if mean is None else pytest.approx(mean))


def test_hours_are_those_that_were_booked_and_not_struck():
    ticket = TicketFactory()
    lines = [
        ("Sägen", "1.25", NEW_YEAR, None),
        ("Sägen", "2.5", NOW, None),
        ("", "0.75", NOW, None),
        ("Sägen", "4", NOW, NOW),  # struck
        ("Sägen", "8", None, None),  # needed
        ("Sägen", "16", NEW_YEAR - timedelta(minutes=1), None),  # last year
    ]
    direct.insert_many(
        [
            WorkOrderLabor(
                ticket=ticket,
                work="x",
                category=category,
                hours=Decimal(hours),
                hourly_rate=1,
                added_at=NOW,
                booked_at=booked,
                struck_at=struck,
            )
            for category, hours, booked, struck in lines
        ]
    )

    rows = answer_of("ticket-hours", "period=year").rows.all("-hours")

    assert [(row["what"], row["hours"], row["entries"]) for row in rows] == [
        ("Sägen", Decimal("3.75"), 2),
        ("nicht angegeben", Decimal("0.75"), 1),
    ]
