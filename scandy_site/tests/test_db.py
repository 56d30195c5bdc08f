"""Transactions: all or nothing over both databases, repeated after conflicts, with hooks after the commit."""

import contextlib
import os
import threading
from itertools import count

import pytest
from django.db import IntegrityError, connections
from django.db import transaction as django_transaction
from django.db.transaction import TransactionManagementError

from apps.core import db
from apps.core.db import atomic, in_transaction, on_commit, transaction
from apps.core.errors import ConcurrentUpdate, DomainError
from scandy_site.tests.probe.models import Item, Person, Shelf
from scandy_site.tests.probe.tickets.models import Complaint
from scandy_site.tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


class Refused(DomainError):
    """Something that a service may find."""


@atomic
def save_in_both(name, *, error=None):
    Shelf.objects.create(name=name)
    Complaint.objects.create(text=name)
    if error:
        raise error
    return name


def saved():
    return (Shelf.objects.count(), Complaint.objects.count())


def test_both_databases_are_saved_together():
    assert save_in_both("a") == "a"
    assert saved() == (1, 1)


@pytest.mark.parametrize("error", [Refused(), KeyError("x"), KeyboardInterrupt()])
def test_nothing_is_saved_after_an_error(error):
    with pytest.raises(type(error)):
        save_in_both("a", error=error)

    assert saved() == (0, 0)
    assert not in_transaction()


def test_both_databases_see_their_own_changes_and_others_do_not():
    with transaction():
        save_in_both("a")
        inside = saved()
        [outside] = at_once(1, lambda _: saved())

    assert (inside, outside) == ((1, 1), (0, 0))


def test_alias_that_is_first_used_inside_joins_the_transaction():
    def first_use(_):
        with transaction():
            Shelf.objects.create(name="a")
            Complaint.objects.create(text="a")  # this thread's first use of the second alias
            raise Refused

    assert isinstance(at_once(1, first_use)[0], Refused)
    assert saved() == (0, 0)


def test_aliases_share_one_client_over_all_threads():
    def clients(_=None):
        for alias in ("default", "tickets"):
            connections[alias].ensure_connection()
        return {id(connections[alias].connection) for alias in ("default", "tickets")}

    assert clients() == at_once(1, clients)[0]
    assert len(clients()) == 1


def test_inner_function_becomes_part_of_the_outer():
    @atomic
    def outer():
        save_in_both("a")
        with transaction():
            save_in_both("b")
        raise Refused

    with pytest.raises(Refused):
        outer()

    assert saved() == (0, 0)


@pytest.mark.parametrize("error", [Refused(), ValueError("x")])
def test_error_of_an_inner_function_cannot_be_swallowed(error):
    @atomic
    def outer():
        with contextlib.suppress(type(error)):
            save_in_both("a", error=error)

    with pytest.raises(TransactionManagementError) as caught:
        outer()

    assert caught.value.__cause__ is error
    assert saved() == (0, 0)


def test_database_error_that_is_swallowed_is_named_by_the_next_query():
    Shelf.objects.create(name="a")

    @atomic
    def go_on():
        with contextlib.suppress(IntegrityError):
            Shelf.objects.create(name="a")
        Shelf.objects.create(name="b")

    with pytest.raises(TransactionManagementError) as caught:
        go_on()

    assert isinstance(caught.value.__cause__, IntegrityError)
    assert Shelf.objects.count() == 1


def test_conflicts_are_run_again_and_hooks_run_once():
    shelf = Shelf.objects.create(name="a")
    Item.objects.create(code="T", name="x", shelf=shelf)
    tries, hooks = count(), []

    @atomic
    def add_one(number):
        next(tries)
        item = Item.objects.get(code="T")
        Item.objects.filter(pk=item.pk).update(count=item.count + 1)
        Person.objects.create(name=str(number))
        on_commit(lambda: hooks.append(number))
        return number

    results = at_once(8, add_one)

    assert results == list(range(8))
    assert Item.objects.get(code="T").count == 8
    assert sorted(hooks) == results
    assert Person.objects.count() == 8
    assert next(tries) > 8  # there were conflicts


def test_conflict_that_stays_is_a_concurrent_update(monkeypatch):
    monkeypatch.setattr(db, "RETRY_SECONDS", 0.2)
    Shelf.objects.create(name="a")
    changed, give_up = threading.Event(), threading.Event()

    def hold(_):
        with transaction():
            Shelf.objects.update(name="held")
            changed.set()
            give_up.wait(10)

    def change(_):
        changed.wait(10)
        try:
            atomic(lambda: Shelf.objects.update(name="b"))()
        finally:
            give_up.set()

    _held, error = at_once(2, lambda number: (hold, change)[number](number))

    assert isinstance(error, ConcurrentUpdate)
    assert Shelf.objects.get().name == "held"


def test_block_does_not_run_again():
    Shelf.objects.create(name="a")

    def change_too_late():
        with transaction():
            Shelf.objects.count()  # the snapshot begins here
            at_once(1, lambda _: Shelf.objects.update(name="b"))
            Shelf.objects.update(name="c")

    with pytest.raises(ConcurrentUpdate):
        change_too_late()

    assert Shelf.objects.get().name == "b"


def test_hooks_run_after_the_commit_in_their_order():
    seen = []
    with transaction():
        save_in_both("a")
        on_commit(lambda: seen.append(("first", in_transaction(), saved())))
        on_commit(lambda: seen.append(("second", save_in_both("b"), saved())))
        assert seen == []

    assert seen == [("first", False, (1, 1)), ("second", "b", (2, 2))]


def test_hooks_are_dropped_with_the_transaction():
    seen = []

    @atomic
    def refuse():
        on_commit(lambda: seen.append(1))
        raise Refused

    with pytest.raises(Refused):
        refuse()

    save_in_both("a")
    assert seen == []


def test_hook_runs_at_once_without_a_transaction():
    seen = []
    on_commit(lambda: seen.append(1))
    assert seen == [1]


def test_failing_hook_is_logged_and_the_others_run(caplog):
    seen = []
    with transaction():
        save_in_both("a")
        on_commit(lambda: 1 / 0)
        on_commit(lambda: seen.append(1))

    assert seen == [1]
    assert "ZeroDivisionError" in caplog.text
    assert saved() == (1, 1)


def test_hook_of_the_second_alias_waits_as_well():
    seen = []
    with transaction():
        connections["tickets"].on_commit(lambda: seen.append(1))
        assert seen == []
    assert seen == [1]


def test_django_s_own_atomic_around_and_inside_changes_nothing():
    seen = []
    with django_transaction.atomic(), transaction():  # noqa: TID251 as the admin does
        with django_transaction.atomic():  # noqa: TID251 as get_or_create does
            save_in_both("a")
        django_transaction.on_commit(lambda: seen.append(1))
        Person.objects.get_or_create(name="x")
        assert seen == []

    assert seen == [1]
    assert saved() == (1, 1)


def test_child_of_a_fork_opens_a_client_of_its_own():
    save_in_both("a")
    parent = connections["default"].connection

    with transaction():
        child = os.fork()
        if child == 0:
            fresh = not in_transaction() and saved() == (1, 1)
            own_client = connections["default"].connection is not parent
            os._exit(0 if fresh and own_client else 1)
        _pid, status = os.waitpid(child, 0)
        save_in_both("b")

    assert os.waitstatus_to_exitcode(status) == 0
    assert saved() == (2, 2)


def test_transaction_costs_a_commit_and_nothing_else(count_commands):
    with count_commands() as commands:
        save_in_both("a")

    assert commands.names == ["insert", "insert", "commitTransaction"]
