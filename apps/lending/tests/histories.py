"""Many lendings of a few tools and people, made at random and at once, for tests of what is counted."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from apps.accounts.tests.factories import UserFactory
from apps.core.mongodb import direct
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory
from apps.tools.models import Tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

NOW = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
SECONDS = 3 * 365 * 86_400


def random_history(*, seed: int, lendings: int) -> SimpleNamespace:
    """Lendings of three years: open and returned, in time and late, undone, of a deleted tool, some at midnight."""
    chance = random.Random(seed)  # noqa: S311 nothing secret
    departments = [DepartmentFactory(name="Holz"), DepartmentFactory(name="Metall"), None]
    categories = [CategoryFactory(name="Bohrer"), CategoryFactory(name="Sägen"), None]
    tools = [ToolFactory(category=categories[n % 3], name=f"Werkzeug {n}") for n in range(12)]
    people = [WorkerFactory(department=departments[n % 3], last_name=f"P{n}") for n in range(7)]
    by = UserFactory()
    made = [_lending(chance, tools, people, by, number) for number in range(lendings)]
    direct.insert_many(made)
    Tool.objects.filter(pk=tools[3].pk).update(deleted=True)
    tools[3].deleted = True
    return SimpleNamespace(
        tools=tools, people=people, lendings=[each for each in made if not each.canceled_at]
    )


def _lending(chance, tools, people, by, number) -> Lending:
    lent = NOW - timedelta(seconds=chance.randrange(SECONDS))
    if chance.random() < 0.2:  # around Berlin's midnight at the turn of a month
        lent = datetime(chance.choice([2024, 2025, 2026]), chance.randrange(1, 11), 1, tzinfo=UTC)
        lent -= timedelta(minutes=chance.randrange(150))
    is_open = number < len(tools) and chance.random() < 0.5  # each tool once at most
    tool = tools[number] if is_open else chance.choice(tools)
    returned = min(lent + timedelta(seconds=chance.randrange(40 * 86_400)), NOW)
    lending = Lending(
        tool=tool,
        worker=chance.choice(people),
        lent_at=lent,
        due_date=lent + timedelta(days=chance.randrange(1, 30)),
        returned_at=None if is_open else returned,
        canceled_at=returned if not is_open and chance.random() < 0.1 else None,
        is_open=is_open,
        status=LendingStatus.ACTIVE if is_open else LendingStatus.RETURNED,
        lent_by=by,
        created_at=lent,
        updated_at=lent,
    )
    lending.copy_names()
    return lending
