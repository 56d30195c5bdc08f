"""Every number of the dashboard is that of the list behind it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.audit.recent import recent_events
from apps.consumables.services.stock import withdraw
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.core.dashboard import tiles_of
from apps.core.insights import rankings_of, trends_of, weeks_until
from apps.core.mongodb.weeks import count_by_week
from apps.core.registry import registry
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.houses import busy_house

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def house():
    return busy_house()


def test_numbers_are_those_of_the_lists_behind_them(house):
    client = client_of(Role.EMPLOYEE)
    tiles = {tile.code: tile for group in tiles_of(house, clock.now()) for tile in group.tiles}

    counted = {code: client.get(tile.url).context["listing"].count for code, tile in tiles.items()}

    assert counted == {code: tile.value for code, tile in tiles.items()}
    assert tiles.keys() == registry.figures.keys()
    assert 0 not in counted.values()


def test_weeks_and_rankings_are_those_of_the_lists_behind_them(house):
    client, now = client_of(Role.EMPLOYEE), clock.now()
    withdraw(consumable_id=ConsumableFactory(stock=9).pk, quantity=2, actor=house, now=now)
    bars = [bar.value for each in trends_of(house, now) for bar in each.chart.bars]
    places = [row for each in rankings_of(house, now) for row, _words in each.rows]

    shown = [*((bar.url, bar.size) for bar in bars), *((row.url, row.count) for row in places)]

    assert [(url, client.get(url).context["listing"].count) for url, _size in shown] == shown
    assert sorted({bar.size for bar in bars}) == [0, 1, 3]
    assert [row.count for row in places] == [1, 1, 1]


def test_weeks_begin_on_monday_in_berlin():
    monday, worker, actor = date(2026, 11, 16), WorkerFactory(), UserFactory()
    midnight = datetime(2026, 11, 15, 23, tzinfo=UTC)
    for moment in (midnight - timedelta(seconds=1), midnight, midnight):
        lend_tool(tool_id=ToolFactory().pk, worker_id=worker.pk, actor=actor, now=moment)

    counts = count_by_week(Lending.objects.all(), "lent_at", weeks_until(monday)[-2:])

    assert counts == [1, 2]


def test_accounts_are_the_business_of_admins_alone(house):
    sentences = [
        {event.event_type for event in recent_events(with_accounts=sees)} for sees in (True, False)
    ]

    assert ["accounts.user_created" in types for types in sentences] == [True, False]


def test_undone_lending_leaves_a_tool_that_was_never_lent(house):
    never_lent = registry.figures["tools.never_lent"].rows(clock.now())

    assert never_lent.count() == 6  # undone, defective, in maintenance, three others
