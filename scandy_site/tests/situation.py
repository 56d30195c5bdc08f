"""What a verb finds, for the test that each leaves one event (test_events): made only when it is asked for."""

from datetime import timedelta
from functools import cached_property

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.lending import services as lending
from apps.lending.models import Lending
from apps.masterdata.models import Category
from apps.masterdata.tests.factories import CategoryFactory
from apps.notifications import services as notifications
from apps.notifications.models import Notice
from apps.tools import fields, maintenance
from apps.tools import services as tools
from apps.tools.models import Tool, ToolField
from apps.tools.tests.factories import ToolFactory
from apps.workers import services as workers
from apps.workers.models import Worker
from apps.workers.tests.factories import WorkerFactory

LENT_AT, RETURNED_AT, NOW = (MADE_AT + timedelta(days=days) for days in (1, 2, 3))


class Situation:
    """A tool that is in, one that is out, one that came back, and the people around them."""

    def __init__(self) -> None:
        self.actor = UserFactory(role=Role.ADMIN)
        self.by = {"actor": self.actor, "now": NOW}

    @cached_property
    def user(self) -> User:
        return UserFactory(first_name="")  # no person

    @cached_property
    def category(self) -> Category:
        return CategoryFactory()

    @property
    def renamed_category(self) -> Category:
        self.category.name = "Anders"
        return self.category

    @cached_property
    def notice(self) -> Notice:
        notice = Notice(title="Alt", starts_at=MADE_AT)
        return notifications.save_notice(notice, actor=self.actor, now=MADE_AT)

    @cached_property
    def worker(self) -> Worker:
        return WorkerFactory()

    @cached_property
    def other(self) -> Worker:
        return WorkerFactory()

    @cached_property
    def blocked(self) -> Worker:
        return WorkerFactory(is_blocked=True, blocked_reason="Ausweis weg")

    @cached_property
    def absent(self) -> Worker:
        return WorkerFactory(is_active=False)

    @cached_property
    def trashed(self) -> Worker:
        trashed = WorkerFactory()
        workers.delete_worker(trashed.pk, actor=self.actor, now=MADE_AT)
        return trashed

    @cached_property
    def tool(self) -> Tool:
        return ToolFactory()

    @cached_property
    def maintained(self) -> Tool:
        work = maintenance.Work(date=MADE_AT.date(), description="Kohlen")
        maintenance.record_maintenance(self.tool.pk, work, actor=self.actor, now=MADE_AT)
        return self.tool

    @cached_property
    def tool_gone(self) -> Tool:
        gone = ToolFactory()
        tools.delete_tool(gone.pk, actor=self.actor, now=MADE_AT)
        return gone

    @property
    def tool_out(self) -> Tool:
        return self.lending_out.tool

    @cached_property
    def lending_out(self) -> Lending:
        return self._lend(ToolFactory())

    @cached_property
    def lending_back(self) -> Lending:
        lent = self._lend(ToolFactory())
        lending.return_tool(tool_id=lent.tool_id, actor=self.actor, now=RETURNED_AT)
        return lent

    @cached_property
    def field(self) -> ToolField:
        return fields.save_field(ToolField(label="Farbe"), actor=self.actor, now=MADE_AT)

    def _lend(self, tool: Tool) -> Lending:
        return lending.lend_tool(
            tool_id=tool.pk, worker_id=self.other.pk, actor=self.actor, now=LENT_AT
        )
