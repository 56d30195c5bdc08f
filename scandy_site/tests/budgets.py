"""What pages and calls may cost in commands to MongoDB, however much there is (the test and benchmarks/commands.py)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.core.cache import cache
from django.db import connections
from django.test import Client

from apps.accounts.models import User
from apps.consumables.models import Consumable
from apps.consumables.services.proposals import propose_orders
from apps.core import clock
from apps.lending.models import Lending
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket
from apps.tickets.waiting import count_anew
from apps.tools.models import Tool
from scandy_site.tests.mongo import ALIASES, Commands, count_commands

PAGE, SCAN, BOOKING = 10, 5, 15  # commands
PEOPLE = "app_label=lending&model_name=lending&field_name=worker"
A_DAY = 24 * 60 * 60
PROFILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Case:
    """One request: who sends what, and how many commands it may take."""

    name: str
    limit: int
    username: str
    path: str
    body: dict[str, Any] | None = None
    status: int = 200


def cases() -> list[Case]:
    """Every page and call, on the data of seed_demo: of a tool that is lent, one that is not, and their people."""
    lendings = Lending.objects.open().select_related("tool__category", "worker__department")
    lending = lendings.order_by("due_date", "tool_barcode").first()
    lent, worker = lending.tool.barcode, lending.worker.barcode
    free = Tool.objects.filter(status="verfügbar").order_by("barcode").first().barcode
    word = lending.tool_name[:4].lower()
    return [
        *_pages(lending, word),
        *_shelf_pages(),
        *_searches(lent, word),
        *_admin_pages(lending, word),
        *_calls(lent, word),
        *_tickets(),
        *_desk(lent, free, worker),
    ]


def _pages(lending: Lending, word: str) -> list[Case]:
    tool, lent, worker = lending.tool, lending.tool_barcode, lending.worker_barcode
    employee = {
        "home of an employee": "/",
        "how it goes": "/dashboard",
        "tools": "/tools/",
        "tools, second page": "/tools/?page=2&page_size=25",
        "tools, searched": f"/tools/?q={word}",
        "tools, searched by barcode": f"/tools/?q={lent}",
        "tools by status": "/tools/?status=ausgeliehen",
        "tools by category": f"/tools/?category={quote(str(tool.category))}",
        "tools by location": f"/tools/?location={quote(str(tool.location))}&sort=-name",
        "tools by barcode, last first": "/tools/?sort=-barcode",
        "tools by maintenance": "/tools/?sort=maintenance_due",
        "a lent tool": f"/tools/{lent}",
        "a tool's form": f"/tools/{lent}/edit",
        "a new tool": "/tools/add",
        "a copied tool": f"/tools/add?copy={lent}",
        "a tool's barcode": f"/tools/{lent}/code",
        "maintenance of a tool": f"/tools/{lent}/maintenance",
        "tools to maintain": "/tools/maintenance/",
        "tools overdue for maintenance": "/tools/maintenance/?due=overdue",
        "trash of the tools": "/tools/trash/",
        "labels of a list": f"/tools/labels/?q={word}",
        "open lendings": "/lending/",
        "open lendings, last lent first": "/lending/?sort=-lent_at",
        "overdue lendings": "/lending/?status=overdue",
        "returned lendings": "/lending/?status=returned",
        "all lendings": "/lending/?status=",
        "lendings, searched": f"/lending/?q={word}",
        "lendings of a tool": f"/lending/?status=&tool_barcode={lent}",
        "lendings of a worker": f"/lending/?status=&worker_barcode={worker}",
        "lendings of a department": f"/lending/?status=&department={quote(str(lending.worker.department))}",
        "lendings of a period": "/lending/?status=&lent_from=2020-01-01&lent_until=2090-01-01",
        "overdue, with contacts": "/lending/overdue",
        "manual lending": f"/lending/new?tool={lent}",
        "search of tools": f"/lending/search?kind=tool&q={word}",
        "search of people": "/lending/search?kind=worker&q=ma",
        "receipt of a lending": f"/lending/receipt?id={lending.pk}",
        "change of a lending": f"/lending/{lending.pk}/extend",
        "workers": "/workers/",
        "workers, searched": "/workers/?q=ma",
        "workers by department": f"/workers/?department={quote(str(lending.worker.department))}",
        "workers with overdue tools": "/workers/?lendings=overdue",
        "a worker": f"/workers/{worker}",
        "an exit checklist": f"/workers/{worker}/exit",
        "people in the trash": "/workers/trash/",
        "badges to choose": "/workers/badges/",
        "departments": "/masterdata/departments/",
        "locations": "/masterdata/locations/",
        "a department": f"/masterdata/departments/{lending.worker.department.pk}",
        "desk": "/quickscan/",
        "reports": "/reports/",
    }
    return [
        *(Case(name, PAGE, "mitarbeiter", path) for name, path in employee.items()),
        Case("home of an admin", PAGE, "admin", "/"),
        Case("home of a standard user", PAGE, "anwender", "/"),
        Case("home of a participant", PAGE, "teilnehmer", "/"),
    ]


def _tickets() -> list[Case]:
    """The lists of tickets, the board and one that somebody works on, for those who see all and for others."""
    working = Ticket.objects.alive().filter(
        status=TicketStatus.IN_PROGRESS, work_area__isnull=False
    )
    ticket = working.filter(department__isnull=False).order_by("pk").first()
    worker = User.objects.get(pk=ticket.assigned_to_id).username
    path = f"/tickets/{ticket.ticket_number}"
    employee = {
        "open": "/tickets/?list=open",
        "mine": "/tickets/?list=mine",
        "all": "/tickets/?list=all",
        "second page": "/tickets/?list=all&page=2&page_size=25",
        "searched": f"/tickets/?list=all&q={quote(ticket.title.split()[0])}",
        "by state and priority": "/tickets/?list=all&status=geschlossen&priority=normal&sort=-priority",
        "overdue": "/tickets/?list=all&mark=late&sort=due_date",
        "of nobody": "/tickets/?list=all&status=offen&assigned_to=nobody",
        "of somebody": f"/tickets/?list=all&assigned_to={worker}",
        "board": "/tickets/?list=all&view=board",
        "trash": "/tickets/trash/",
        "a ticket": path,
        "its history": f"{path}/history",
        "its panels": f"{path}/panels",
        "its news": f"{path}/news?after=2026-01-01T00:00:00Z",
        "its form": f"{path}/edit",
        "its people": f"{path}/assign",
        "new": "/tickets/create",
        "people": "/tickets/people?q=ma",
    }
    others = {"open": "/tickets/?list=open", "mine": "/tickets/", "board": "/tickets/?view=board"}
    return [
        *(Case(f"tickets: {name}", PAGE, "mitarbeiter", path) for name, path in employee.items()),
        *(
            Case(f"tickets of a user: {name}", PAGE, "anwender", path)
            for name, path in others.items()
        ),
        Case("tickets of a participant", PAGE, "teilnehmer", "/tickets/"),
        *_ticket_calls(ticket),
    ]


def _ticket_calls(ticket: Ticket) -> list[Case]:
    url = f"/api/tickets/{ticket.ticket_number}"
    return [
        Case("API: tickets", PAGE, "mitarbeiter", "/api/tickets"),
        Case("API: tickets, searched", PAGE + 1, "mitarbeiter", "/api/tickets?q=klemmt&sort=title"),
        Case("API: tickets of a user", PAGE, "anwender", "/api/tickets?status=offen"),
        Case("API: tickets of a participant", PAGE, "teilnehmer", "/api/tickets?sort=due_date"),
        Case("API: a ticket", PAGE, "mitarbeiter", url),
        Case("API: messages of a ticket", PAGE, "mitarbeiter", f"{url}/messages"),
    ]


def _shelf_pages() -> list[Case]:
    """Material and its orders; what is short is proposed, so that there is an order."""
    admin = User.objects.get(username="admin")
    order = propose_orders(actor=admin, now=clock.now())[0]
    consumable = Consumable.objects.exclude(supplier=None).order_by("barcode").first()
    shelf, orders = "/consumables/", "/consumables/orders/"
    pages = {
        "consumables": shelf,
        "consumables, searched": f"{shelf}?q={consumable.name[:4].lower()}",
        "consumables that run short": f"{shelf}?stock_state=niedrig",
        "consumables of a supplier": f"{shelf}?supplier={quote(str(consumable.supplier))}",
        "a consumable": f"{shelf}{consumable.barcode}",
        "a consumable's form": f"{shelf}{consumable.barcode}/edit",
        "withdrawal of a consumable": f"{shelf}{consumable.barcode}/withdraw",
        "forecast of a consumable": f"{shelf}{consumable.barcode}/forecast",
        "journal of the stock": f"{shelf}journal/",
        "journal of a consumable": f"{shelf}journal/?consumable_barcode={consumable.barcode}",
        "trash of the consumables": f"{shelf}trash/",
        "receipt of goods": f"{shelf}receive/",
        "stocktakings": f"{shelf}stocktakings/",
        "orders": orders,
        "proposals of orders": f"{orders}proposals",
        "an order": f"{orders}{order}",
        "receipt of an order": f"{orders}{order}/receive",
        "suppliers": "/masterdata/suppliers/",
        "a supplier": f"/masterdata/suppliers/{consumable.supplier_id}",
    }
    return [Case(name, PAGE, "mitarbeiter", path) for name, path in pages.items()]


def _searches(lent: str, word: str) -> list[Case]:
    """The search over everything; of a barcode the page leads straight to the thing."""
    return [
        Case("search", PAGE, "mitarbeiter", f"/search?q={word}"),
        Case("search of a barcode", PAGE, "mitarbeiter", f"/search?q={lent}", status=302),
        Case("search while typing", PAGE, "mitarbeiter", f"/search/box?q={word}"),
        Case("search by a form of a word", PAGE, "mitarbeiter", "/search/box?q=bohrmaschinen"),
        Case("API: search", PAGE, "anwender", f"/api/search?q={word}"),
    ]


def _admin_pages(lending: Lending, word: str) -> list[Case]:
    tools, workers, lendings = "tools/tool", "workers/worker", "lending/lending"
    category, department = lending.tool.category_id, lending.worker.department_id
    admin = {
        "index": "",
        "tools": f"{tools}/",
        "tools, searched": f"{tools}/?q={word}",
        "tools by status": f"{tools}/?status__exact=ausgeliehen",
        "tools by category": f"{tools}/?category__id__exact={category}",
        "tools by condition": f"{tools}/?condition__exact=gut",
        "tools, maintenance soon": f"{tools}/?maintenance=soon",
        "tools, maintenance overdue": f"{tools}/?maintenance=overdue",
        "tools, overdue": f"{tools}/?return=overdue",
        "tools in the trash": f"{tools}/?trash=1",
        "new tool": f"{tools}/add/",
        "a lent tool": f"{tools}/{lending.tool_id}/change/",
        "history of a tool": f"{tools}/{lending.tool_id}/history/",
        "take back": f"{tools}/{lending.tool_id}/do/take_back/",
        "pass on": f"{tools}/{lending.tool_id}/do/pass_on/",
        "workers": f"{workers}/",
        "workers, active": f"{workers}/?state=active",
        "workers with an account": f"{workers}/?account=yes",
        "workers who hold tools": f"{workers}/?holds=some",
        "a worker": f"{workers}/{lending.worker_id}/change/",
        "lendings": f"{lendings}/",
        "lendings, overdue": f"{lendings}/?state=overdue",
        "lendings, due today": f"{lendings}/?state=today",
        "lendings, undone": f"{lendings}/?state=canceled",
        "lendings of a year": f"{lendings}/?period=year",
        "lendings of a department": f"{lendings}/?department={department}",
        "a lending": f"{lendings}/{lending.pk}/change/",
        "accounts": "accounts/user/",
        "departments": "masterdata/department/",
        "locations": "masterdata/location/",
        "categories": "masterdata/category/",
        "a category": f"masterdata/category/{category}/change/",
        "suggestions": f"autocomplete/?{PEOPLE}&term={lending.worker.last_name[:3]}",
    }
    return [Case(f"admin: {name}", PAGE, "admin", f"/admin/{path}") for name, path in admin.items()]


def _calls(lent: str, word: str) -> list[Case]:
    paths = {
        "API: tools": "/api/tools",
        "API: tools, searched": f"/api/tools?q={word}&status=ausgeliehen",
        "API: a tool": f"/api/tools/{lent}",
        "API: history": "/api/lending/history",
        "API: history of a tool": f"/api/lending/history?tool_barcode={lent}",
        "API: overdue": "/api/lending/overdue",
    }
    return [Case(name, PAGE, "anwender", path) for name, path in paths.items()]


def _desk(lent: str, free: str, worker: str) -> list[Case]:
    """What a desk asks and books; the tool that it lends is free again in the end."""
    scans = {"a worker": worker, "a lent tool": lent, "a free tool": free}
    return [
        *(
            Case(f"scan: {name}", SCAN, "anwender", f"/quickscan/scan?code={code}")
            for name, code in scans.items()
        ),
        Case("scan: unknown code", SCAN, "anwender", "/quickscan/scan?code=GIBTSNICHT", status=404),
        *_bookings(lent, free),
    ]


def _bookings(lent: str, free: str) -> list[Case]:
    lend = {"tool_barcode": free, "worker_barcode": "M001", "operation_id": str(uuid4())}
    come_back = {"tool_barcode": free, "operation_id": str(uuid4())}
    later = {**lend, "operation_id": str(uuid4())}
    taken = {**later, "tool_barcode": lent, "operation_id": str(uuid4())}
    bookings = (
        ("lend", "process", lend, 201),
        ("lend, sent again", "process", lend, 201),
        ("lend what is lent", "process", taken, 409),
        ("return", "return", come_back, 200),
        ("undo a return", "undo", {"operation_id": come_back["operation_id"]}, 200),
        ("return without an id", "return", {"tool_barcode": free}, 200),
        ("return what is not lent", "return", {"tool_barcode": free}, 409),
        ("lend after all that", "process", later, 201),
        ("undo a lending", "undo", {"operation_id": later["operation_id"]}, 200),
    )
    return [
        Case(name, BOOKING, "anwender", f"/api/lending/{verb}", body, status)
        for name, verb, body, status in bookings
    ]


def send(case: Case, clients: dict[str, Client]) -> Any:
    """Send the request; a page or call that fails is a fault of the measurement."""
    client = clients[case.username]
    if case.body is None:
        response = client.get(case.path)
    else:
        response = client.post(case.path, case.body, content_type="application/json")
    assert response.status_code == case.status, (case, response.status_code, response.content[:500])
    return response


def signed_in(usernames: set[str]) -> dict[str, Client]:
    """A browser for each account, past its first page (which notes in the session when it was seen)."""
    clients = {username: Client() for username in usernames}
    for username, client in clients.items():
        client.force_login(User.objects.get(username=username))
        client.get("/")
        session = client.session
        session["seen_at"] = (
            clock.now().timestamp() + A_DAY
        )  # not noted again, however long it takes
        session.save()
    return clients


@dataclass(frozen=True)
class Cost:
    """What one request took: its commands, and what MongoDB did for them."""

    commands: Commands
    profile: list[dict[str, Any]]

    @property
    def documents(self) -> int:
        """How many documents were read from their collections."""
        return sum(entry.get("docsExamined", 0) for entry in self.profile)

    @property
    def keys(self) -> int:
        """How many entries of indexes were read."""
        return sum(entry.get("keysExamined", 0) for entry in self.profile)

    @property
    def scans(self) -> list[str]:
        """What read a collection without an index."""
        return [
            f"{entry['ns'].partition('.')[2]}: {str(entry['command'])[:400]}"
            for entry in self.profile
            if "COLLSCAN" in entry.get("planSummary", "")
        ]


def measure(cases: list[Case]) -> dict[str, Cost]:
    """What each request costs, in order. Pages are asked for once before: caches of the process are warm."""
    clients = signed_in({case.username for case in cases})
    people = {user.username: user for user in User.objects.filter(username__in=list(clients))}
    costs = {}
    with Profiler() as profiler:
        for case in cases:
            if case.body is None:
                forget_what_lasts_seconds(people[case.username])
                send(case, clients)
            profiler.take()
            with count_commands() as commands:
                send(case, clients)
            costs[case.name] = Cost(commands, profiler.take())
    return costs


def forget_what_lasts_seconds(user: User) -> None:
    """Lest it runs out just between the request that warms and the one that is counted."""
    count_anew(user)
    cache.delete_many(["tickets:assignees", "tickets:departments"])


class Profiler:
    """Has MongoDB write down what it does for each command, in ``system.profile`` of both databases."""

    def __enter__(self) -> "Profiler":
        for alias in ALIASES:
            connections[alias].ensure_connection()
        self.databases = [connections[alias].database for alias in ALIASES]
        self.taken = dict.fromkeys(self.databases, 0)
        for database in self.databases:
            database.drop_collection("system.profile")
            database.create_collection("system.profile", capped=True, size=PROFILE_BYTES)
            database.command("profile", 2)
        return self

    def __exit__(self, *error: object) -> None:
        for database in self.databases:
            database.command("profile", 0)
            database.drop_collection("system.profile")

    def take(self) -> list[dict[str, Any]]:
        """What was written since the last time, without the reading of the profile itself."""
        return [entry for database in self.databases for entry in self._take_from(database)]

    def _take_from(self, database: Any) -> list[dict[str, Any]]:
        entries = list(
            database["system.profile"].find().sort("$natural", 1).skip(self.taken[database])
        )
        self.taken[database] += len(entries)
        return [entry for entry in entries if not entry["ns"].endswith(".system.profile")]
