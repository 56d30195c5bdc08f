"""The back office speaks German: each of its pages is read as Admin and as Mitarbeiter, in all its states."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.services.consumables import delete_consumable
from apps.consumables.services.proposals import propose_orders
from apps.consumables.services.stock import receive
from apps.consumables.services.stocktaking import start_stocktaking
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core import clock
from apps.core.jobs import enqueue
from apps.core.models import TaskRun
from apps.core.registry import registry
from apps.core.tables.plans import ImportTable
from apps.lending.services import lend_tool, return_tool
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory, LocationFactory
from apps.notifications.models import Notice, OutgoingMail
from apps.notifications.services import save_notice
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory
from scandy_site.tests.german import english_in, texts_of

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

Read = tuple[str, HttpResponse]

INDEX = reverse("admin:index")
NARROWED = ("", "?q=gibtesnicht", "?e=1", "?trash=1", "?all=", "?_popup=1")
EMPTY, RUBBISH = {"_save": "1"}, "x" * 300
BOTH = pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.ADMIN])


@pytest.fixture
def things() -> None:
    """Of everything that the back office lists, something in each state that changes what it says."""
    now, actor = clock.now(), UserFactory(role=Role.ADMIN)
    late, back, gone = ToolFactory(category=CategoryFactory()), ToolFactory(), ToolFactory()
    worker, deleted = WorkerFactory(department=DepartmentFactory()), WorkerFactory()
    WorkerFactory(is_blocked=True, is_active=False)
    by = {"worker_id": worker.pk, "actor": actor}
    lend_tool(tool_id=late.pk, now=now - timedelta(days=60), **by)
    lend_tool(tool_id=back.pk, now=now, **by)
    return_tool(tool_id=back.pk, actor=actor, now=now)
    delete_tool(gone.pk, actor=actor, now=now)
    delete_worker(deleted.pk, actor=actor, now=now)
    LocationFactory()
    _material(actor, now)
    save_notice(Notice(title="Hof gesperrt", starts_at=now), actor=actor, now=now)
    OutgoingMail.objects.create(key="a", recipient="a@example.org", created_at=now, due_at=now)
    TaskRun.objects.create(name="lending.remind_borrowers", started_at=now)
    enqueue("try")


def _material(actor: Any, now: datetime) -> None:
    """Material in each state, with bookings, an order and a count."""
    who = {"actor": actor, "now": now}
    low = ConsumableFactory(barcode="CA1", stock=1, min_stock=50, supplier=SupplierFactory())
    receive(consumable_id=low.pk, quantity=5, **who)
    ConsumableFactory(barcode="CA2")
    delete_consumable(ConsumableFactory(barcode="CA3").pk, **who)
    propose_orders(**who)
    start_stocktaking(kind="consumable", **who)


def admins() -> list[Any]:
    return list(admin.site._registry.values())


def url(model_admin: Any, page: str, *args: Any) -> str:
    name = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_{page}"
    return reverse(name, args=args)


def pages(client: Client) -> Iterator[Read]:
    """The answers of all pages, each with a word on how it was asked for."""
    for address in (INDEX, f"{INDEX}gibt/es/nicht/"):
        yield address, client.get(address)
    for model_admin in admins():
        yield from lists(client, model_admin)
        yield from forms(client, url(model_admin, "add"))
        yield from imports(client, model_admin)
        for obj in model_admin.model.objects.all()[:4]:
            yield from forms(client, url(model_admin, "change", obj.pk))
            yield from questions(client, model_admin, obj)


def lists(client: Client, model_admin: Any) -> Iterator[Read]:
    address = url(model_admin, "changelist")
    for query in NARROWED:
        yield address + query, client.get(address + query, follow=True)
    yield f"{address} without a choice", client.post(address, {"action": "", "index": 0})
    keys = [str(obj.pk) for obj in model_admin.model.objects.all()[:2]]
    codes = [each.code for each in registry.admin_actions.get(model_admin.opts.label_lower, [])]
    for code in ("delete_selected", *codes):
        data = {"action": code, "index": 0, "_selected_action": keys}
        yield f"{address} {code}", client.post(address, data)
        yield f"{address} {code}, in the trash", client.post(f"{address}?trash=1", data)


def imports(client: Client, model_admin: Any) -> Iterator[Read]:
    """The pages of an import: as they are, without a file, with bad ones, with a good one and after it."""
    table = model_admin.table
    if not isinstance(table, ImportTable):
        return
    address = url(model_admin, "import")
    yield address, client.get(address)
    heads = ";".join(column.name for column in table.columns())
    example = ";".join(str(column.example) for column in table.columns())
    for text in ("", "x", heads, f"{heads}\n;;;;\nx;{RUBBISH};;x;x;x\n", f"{heads}\n{example}\n"):
        data = {"file": SimpleUploadedFile("tabelle.csv", text.encode())}
        response = client.post(address, data)
        yield f"{address} {text[:300]}", response
        if response.status_code == HTTPStatus.FOUND:
            yield response.url, client.get(response.url)
            answer = client.post(response.url, {"step": "confirm"}, follow=True)
            yield f"{response.url} confirmed", answer


def forms(client: Client, address: str) -> Iterator[Read]:
    """A form as it is, sent empty, and sent with rubbish in each field."""
    shown = client.get(address)
    yield address, shown
    if shown.context and (form := shown.context.get("adminform")):
        yield f"{address} empty", client.post(address, EMPTY)
        rubbish = {
            name: RUBBISH
            for field in form.form.fields
            for name in (field, f"{field}_0", f"{field}_1")
        }
        yield f"{address} rubbish", client.post(address, {**EMPTY, **rubbish})


def questions(client: Client, model_admin: Any, obj: Any) -> Iterator[Read]:
    """What is asked about an object and told of it."""
    for page in ("delete", "history"):
        yield url(model_admin, page, obj.pk), client.get(url(model_admin, page, obj.pk))
    for action in registry.admin_actions.get(model_admin.opts.label_lower, []):
        address = url(model_admin, "action", obj.pk, action.code)
        yield address, client.get(address)
        if action.form:
            yield f"{address} empty", client.post(address, {"confirmed": "yes"})


def english(client: Client) -> dict[str, list[str]]:
    """Where English stands, by what it says."""
    found: dict[str, list[str]] = {}
    for asked, response in pages(client):
        for text in english_in(texts_of(response.content.decode())):
            found.setdefault(text, []).append(asked)
    return {text: places[:2] for text, places in found.items()}


@BOTH
def test_no_page_speaks_english(things, role):
    assert english(client_of(role)) == {}


@BOTH
def test_empty_house_speaks_no_english(role):
    assert english(client_of(role)) == {}


@pytest.mark.parametrize(
    ("msgid", "page"),
    [
        ("Save and continue editing", "tools_tool_add"),  # of Django
        ("Apply Filters", "tools_tool_changelist"),  # of the theme
        ("Borrowed tools", "workers_worker_changelist"),  # of our own
    ],
)
def test_missing_german_entry_is_noticed(monkeypatch, msgid, page):
    client = client_of(Role.EMPLOYEE)
    for catalog in trans_real.translation("de")._catalog._catalogs:
        if msgid in catalog:
            monkeypatch.delitem(catalog, msgid)

    texts = texts_of(client.get(reverse(f"admin:{page}")).content.decode())

    assert english_in(texts)
