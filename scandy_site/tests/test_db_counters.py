"""What must happen one by one although many ask at once: locks, numbers, unique things."""

from itertools import chain

import pytest
from django.db.models import F
from django.db.transaction import TransactionManagementError

from apps.core.db import atomic, next_number, serialize
from apps.core.errors import DomainError
from scandy_site.tests.probe.models import Item, Person, Shelf
from scandy_site.tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_serialize_keeps_transactions_apart():
    """Each looks whether somebody is there and enters only if not: without the lock, several do."""

    @atomic
    def enter(number):
        serialize("door")
        if Person.objects.exists():
            return False
        Person.objects.create(name=str(number))
        return True

    assert sorted(at_once(8, enter)) == [False] * 7 + [True]
    assert Person.objects.count() == 1


def test_serialize_outside_a_transaction_is_a_mistake():
    with pytest.raises(TransactionManagementError):
        serialize("door")


def test_numbers_are_unique_and_without_gaps():
    numbers = at_once(8, lambda _: [next_number("jobs") for _again in range(25)])

    assert sorted(chain(*numbers)) == list(range(1, 201))
    assert next_number("others") == 1


def test_number_is_not_given_twice_after_a_rollback():
    @atomic
    def refuse():
        assert next_number("jobs") == 1
        raise DomainError

    with pytest.raises(DomainError):
        refuse()

    assert next_number("jobs") == 2


def test_one_of_many_creates_what_must_be_unique():
    @atomic
    def find_or_make(_):
        return Shelf.objects.get_or_create(name="a")[1]

    assert sorted(at_once(8, find_or_make)) == [False] * 7 + [True]
    assert Shelf.objects.count() == 1


def test_change_and_check_in_one_statement_need_no_retry():
    shelf = Shelf.objects.create(name="a")
    Item.objects.create(code="T", name="x", shelf=shelf, count=3)

    def take(_):
        return Item.objects.filter(code="T", count__gte=1).update(count=F("count") - 1)

    assert sum(at_once(8, take)) == 3
    assert Item.objects.get().count == 0
