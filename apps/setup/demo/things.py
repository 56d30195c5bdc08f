"""The people and tools of the demo, made from a seed and a number; not saved yet, searchable, stamped."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from bson import ObjectId

from apps.core.clock import local_date, start_of_day
from apps.core.search import sort_key
from apps.masterdata.models import Category, Department, Location, Named, Supplier
from apps.setup.demo import names, plan, workdays
from apps.setup.demo.catalog import CATALOG, CATEGORIES, Kind
from apps.setup.demo.materials import CATEGORIES as MATERIAL_CATEGORIES
from apps.setup.demo.materials import SUPPLIERS
from apps.tickets.models import WorkArea
from apps.tools.enums import ToolCondition, ToolStatus
from apps.tools.models import MaintenanceRecord, Tool
from apps.workers.models import Worker

HISTORY = timedelta(days=730)  # how far back lendings go
FOUNDED = timedelta(days=1100)  # ago
MASTERDATA: dict[type[Named], tuple[str, ...]] = {
    Department: names.DEPARTMENTS,
    Location: names.LOCATIONS,
    Category: (*CATEGORIES, *MATERIAL_CATEGORIES),
    Supplier: tuple(name for name, _days, _number in SUPPLIERS),
    WorkArea: names.WORK_AREAS,
}
_IN_MAIL = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def founded(now: datetime) -> datetime:
    """When the house began to use Scandy."""
    return start_of_day(local_date(now)) - FOUNDED


@dataclass(frozen=True)
class House:
    """What everything is made for: the seed, the time, and the master data by model and name."""

    seed: int
    now: datetime
    named: dict[tuple[type[Named], str], Named]

    @classmethod
    def load(cls, seed: int, now: datetime) -> "House":
        named = {(model, item.name): item for model in MASTERDATA for item in model.objects.all()}
        return cls(seed, now, named)

    @cached_property
    def today(self) -> datetime:
        """The first moment of today, where the history ends: so it is the same all day."""
        return start_of_day(local_date(self.now))

    def pick(self, rng: Random, model: type[Named], beginnings: tuple[str, ...] = ("",)) -> Any:
        """One of the places, departments or categories of the demo; None when somebody renamed it."""
        fitting = [name for name in MASTERDATA[model] if name.startswith(beginnings)]
        return self.named.get((model, rng.choice(fitting)))

    def earlier(self, rng: Random) -> datetime:
        """A moment before the first lending, at which something was entered."""
        first_lending = workdays.from_moment(self.today - HISTORY)
        return workdays.to_moment(first_lending - rng.randrange(1, 50 * workdays.WEEK))


def make_worker(house: House, number: int, person: tuple[str, str] | None) -> Worker:
    """The person with that number.

    :param person: first and last name, when they are given.
    """
    rng = Random(f"{house.seed}:worker:{number}")  # noqa: S311 no secret
    first, last = rng.choice(names.FIRST_NAMES), rng.choice(names.LAST_NAMES)
    first, last = person or (first, last)
    worker = Worker(
        pk=ObjectId(),
        barcode=plan.worker_barcode(number),
        first_name=first,
        last_name=last,
        department=house.pick(rng, Department),
        email=f"{_mail_name(first)}.{_mail_name(last)}@example.org",
        phone=f"030 23125 {rng.randrange(1000):03}",  # numbers that nobody has
        notes=rng.choice(names.WORKER_NOTES) if rng.random() < 0.15 else "",
    )
    if number not in plan.ALWAYS_ACTIVE_WORKERS:
        worker.is_active = rng.random() >= 0.07
        worker.is_blocked = rng.random() < 0.05
        worker.blocked_reason = rng.choice(names.BLOCKED_REASONS)
    return finished(worker, house.earlier(rng))


def make_tool(house: House, number: int) -> Tool:
    """The tool with that number, not lent."""
    rng = Random(f"{house.seed}:tool:{number}")  # noqa: S311 no secret
    kind = rng.choice(CATALOG)
    maker, model = rng.choice(kind.models)
    made_at = house.earlier(rng)
    tool = Tool(
        pk=ObjectId(),
        barcode=plan.tool_barcode(number),
        name=f"{kind.name} {model}",
        description=" ".join(filter(None, (f"Hersteller: {maker}.", kind.description))),
        category=house.named.get((Category, kind.category)),
        location=house.pick(rng, Location, kind.places),
        status=plan.resting_status(house.seed, number),
        condition=rng.choices(ToolCondition.values, (12, 55, 28, 5))[0],
        serial_number=f"{maker[:2].upper()}{rng.randrange(10**8):08}",
        invoice_number=f"RE-{made_at.year}-{rng.randrange(10_000):04}",
        purchase_date=local_date(made_at),
        purchase_price=_price(rng, kind),
    )
    if kind.networked:
        tool.mac_address, tool.mac_address_wlan = _mac_address(rng), _mac_address(rng)
    if kind.inspected:
        _inspect(tool, rng, house.today)
    finished(tool, made_at)
    if tool.status != ToolStatus.AVAILABLE:
        until = workdays.from_moment(house.today)
        tool.updated_at = workdays.to_moment(until - rng.randrange(60, 3 * workdays.WEEK))
    return tool


def finished(thing: Any, made_at: datetime) -> Any:
    """The thing as its service would store it."""
    thing.clean()
    thing.update_search()
    thing.stamp(made_at)
    return thing


def _price(rng: Random, kind: Kind) -> Decimal:
    return Decimal(rng.randint(*kind.euros)) - Decimal("0.05")


def _mac_address(rng: Random) -> str:
    return ":".join(f"{part:02X}" for part in (0x02, *(rng.randrange(256) for _ in range(5))))


def _inspect(tool: Tool, rng: Random, today: datetime) -> None:
    """Tools that are inspected once a year: the last time, and when it is due again."""
    last = local_date(today) - timedelta(days=rng.randrange(5, 380))
    tool.maintenance_due = last + timedelta(days=365)
    tool.maintenance_history = [
        MaintenanceRecord(
            date=last,
            description=rng.choice(names.MAINTENANCE),
            cost=Decimal(rng.randrange(0, 90)),
            performed_by=rng.choice(names.INSPECTORS),
        )
    ]


def _mail_name(text: str) -> str:
    return sort_key(text.lower().translate(_IN_MAIL))
