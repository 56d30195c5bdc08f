"""The consumables of the demo and two years of their journal, made from a seed and a number; not saved yet."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from math import ceil, pi, sin
from random import Random

from bson import ObjectId

from apps.accounts.models import User
from apps.audit.models import AuditEvent
from apps.audit.services import build_event
from apps.consumables.enums import MovementKind
from apps.consumables.models import Consumable, StockMovement
from apps.consumables.rules import PLACES, in_words, stock_state
from apps.core.clock import local_date
from apps.masterdata.models import Category, Location, Supplier
from apps.setup.demo import materials, workdays
from apps.setup.demo.history import People
from apps.setup.demo.materials import ARTICLES, PIECES, SUPPLIERS, Material
from apps.setup.demo.things import HISTORY, House, finished

ONLY_PIECES = range(1, 21)
MONTHS = 24
MONTH = (HISTORY.days // 7) * workdays.WEEK // MONTHS
NEGLECTED = 9  # of a hundred: nobody orders them any more


def barcode(number: int) -> str:
    return f"C{number:06}"


def make_consumable(house: House, number: int) -> Consumable:
    """The consumable with that number, of which nothing is there yet."""
    rng = Random(f"{house.seed}:consumable:{number}")  # noqa: S311 no secret
    material, size = article(number)
    monthly = max(1, sum(material.monthly) // 2)
    rounds = (number - 1) // len(ARTICLES)
    maker = f" {materials.MAKERS[rounds % len(materials.MAKERS)]}" if rounds else ""
    consumable = Consumable(
        pk=ObjectId(),
        barcode=barcode(number),
        name=f"{material.name} {size}{maker}",
        category=house.named.get((Category, material.category)),
        location=house.pick(rng, Location, ("Lager",)),
        unit=material.unit,
        min_stock=Decimal(monthly // 2),
        max_stock=Decimal(max(monthly * 3, ceil(float(material.pack)) * 2)),
        cost_per_unit=Decimal(rng.randint(*material.cents)) / 100,
        supplier=house.named.get((Supplier, SUPPLIERS[material.supplier][0])),
        supplier_article_number=f"{rng.randrange(10**6):06}",
        pack_size=Decimal(material.pack),
    )
    return finished(consumable, house.earlier(rng))


def article(number: int) -> tuple[Material, str]:
    """The material and size of a number; the first ones are all counted in pieces."""
    articles = PIECES if number in ONLY_PIECES else ARTICLES
    return articles[(number * 7) % len(articles)]


class Shelf:
    """Two years in the life of a consumable: taken out as its habit wants, ordered when it runs low."""

    def __init__(self, house: House, people: People, consumable: Consumable, number: int):
        self.people, self.consumable = people, consumable
        self.rng = Random(f"{house.seed}:usage:{number}")  # noqa: S311 no secret
        self.material, _size = article(number)
        self.end = workdays.from_moment(house.today) - 1
        self.begin = self.end - MONTHS * MONTH
        is_neglected = self.rng.randrange(100) < NEGLECTED and number not in ONLY_PIECES
        self.ordered_until = self.end - 2 * MONTH if is_neglected else self.end
        self.stock = Decimal(0)
        self.movements: list[StockMovement] = []

    def fill(self) -> list[StockMovement]:
        """All movements, the oldest first; the consumable then has their stock."""
        consumable = self.consumable
        opening = max(consumable.max_stock or 0, consumable.pack_size)
        self._book(MovementKind.CORRECTION, self._rounded(opening), self.begin)
        for month in range(MONTHS):
            self._live_through(month)
        consumable.current_stock = self.stock
        consumable.stock_state = stock_state(self.stock, consumable.min_stock)
        consumable.stamp(self.movements[-1].used_at)
        return self.movements

    def _live_through(self, month: int) -> None:
        start = self.begin + month * MONTH
        demand = self._demand(month, workdays.to_moment(start).month)
        times = min(self.rng.randint(1, 3), int(demand)) if demand >= 1 else 0
        for second in sorted(self.rng.randrange(start + 1, start + MONTH) for _ in range(times)):
            wanted = self._rounded(demand / times)
            self._refill(second - 600, wanted)
            if amount := min(wanted, self.stock):
                self._book(MovementKind.WITHDRAWAL, -amount, second)

    def _refill(self, second: int, needed: Decimal) -> None:
        """Goods come in before a withdrawal, if they ran low and somebody still orders them."""
        is_enough = self.stock >= max(self.consumable.min_stock, needed)
        if is_enough or second > self.ordered_until:
            return
        target = max(self.consumable.max_stock or Decimal(0), needed)
        packs = ceil((target - self.stock) / self.consumable.pack_size)
        self._book(MovementKind.RECEIPT, self._rounded(packs * self.consumable.pack_size), second)
        self.consumable.last_ordered = local_date(self.movements[-1].used_at)

    def _demand(self, month: int, calendar_month: int) -> Decimal:
        lowest, highest = self.material.monthly
        usual = Decimal(self.rng.randint(lowest, highest))
        factors = {
            materials.STEADY: 1.0,
            materials.SEASONAL: 1 + 0.8 * sin((calendar_month - 4) * pi / 6),
            materials.LUMPY: 3.0 if self.rng.random() < 0.3 else 0.0,
            materials.RARE: 2.0 if self.rng.random() < 0.12 else 0.0,
            materials.FADING: max(0.0, 1 - month / 16),
        }
        return usual * Decimal(str(round(factors[self.material.habit], 3)))

    def _rounded(self, quantity: Decimal) -> Decimal:
        if self.consumable.unit_in_words.is_divisible:
            return quantity.quantize(Decimal("0.5")) or Decimal("0.5")
        return Decimal(max(1, round(quantity)))

    def _book(self, kind: MovementKind, quantity: Decimal, second: int) -> None:
        self.stock += quantity
        movement = StockMovement(
            pk=ObjectId(),
            consumable=self.consumable,
            kind=kind,
            quantity=quantity.quantize(PLACES),
            stock_after=self.stock.quantize(PLACES),
            unit_cost=self.consumable.cost_per_unit,
            booked_by=self.people.at_counter(self.rng),
            used_at=workdays.to_moment(second),
            is_usage=kind == MovementKind.WITHDRAWAL,
            reason="Anfangsbestand" if kind == MovementKind.CORRECTION else "",
        )
        if kind == MovementKind.WITHDRAWAL:
            movement.worker = self.people.borrower(self.rng, now=False)
        movement.copy_names()
        self.movements.append(movement)


def events_of(movements: list[StockMovement]) -> Iterator[AuditEvent]:
    """What the services of stock would have recorded."""
    names = {
        MovementKind.WITHDRAWAL: "consumables.withdrawn_for",
        MovementKind.RECEIPT: "consumables.received",
        MovementKind.CORRECTION: "consumables.corrected",
    }
    for movement in movements:
        yield build_event(
            names[MovementKind(movement.kind)],
            movement.consumable,
            actor=movement.booked_by,
            at=movement.used_at,
            about=[movement, *([movement.worker] if movement.worker else [])],
            consumable=movement.consumable_name,
            quantity=in_words(abs(movement.quantity)),
            unit=movement.consumable.unit,
            worker=movement.worker_name,
            stock=in_words(movement.stock_after),
            reason=movement.reason,
        )


def creation_of(consumable: Consumable, actor: User, at: datetime) -> AuditEvent:
    """The event of adding it."""
    return build_event(
        "consumables.created", consumable, actor=actor, at=at, consumable=consumable.name
    )
