"""A house in which something of everything has happened, for tests that look at all of it."""

from datetime import datetime, timedelta

from django.core.cache import cache

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.consumables.tests.factories import ConsumableFactory
from apps.core import clock
from apps.core.clock import local_date
from apps.core.insights import cache_key, weeks_until
from apps.core.registry import registry
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from apps.lending.undo import undo_lending
from apps.tickets.tests.factories import TicketFactory
from apps.tools.enums import ToolStatus
from apps.tools.services import change_status, delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory


def forget_insights(now: datetime) -> None:
    """The start page remembers weeks and rankings for some minutes: those of the test before."""
    codes = (*registry.trends, *registry.rankings)
    cache.delete_many(cache_key(code, weeks_until(local_date(now))[-1]) for code in codes)


def busy_house() -> User:
    """Tools in each state, each kind of lending, tickets, and material below its minimum; returns an employee."""
    now, employee = clock.now(), UserFactory(role=Role.EMPLOYEE)
    by = {"actor": employee, "now": now}
    tools, worker = [ToolFactory() for _ in range(9)], WorkerFactory()
    change_status(tools[0].pk, ToolStatus.DEFECTIVE, **by)
    change_status(tools[1].pk, ToolStatus.IN_MAINTENANCE, **by)
    delete_tool(tools[2].pk, **by)
    for tool, days in ((tools[3], -2), (tools[4], 0), (tools[5], 5), (tools[6], 5)):
        lending = lend_tool(tool_id=tool.pk, worker_id=worker.pk, **by)
        due = clock.end_of_day(clock.local_date(now) + timedelta(days=days))
        Lending.objects.filter(pk=lending.pk).update(due_date=due)
    undo_lending(lending_id=lending.pk, done_at=now, **by)
    ToolFactory(maintenance_due=clock.today() - timedelta(days=1))
    ConsumableFactory(min_stock=5)
    TicketFactory()
    TicketFactory(due_date=now - timedelta(days=1))
    forget_insights(now)
    return employee
