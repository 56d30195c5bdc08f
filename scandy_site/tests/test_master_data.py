"""Merging and deleting master data while tools, people and accounts refer to it: nothing is left dangling (I8)."""

from collections.abc import Callable
from functools import partial

import pytest

from apps.accounts.models import User
from apps.accounts.services import create_user
from apps.accounts.tests.factories import PASSWORD, UserFactory
from apps.audit.queries import history_of
from apps.core.errors import InvalidInput
from apps.core.references import uses_of
from apps.core.tests.moments import MADE_AT
from apps.core.tests.threads import at_once, attempt
from apps.masterdata import merging
from apps.masterdata.models import Category, Department, Location
from apps.masterdata.queries import NamedNotFound
from apps.masterdata.services import StillUsed, delete_named, merge_named
from apps.masterdata.tasks import merge
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory, LocationFactory
from apps.tools.models import Tool
from apps.tools.services import change_tool, create_tool, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.models import Worker
from apps.workers.services import change_worker, create_worker
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROUNDS = 4


@pytest.fixture
def by():
    return {"actor": UserFactory(), "now": MADE_AT}


def new_tool(category: Category, by: dict) -> Tool:
    return create_tool(Tool(barcode="T-NEU", name="Neu", category=category), **by)


def other_category(category: Category, by: dict) -> Tool:
    return change_tool(ToolFactory().pk, {"category": category}, **by)


def new_person(department: Department, by: dict) -> Worker:
    worker = Worker(barcode="P-NEU", first_name="A", last_name="B", department=department)
    return create_worker(worker, **by)


def other_department(department: Department, by: dict) -> Worker:
    return change_worker(WorkerFactory().pk, {"department": department}, **by)


def new_account(department: Department, by: dict) -> User:
    return create_user(User(username="neu", department=department), password=PASSWORD, **by)


BEGINNINGS = [
    (CategoryFactory, Category, new_tool),
    (CategoryFactory, Category, other_category),
    (DepartmentFactory, Department, new_person),
    (DepartmentFactory, Department, other_department),
    (DepartmentFactory, Department, new_account),
]


def dangling() -> list:
    """What refers to something that is not there."""
    fields = [
        (Tool, "category", Category),
        (Tool, "location", Location),
        (Worker, "department", Department),
        (User, "department", Department),
        (Location, "parent", Location),
    ]
    return [
        thing
        for model, field, target in fields
        for thing in model.objects.exclude(**{field: None})
        if not target.objects.filter(pk=getattr(thing, f"{field}_id")).exists()
    ]


@pytest.mark.parametrize(("factory", "model", "begin"), BEGINNINGS)
@pytest.mark.parametrize("ending", ["delete", "merge"])
def test_what_begins_to_refer_while_its_target_goes_is_refused_or_follows(
    by, factory, model, begin: Callable, ending
):
    target, survivor = factory(), factory()
    endings = {
        "delete": partial(delete_named, target, **by),
        "merge": partial(merge_named, model, target.pk, survivor.pk, **by),
    }

    at_once(partial(attempt, endings[ending]), partial(attempt, begin, target, by))

    assert dangling() == []


def test_an_entry_that_is_gone_is_refused_by_name_of_the_field(by):
    category = CategoryFactory()
    delete_named(category, **by)

    with pytest.raises(InvalidInput) as refusal:
        new_tool(Category(pk=category.pk, name="weg"), by)

    assert list(refusal.value.data["fields"]) == ["category"]
    assert not Tool.objects.exists()


def test_merging_crosswise_keeps_one_of_the_two(by):
    for _round in range(ROUNDS):
        one, two = CategoryFactory(), CategoryFactory()
        tools = [ToolFactory(category=one), ToolFactory(category=two)]

        at_once(
            partial(attempt, merge_named, Category, one.pk, two.pk, **by),
            partial(attempt, merge_named, Category, two.pk, one.pk, **by),
        )

        [left] = Category.objects.filter(pk__in=[one.pk, two.pk])
        held = Tool.objects.filter(pk__in=[tool.pk for tool in tools], category=left)
        assert held.count() == 2


def test_deleting_twice_at_once_says_to_one_that_it_is_gone(by):
    category = CategoryFactory()

    results = at_once(*[partial(attempt, delete_named, category, **by)] * 2)

    assert sorted(type(result) for result in results if result) == [NamedNotFound]


def test_merging_moves_all_references_also_those_in_the_trash(by):
    loser, survivor = DepartmentFactory(name="Holz"), DepartmentFactory(name="Tischlerei")
    WorkerFactory(department=loser)
    UserFactory(department=loser)

    merge_named(Department, loser.pk, survivor.pk, **by)

    assert [use.count for use in uses_of(survivor)] == [1, 1]
    assert not Department.objects.filter(pk=loser.pk).exists()
    for item in (loser, survivor):
        assert history_of(item)[0].event_type == "masterdata.merged"


def test_uses_are_counted_by_kind_with_the_list_that_shows_them(by):
    hall = LocationFactory(name="Halle 1")
    LocationFactory(parent=hall)
    for _number in range(2):
        ToolFactory(location=hall)
    delete_tool(ToolFactory(location=hall).pk, **by)

    with pytest.raises(StillUsed) as refusal:
        delete_named(hall, **by)

    assert len(refusal.value.data["uses"]) == 3
    assert [(use.count, use.url.partition("?")[2]) for use in uses_of(hall)] == [
        (1, f"parent={hall.pk}"),
        (2, "location=Halle+1"),
        (1, ""),
    ]


class Silent:
    """Progress of which nobody hears."""

    def report(self, done: int, total: int) -> None:
        self.last = (done, total)


def test_very_many_references_move_in_portions(by, monkeypatch):
    monkeypatch.setattr(merging, "PORTION", 2)
    loser, survivor = CategoryFactory(), CategoryFactory()
    ToolFactory.create_batch(7, category=loser)
    progress = Silent()

    merge(progress, "categories", str(loser.pk), str(survivor.pk), str(by["actor"].pk))

    assert Tool.objects.filter(category=survivor).count() == 7
    assert not Category.objects.filter(pk=loser.pk).exists()
    assert progress.last == (6, 7)
