"""Who has which tool, and lendings of earlier days."""

from datetime import timedelta

from apps.accounts.tests.factories import UserFactory
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
