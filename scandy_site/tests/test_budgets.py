"""Pages and calls cost the same with few and with many things, keep their budgets, and scan no collection."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command

from apps.tickets import people, waiting
from scandy_site.tests.budgets import cases, measure

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FEW = {"tools": 60, "workers": 30, "lendings": 100, "consumables": 40, "tickets": 40}
MANY = {"tools": 700, "workers": 100, "lendings": 900, "consumables": 200, "tickets": 400}
HOUR = 3600  # seconds
DOCUMENTS = 500  # that one request may read: a page of 50 rows, what they refer to, a history


def measured(numbers):
    call_command("seed_demo", **numbers, verbosity=0)
    return measure(cases())


@pytest.fixture(autouse=True)
def nothing_expires(monkeypatch) -> Iterator[None]:
    """What pages remember for a while must not be forgotten between two of them."""
    remembered = ["tickets:assignee-choices", "tickets:department-choices"]
    monkeypatch.setattr(people, "LISTED_FOR", HOUR)
    monkeypatch.setattr(waiting, "COUNTED_FOR", HOUR)
    cache.delete_many(remembered)
    yield
    cache.delete_many(remembered)


def test_requests_cost_the_same_with_many_things_as_with_few_and_keep_their_budgets():
    few, many = measured(FEW), measured(MANY)

    commands = {name: cost.commands.total for name, cost in many.items()}
    assert commands == {name: cost.commands.total for name, cost in few.items()}
    assert {case.name for case in cases() if commands[case.name] > case.limit} == set()
    assert {name: cost.scans for name, cost in many.items() if cost.scans} == {}
    documents = {name: cost.documents for name, cost in many.items()}
    assert {name: count for name, count in documents.items() if count > DOCUMENTS} == {}
