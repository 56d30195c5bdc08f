"""Fills the database up to the wanted numbers. Each batch is one transaction, so nobody ever sees half of something.

A batch looks up inside its transaction what is missing: a run that was killed is continued by the next one, and two
runs at once add everything once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.management.base import OutputWrapper

from apps.accounts.models import User
from apps.audit.models import AuditEvent
from apps.audit.services import build_event, changes_between
from apps.consumables.services.forecasts import forecast_all
from apps.core.barcodes import normalize
from apps.core.db import atomic
from apps.core.logs import request_scope
from apps.core.models import Barcode, Barcoded
from apps.masterdata.services import save_named
from apps.setup.demo import accounts, bulk, lendings, plan, shelves
from apps.setup.demo.history import People
from apps.setup.demo.materials import SUPPLIERS
from apps.setup.demo.patience import patient
from apps.setup.demo.progress import Begin, PrintedProgress, Progress, Report, ReportedSteps
from apps.setup.demo.things import MASTERDATA, House, founded, make_tool, make_worker
from apps.setup.demo.tickets import make_stories, missing, tell
from apps.tickets.models import WorkOrderDetails
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.workers.models import Worker

BATCH = 500
SHELVES = 25  # each brings some sixty movements and their events
SUPPLIER_DETAILS = {
    name: {"delivery_days": days, "customer_number": number} for name, days, number in SUPPLIERS
}


@dataclass(frozen=True)
class Numbers:
    """How much there shall be of everything."""

    tools: int
    workers: int
    lendings: int
    consumables: int
    tickets: int = 0

    @property
    def total(self) -> int:
        return self.tools + self.workers + self.lendings + self.consumables + self.tickets


def fill(wanted: Numbers, *, seed: int, password: str, now: datetime, out: OutputWrapper) -> None:
    """Add what is missing; nothing is deleted, and nothing that is there is changed but the four accounts."""
    with request_scope(accounts.REQUEST_ID):
        _add_masterdata(now)
        house = House.load(seed, now)
        users = accounts.ensure_users(house)
        accounts.give_password(users.values(), password, now)
        _fill(house, wanted, users, partial(PrintedProgress, out))
        accounts.link_workers(users, now)


def fill_for(admin: User, wanted: Numbers, *, now: datetime, report: Report) -> list[str]:
    """Add what is missing to an instance that somebody runs: in that person's name, and without any account.

    :param report: hears how many things are done, of how many, and what they are.
    """
    _add_masterdata(now)
    users = {person.username: admin for person in accounts.PERSONS}
    steps = ReportedSteps(report, total=wanted.total)
    _fill(House.load(1, now), wanted, users, steps.begin)
    return steps.lines


def _fill(house: House, wanted: Numbers, users: dict[str, User], begin: Begin) -> None:
    _add(begin("Mitarbeiter", wanted.workers), _add_workers, house, users["admin"])
    _add(begin("Werkzeuge", wanted.tools), _add_tools, house, users["admin"])
    people = People.load(wanted.workers, users)
    if people.workers:
        stock = partial(_add_consumables, people)
        _add(begin("Verbrauchsmaterial", wanted.consumables), stock, house, users["admin"], SHELVES)
        forecast_all(house.now)
    lendings.add_lendings(house, people, wanted.tools, begin("Ausleihen", wanted.lendings))
    _add(begin("Tickets", wanted.tickets), partial(_add_tickets, users), house, users["admin"])


@patient
@atomic
def _add_masterdata(now: datetime) -> None:
    for model, names in MASTERDATA.items():
        existing = set(model.objects.values_list("sort_name", flat=True))
        for name in names:
            item = model(name=name, **SUPPLIER_DETAILS.get(name, {}))
            item.clean()
            if item.sort_name not in existing:
                save_named(item, actor=None, now=founded(now))


def _add(
    progress: Progress,
    add_batch: Callable[[House, range, User], None],
    house: House,
    actor: User,
    batch: int = BATCH,
) -> None:
    for start in range(1, progress.total + 1, batch):
        numbers = range(start, min(start + batch, progress.total + 1))
        add_batch(house, numbers, actor)
        progress.add(len(numbers))
    progress.finish()


@patient
@atomic
def _add_workers(house: House, numbers: range, actor: User) -> None:
    numbers_free = _free(numbers, plan.worker_barcode)
    workers = [make_worker(house, number, accounts.person(number)) for number in numbers_free]
    insert(workers, [event for worker in workers for event in _events_of_worker(worker, actor)])


@patient
@atomic
def _add_tools(house: House, numbers: range, actor: User) -> None:
    tools = [make_tool(house, number) for number in _free(numbers, plan.tool_barcode)]
    insert(tools, [event for tool in tools for event in _events_of_tool(tool, actor)])


@patient
@atomic
def _add_consumables(people: People, house: House, numbers: range, actor: User) -> None:
    """Each comes with its whole journal, or not at all."""
    for number in _free(numbers, shelves.barcode):
        consumable = shelves.make_consumable(house, number)
        born = consumable.created_at
        movements = shelves.Shelf(house, people, consumable, number).fill()
        events = [shelves.creation_of(consumable, actor, born), *shelves.events_of(movements)]
        insert([consumable], events)
        bulk.insert(movements)


@patient
@atomic
def _add_tickets(users: dict[str, User], house: House, numbers: range, actor: User) -> None:
    stories = make_stories(house, users, missing(house.seed, numbers))
    tell(stories)
    bulk.insert([story.ticket for story in stories])
    for name in ("events", "messages", "unread", "labor"):
        bulk.insert([each for story in stories for each in getattr(story, name)])
    details = [each for story in stories for each in story.details]
    WorkOrderDetails.objects.bulk_create(details)


def _free(numbers: range, barcode: Callable[[int], str]) -> list[int]:
    """The numbers whose barcode nothing carries yet."""
    codes = {normalize(barcode(number)): number for number in numbers}
    taken = Barcode.objects.filter(code__in=list(codes)).values_list("code", flat=True)
    return sorted(codes[code] for code in codes.keys() - set(taken))


def _events_of_worker(worker: Worker, actor: User) -> Iterator[AuditEvent]:
    yield build_event(
        "workers.created", worker, actor=actor, at=worker.created_at, worker=worker.full_name
    )


def _events_of_tool(tool: Tool, actor: User) -> Iterator[AuditEvent]:
    """Each was added, and some became defective or went to maintenance later."""
    yield build_event("tools.created", tool, actor=actor, at=tool.created_at, tool=tool.name)
    changes = changes_between({"status": str(ToolStatus.AVAILABLE.label)}, tool)
    if changes:
        yield build_event(
            "tools.status_changed",
            tool,
            actor=actor,
            at=tool.updated_at,
            changes=changes,
            tool=tool.name,
        )


def insert(things: list[Any], events: list[AuditEvent]) -> None:
    """Store things of one kind with their barcodes and events."""
    if things:
        type(things[0]).objects.bulk_create(things)
        Barcode.objects.bulk_create(map(_registration, things))
        bulk.insert(events)


def _registration(thing: Barcoded) -> Barcode:
    return Barcode(code=normalize(thing.barcode), kind=thing.barcode_kind, object_id=str(thing.pk))
