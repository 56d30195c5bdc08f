"""Each report about material against a slow, independent count over all of it in plain Python."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from apps.consumables.enums import MovementKind
from apps.consumables.models import StockMovement
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.mongodb import direct
from apps.core.registry import registry
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory, LocationFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
YEAR = "period=year"
PRICES = (None, Decimal("0.0499"), Decimal("12.5"))


@pytest.fixture
def journal():
    """Withdrawals of two years at changing prices, a tenth of them reversed, some by nobody."""
    chance = random.Random(8)  # noqa: S311 nothing secret
    category = CategoryFactory(name="Schrauben")
    things = [ConsumableFactory(name=f"Ding {n}", category=category) for n in range(5)]
    things += [ConsumableFactory(name="Lack", unit="l")]
    wood = DepartmentFactory(name="Holz")
    people = [WorkerFactory(department=wood if n % 2 else None) for n in range(4)]
    taken = [_taken(chance, things, people) for _number in range(300)]
    direct.insert_many(taken)
    back = [each for each in taken if chance.random() < 0.1]
    direct.insert_many([_reversal(chance, each) for each in back])
    names = {person.pk: str(person.department or "ohne Abteilung") for person in people}
    return SimpleNamespace(taken=[each for each in taken if each not in back], departments=names)


def _taken(chance, things, people):
    at = NOW - timedelta(seconds=chance.randrange(2 * 365 * 86_400))
    if chance.random() < 0.3:  # half past midnight in Berlin is the day before in UTC
        at = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    return _movement(
        consumable=chance.choice(things),
        worker=chance.choice([*people, None]),
        kind=MovementKind.WITHDRAWAL,
        quantity=-Decimal(chance.randrange(1, 5000)) / 1000,
        unit_cost=chance.choice(PRICES),
        used_at=at,
    )


def _reversal(chance, movement):
    return _movement(
        consumable=movement.consumable,
        kind=MovementKind.REVERSAL,
        quantity=-movement.quantity,
        unit_cost=chance.choice(PRICES),
        used_at=movement.used_at + timedelta(days=chance.randrange(60)),
        reversal_of=movement,
    )


def _movement(**values):
    movement = StockMovement(is_usage=True, stock_after=0, **values)
    movement.copy_names()
    return movement


def rows_of(code, query=YEAR):
    report = registry.reports[code]
    form = report.form(QueryDict(query), today=date(2026, 11, 23))
    assert form.is_valid(), form.errors
    return list(report.run(form.cleaned_data, None, NOW).rows.all(report.sort))


def grouped(taken, key):
    groups = defaultdict(lambda: (0, Decimal(0), Decimal(0), 0))
    for each in taken:
        if each.used_at.astimezone(BERLIN).year == 2026:
            count, quantity, cost, unpriced = groups[key(each)]
            price = each.unit_cost or Decimal(0)
            groups[key(each)] = (
                count + 1,
                quantity - each.quantity,
                cost - each.quantity * price,
                unpriced + (each.unit_cost is None),
            )
    return dict(groups)


def test_consumption_is_what_one_adds_up_by_hand(journal):
    rows = rows_of("consumption")

    assert {
        row["barcode"]: (row["bookings"], row["quantity"], row["cost"], row["unpriced"])
        for row in rows
    } == grouped(journal.taken, lambda each: each.consumable_barcode)


def test_consumption_by_department_is_what_one_adds_up_by_hand(journal):
    rows = rows_of("consumption-by-department")

    by_hand = grouped(
        journal.taken,
        lambda each: journal.departments[each.worker_id] if each.worker_id else "ohne Person",
    )
    assert {row["department"]: (row["bookings"], row["cost"]) for row in rows} == {
        name: (count, cost) for name, (count, _quantity, cost, _unpriced) in by_hand.items()
    }


def test_the_chart_of_costs_adds_up_to_the_table(journal):
    report = registry.reports["consumption"]
    form = report.form(QueryDict(YEAR), today=date(2026, 11, 23))
    assert form.is_valid()

    answer = report.run(form.cleaned_data, None, NOW)

    total = sum(row["cost"] for row in answer.rows.all("-cost"))
    assert sum(bar.size for bar in answer.chart({}).values) == pytest.approx(float(total))


def test_filters_narrow_consumption_to_what_they_name(journal):
    [row] = rows_of("consumption-by-department", f"{YEAR}&department=Holz&category=Schrauben")

    by_hand = grouped(
        journal.taken,
        lambda each: (
            journal.departments.get(each.worker_id) == "Holz" and each.consumable_name != "Lack"
        ),
    )
    assert (row["department"], row["bookings"]) == ("Holz", by_hand[True][0])


def test_the_value_of_the_stock_is_stock_times_price():
    shelf = LocationFactory()
    ConsumableFactory(barcode="C1", stock=7, cost_per_unit=Decimal("0.0499"), location=shelf)
    ConsumableFactory(barcode="C2", stock=3, location=shelf)
    ConsumableFactory(barcode="C3", stock=3, cost_per_unit=1)

    rows = rows_of("stock-value", f"location={shelf.name}")

    assert [(row["barcode"], row["value"]) for row in rows] == [
        ("C1", Decimal("0.3493")),
        ("C2", None),
    ]
