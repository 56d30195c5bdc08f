"""Files and lendings: a renamed tool is renamed there too, and lending disturbs no import."""

from collections.abc import Iterator

import pytest

from apps.accounts.enums import Role
from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.core import clock
from apps.core.logs import request_scope
from apps.core.models import FileImport
from apps.core.registry import registry
from apps.core.tables import imports
from apps.lending.models import Lending
from apps.lending.services import lend_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

HEADS = "Barcode;Name;Kategorie;Kaufpreis\n"


@pytest.fixture
def actor() -> Iterator[User]:
    with request_scope():
        yield UserFactory(role=Role.ADMIN)


def upload(actor: User, text: str) -> FileImport:
    table, by = registry.tables["tools.tool"], {"actor": actor, "now": clock.now()}
    return imports.upload(table, "werkzeuge.csv", text.encode(), makes_missing=False, **by)


def confirm(item: FileImport) -> None:
    imports.confirm(item.pk, actor=item.actor, now=clock.now())


def test_changed_name_reaches_the_lendings(actor):
    tool = ToolFactory(barcode="T1")
    by = {"actor": actor, "now": clock.now()}
    lending = lend_tool(tool_id=tool.pk, worker_id=WorkerFactory().pk, **by)

    confirm(upload(actor, HEADS + "T1;Neuer Name;;\n"))

    assert Lending.objects.get(pk=lending.pk).tool_name == "Neuer Name"


def test_lending_a_tool_meanwhile_disturbs_nothing(actor):
    tool = ToolFactory(barcode="T1", name="Alt")
    item = upload(actor, HEADS + "T1;Neu;;\n")
    by = {"actor": actor, "now": clock.now()}
    lend_tool(tool_id=tool.pk, worker_id=WorkerFactory().pk, **by)

    confirm(item)

    tool.refresh_from_db()
    assert (tool.name, tool.status) == ("Neu", "ausgeliehen")
