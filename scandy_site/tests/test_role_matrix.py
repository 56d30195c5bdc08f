"""Who may go where: docs/zugriffsrechte.md is the table, and every cell of it is tried here."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.enums import Role
from apps.accounts.links import INVITATION, RESET
from apps.accounts.models import User
from apps.accounts.tests.clients import client_of
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import OrderLine
from apps.consumables.services.consumables import delete_consumable
from apps.consumables.services.proposals import propose_orders
from apps.consumables.services.stock import receive
from apps.consumables.services.stocktaking import start_stocktaking
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core import clock
from apps.core.health import SIGNS, leave_sign
from apps.core.jobs import enqueue
from apps.core.models import TaskRun
from apps.core.registry import registry
from apps.lending.services import lend_tool
from apps.masterdata.tests.factories import CategoryFactory, DepartmentFactory, LocationFactory
from apps.media.tests.factories import add_file
from apps.notifications.models import Notice, Notification, OutgoingMail
from apps.notifications.services import save_notice
from apps.setup.links import make_link
from apps.sitesettings.models import ScheduledTask, SystemSettings
from apps.tickets.models import Ticket
from apps.tickets.services.trash import move_to_trash
from apps.tickets.services.work_orders import Labor, book_labor
from apps.tickets.services.workflow import assign_ticket
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory
from apps.tools.fields import save_field
from apps.tools.models import ToolField
from apps.tools.services import delete_tool
from apps.tools.tests.factories import ToolFactory
from apps.workers.services import delete_worker
from apps.workers.tests.factories import WorkerFactory
from scandy_site.env import BASE_DIR
from scandy_site.instance.folder import Instance
from scandy_site.instance.tls import Certificates, ensure

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

TABLE = BASE_DIR / "docs" / "zugriffsrechte.md"
COLUMNS = (None, Role.PARTICIPANT, Role.STANDARD_USER, Role.EMPLOYEE, Role.ADMIN)
METHODS = ("GET", "POST")
OBJECTS = {"api:tool", "api:consumable", "api:ticket"}
TAKE_DELETE = OBJECTS | {"tools:delete", "workers:delete", "consumables:delete", "media:file"}
TAKE_DELETE |= {"tickets:delete"}
TOOL_PAGES = ("detail", "code", "edit", "status", "delete", "defect", "lost", "maintain")
STOCKTAKING_PAGES = (
    *("stocktaking", "stocktaking_sheet", "count", "book_stocktaking", "cancel_stocktaking"),
    *("count_sheet", "differences_pdf", "differences_csv"),
)
ORDER_PAGES = (
    *("order", "save_packs", "place_order", "cancel_order", "add_order_line"),
    *("mail_order", "receive_order"),
)
STOCK_PAGES = (
    "detail",
    "code",
    "edit",
    "withdraw",
    "receipt",
    "adjust_stock",
    "forecast",
)
TICKET_PAGES = (
    *("detail", "edit", "assign", "message", "note", "news", "history", "watch", "share"),
    "panels",
    *("unshare", "work_order", "add_material", "add_labor", "export_pdf", "export_docx"),
)
TICKET_CALLS = ("ticket", "ticket-messages", "ticket-assign")
SIGN_IN = "Anmeldung"

Cells = tuple[str, ...]


def table() -> dict[str, dict[str, Cells]]:
    """The cells by method and name of the address."""
    methods: dict[str, dict[str, Cells]] = {}
    rows: dict[str, Cells] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## .*\((\w+)\)", line):
            rows = methods.setdefault(heading[1], {})
        elif line.startswith("|") and "`" in line:
            _what, name, *cells = (cell.strip(" `") for cell in line.strip("|").split("|"))
            rows[name] = tuple(cells)
    return methods


def url_names(patterns: list, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from url_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join((*namespaces, pattern.name))


@pytest.fixture
def running_services():
    """Signs of life, as the health check wants to see them."""
    for sign in SIGNS:
        leave_sign(sign)


@pytest.fixture(autouse=True)
def local_authority(settings, tmp_path: Path) -> None:
    """The house has an authority of its own, as after ``start --tls``."""
    files = Certificates(Instance("main", tmp_path))
    ensure(files, {"localhost"}, clock.now())
    settings.LOCAL_AUTHORITY = files.authority


@pytest.fixture
def address() -> Callable[[str], str]:
    """The address of a name, with things in it that exist."""
    admin, tool, worker = UserFactory(role=Role.ADMIN), ToolFactory(), WorkerFactory()
    lending = lend_tool(tool_id=tool.pk, worker_id=worker.pk, actor=admin, now=clock.now())
    idle, trashed, gone = WorkerFactory.create_batch(3)
    for person in (trashed, gone):
        delete_worker(person.pk, actor=admin, now=clock.now())
    tool_gone = ToolFactory()
    delete_tool(tool_gone.pk, actor=admin, now=clock.now())
    job, mail, notice = enqueue("try"), _mail(), _notice(admin)
    told = Notification.objects.create(
        user=admin, key="told", event_type="lending.overdue_list", created_at=clock.now()
    )
    things = {
        "accounts_user": admin,
        "core_job": job,
        "core_taskrun": TaskRun.objects.create(name="try", started_at=clock.now()),
        "notifications_notice": notice,
        "notifications_outgoingmail": mail,
        "sitesettings_scheduledtask": ScheduledTask.objects.first(),
        "sitesettings_systemsettings": SystemSettings.objects.get(),
        "lending_lending": lending,
        **_material(admin),
        "masterdata_category": CategoryFactory(),
        "masterdata_department": DepartmentFactory(),
        "masterdata_location": LocationFactory(),
        "tickets_ticket": TicketFactory(),
        "tickets_workarea": WorkAreaFactory(),
        "tools_tool": tool,
        "tools_toolfield": save_field(ToolField(label="Farbe"), actor=admin, now=clock.now()),
        "workers_worker": worker,
    }
    photo = add_file(tool, actor=admin).filename
    kind = ["categories"]
    item = [*kind, CategoryFactory().pk]
    consumable, booked = things["consumables_consumable"], things["consumables_stockmovement"]
    line = OrderLine.objects.select_related("order").get()
    sheet = things["consumables_stocktaking"]
    scrapped = ConsumableFactory()
    delete_consumable(scrapped.pk, actor=admin, now=clock.now())
    arguments = {
        f"admin:{model}_{verb}": [thing.pk]
        for model, thing in things.items()
        for verb in ("change", "delete", "history")
    } | {
        **{
            f"admin:{label.replace('.', '_')}_import_step": [admin.pk]  # nobody's
            for label in registry.tables
        },
        "admin:accounts_user_access": [admin.pk],
        "admin:accounts_user_action": [admin.pk, "end-sessions"],
        "accounts:invitation": [INVITATION.address(admin).rpartition("/")[2]],
        "accounts:reset_link": [RESET.address(admin).rpartition("/")[2]],
        "admin:app_list": ["tools"],
        "profile:confirm_email": ["x"],
        "profile:end_session": ["x"],
        "admin:consumables_consumable_action": [things["consumables_consumable"].pk, "receive"],
        "admin:lending_lending_action": [lending.pk, "take_back"],
        "admin:tickets_ticket_action": [things["tickets_ticket"].pk, "assign"],
        "admin:tools_tool_action": [tool.pk, "lend"],
        "admin:workers_worker_action": [worker.pk, "block"],
        "cancel_job": [job.pk],
        "job": [job.pk],
        "lending:change": [lending.pk, "extend"],
        "job_file": [job.pk],
        "notifications:open": [told.pk],
        "notifications:read": [told.pk],
        "api:consumable": [consumable.barcode],
        "api:tool": [tool.barcode],
        "masterdata:list": kind,
        "masterdata:add": kind,
        **{f"masterdata:{name}": item for name in ("detail", "edit", "merge", "delete")},
        **{f"reports:{page}": ["utilization"] for page in ("report", "export", "pdf", "save")},
        **{f"reports:{page}": [admin.pk] for page in ("saved", "delete_saved")},  # nobody's
        "setup:first_admin": [make_link("").rpartition("/")[2]],
        "setup:skip": [make_link("").rpartition("/")[2]],
        "setup:step": ["house"],
        **{f"consumables:{page}": [sheet.number] for page in STOCKTAKING_PAGES},
        **{f"consumables:{page}": [line.order.number] for page in ORDER_PAGES},
        "consumables:remove_order_line": [line.order.number, str(line.pk)],
        "consumables:order_file": [line.order.number, "csv"],
        **{f"consumables:{page}": [consumable.barcode] for page in STOCK_PAGES},
        "consumables:delete": [ConsumableFactory().barcode],
        **{f"consumables:{page}": [scrapped.pk] for page in ("restore", "erase")},
        "consumables:reverse": [booked.pk],
        **{
            f"workers:{name}": [idle.barcode]
            for name in ("detail", "edit", "status", "delete", "exit", "exit_pdf")
        },
        "workers:trash_item": [trashed.pk],
        "workers:erase": [gone.pk],
        **{f"tools:{page}": [tool.barcode] for page in TOOL_PAGES},
        **{f"tools:{page}": [tool_gone.pk] for page in ("restore", "erase")},
        "tools:strike": [tool.barcode, 0],
        **_tickets(admin),
        **{f"media:{page}": ["tools", tool.barcode] for page in ("upload", "list", "restore")},
        **{f"media:{page}": ["tools", tool.barcode, photo] for page in ("file", "preview")},
        **{f"files:{page}": ["tools", tool.barcode] for page in ("files", "upload", "restore")},
        **{f"files:{page}": ["tools", tool.barcode, photo] for page in ("remove", "preview")},
    }
    queries = {
        "lending:receipt": f"?id={lending.pk}",
        "lending:receipt_page": f"?id={lending.pk}",
        "admin:autocomplete": "?app_label=tools&model_name=tool&field_name=category",
        "tickets:news": "?after=2026-01-01T00:00:00Z",
        "workers:badges_pdf": f"?barcode={worker.barcode}",
        "quickscan:scan": f"?code={tool.barcode}",
        "consumables:receive_scan": f"?code={consumable.barcode}",
        "tools:label_sheet": "?sheet=70x37&code=qr&skip=0",
    }
    return lambda name: reverse(name, args=arguments.get(name)) + queries.get(name, "")


def _material(admin: User) -> dict[str, Any]:
    """A consumable with a booking, an order and a count of it."""
    who = {"actor": admin, "now": clock.now()}
    consumable = ConsumableFactory(min_stock=50)
    return {
        "consumables_consumable": consumable,
        "consumables_stockmovement": receive(consumable_id=consumable.pk, quantity=5, **who),
        "consumables_purchaseorder": propose_orders(**who)[0],
        "consumables_stocktaking": start_stocktaking(kind="consumable", **who),
        "masterdata_supplier": SupplierFactory(),
    }


def _tickets(admin: User) -> dict[str, list[Any]]:
    """Tickets of the admin, who is responsible for them, too: nobody else's business but employees'."""
    who = {"actor": admin, "now": clock.now()}
    foreign, spare, trashed, gone = TicketFactory.create_batch(4, created_by=admin)
    assign_ticket(ticket_id=foreign.pk, user_id=admin.pk, **who)
    for ticket in (trashed, gone):
        move_to_trash(ticket_id=ticket.pk, **who)
    return {
        **{f"tickets:{page}": [foreign.ticket_number] for page in TICKET_PAGES},
        **{f"api:{name}": [foreign.ticket_number] for name in TICKET_CALLS},
        "tickets:step": [foreign.ticket_number, "take"],
        "tickets:delete": [spare.ticket_number],
        "tickets:restore": [trashed.ticket_number],
        "tickets:erase": [gone.ticket_number],
        "tickets:forget_view": ["x"],
        "tickets:change_line": [foreign.ticket_number, "labor", _labor(foreign, admin), "strike"],
    }


def _labor(ticket: Ticket, admin: User) -> str:
    labor = Labor("Bohren", 1)
    line = book_labor(ticket_id=ticket.pk, labor=labor, actor=admin, now=clock.now())
    return str(line.pk)


def _mail() -> OutgoingMail:
    now = clock.now()
    return OutgoingMail.objects.create(
        key="try", recipient="a@example.org", created_at=now, due_at=now
    )


def _notice(author: User) -> Notice:
    now = clock.now()
    return save_notice(Notice(title="Hof gesperrt", starts_at=now), actor=author, now=now)


def outcome(response: HttpResponse) -> str:
    """The status, or that the person is asked to sign in."""
    if response.streaming:
        list(response)  # to its end, so that the file is closed
    asked = response.status_code == 302 and response.url.startswith(reverse("accounts:login"))
    return SIGN_IN if asked else str(response.status_code)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_gets_what_the_table_says(role, method, address, running_services):
    client = client_of(role) if role else Client()
    expected = {name: cells[COLUMNS.index(role)] for name, cells in table()[method].items()}
    names = sorted(expected, key=lambda name: name == "accounts:logout")  # at last

    found = {name: outcome(client.generic(method, address(name))) for name in names}

    assert found == expected


@pytest.mark.parametrize("method", METHODS)
def test_each_address_has_a_row(method):
    assert sorted(table()[method]) == sorted(url_names(get_resolver().url_patterns))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_address_of_ours_takes_other_methods(method, address):
    client = client_of(Role.ADMIN)
    ours = [name for name in table()["GET"] if not name.startswith(("admin:", "accounts:login"))]
    takers = TAKE_DELETE if method == "DELETE" else OBJECTS
    ours = [name for name in ours if name not in takers]

    statuses = {name: client.generic(method, address(name)).status_code for name in ours}

    assert statuses == dict.fromkeys(ours, 405)
