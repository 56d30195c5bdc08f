"""Who has which tool, what was taken out of stock, and lendings of earlier days."""

from datetime import timedelta

from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import StockMovement
from apps.core import clock
from apps.lending.models import Lending
from apps.lending.services import lend_tool


def holder_of(tool) -> str | None:
    lending = Lending.objects.open().filter(tool=tool).first()
    return lending and lending.worker_name


def lent_before(tool, worker, *, days: int) -> Lending:
    """Lent for a week, so many days ago."""
    then = clock.now() - timedelta(days=days)
    due = then + timedelta(days=7)
    return lend_tool(
        tool_id=tool.pk, worker_id=worker.pk, actor=UserFactory(), now=then, due_date=due
    )


def taken_out(consumable) -> list[tuple[float, str]]:
    """How much changed and for whom, in order, without what the stock began with."""
    movements = StockMovement.objects.filter(consumable=consumable).order_by("used_at", "pk")
    rows = movements.values_list("quantity", "worker_name")
    return [(float(quantity), worker) for quantity, worker in rows][1:]
