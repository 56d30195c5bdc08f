"""Two years in the life of a tool: lendings that follow one another, with their events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bson import ObjectId

from apps.accounts.models import User
from apps.audit.models import AuditEvent
from apps.audit.services import build_event
from apps.core.clock import BERLIN
from apps.lending.enums import LendingStatus
from apps.lending.models import Lending
from apps.lending.queries import default_due_date
from apps.setup.demo import names, plan, workdays
from apps.setup.demo.accounts import PERSONS
from apps.setup.demo.things import HISTORY, House
from apps.tools.enums import ToolStatus
from apps.tools.models import Tool
from apps.workers.models import Worker

Period = tuple[datetime, datetime | None]  # lent at, returned at

SHORTEST_GAP = 600  # seconds
# How long tools stay out, in seconds of the counter's time: (shortest, longest) and how often.
DURATIONS = (
    (1800, workdays.DAY),
    (workdays.DAY, 4 * workdays.DAY),
    (4 * workdays.DAY, 10 * workdays.DAY),
    (10 * workdays.DAY, 25 * workdays.DAY),
)
DURATION_WEIGHTS = (45, 30, 20, 5)
# How long ago a tool went out that still is, when it is due later and when it is late.
AGO = (60, 9 * workdays.DAY)
LONG_AGO = (11 * workdays.DAY, 30 * workdays.DAY)


@dataclass(frozen=True)
class People:
    """Who borrows (``active``: who may now) and who stands at the counter."""

    workers: list[Worker]
    active: list[Worker]
    staff: list[User]
    shifts: list[int]

    @classmethod
    def load(cls, count: int, users: dict[str, User]) -> "People":
        """The first so many people of the demo, and those with accounts."""
        known = Worker.objects.alive().defer("search_terms", "notes")
        by_barcode = {worker.barcode: worker for worker in known}
        barcodes = map(plan.worker_barcode, range(1, count + 1))
        workers = [by_barcode[barcode] for barcode in barcodes if barcode in by_barcode]
        active = [worker for worker in workers if worker.is_active and not worker.is_blocked]
        return cls(
            workers,
            active,
            staff=[users[person.username] for person in PERSONS],
            shifts=[person.shifts for person in PERSONS],
        )

    def borrower(self, rng: Random, *, now: bool) -> Worker:
        """Those with low numbers borrow more often than others."""
        people = self.active if now else self.workers
        return people[int(len(people) * rng.random() ** 1.4)]

    def at_counter(self, rng: Random) -> User:
        return rng.choices(self.staff, self.shifts)[0]


class ToolHistory:
    """Adds lendings to one tool, in the time in which nobody has it."""

    def __init__(self, house: House, people: People, tool: Tool):
        number = plan.tool_number(tool.barcode) or 0
        self.people, self.tool = people, tool
        self.rng = Random(f"{house.seed}:lendings:{number}")  # noqa: S311 no secret
        is_here = tool.status in (ToolStatus.AVAILABLE, ToolStatus.LENT)
        until = house.today if is_here else min(house.today, tool.updated_at)
        self.begin = workdays.from_moment(max(house.today - HISTORY, tool.created_at)) + 1
        self.end = workdays.from_moment(until) - 1
        is_free = tool.status == ToolStatus.AVAILABLE and bool(people.active)
        self.goes_out = is_free and plan.is_out(house.seed, number)
        self.is_overdue = plan.is_overdue(number)

    def lendings(self, count: int, taken: Iterable[Period]) -> list[Lending]:
        """So many more, the oldest first; the last one may be open."""
        gaps = list(self._gaps(taken))
        open_lendings = []
        if self.goes_out and count and gaps and gaps[-1][1] == self.end:
            start, _end = gaps.pop()
            lent_at = self._went_out(start)
            gaps += [(start, lent_at - 1)] if lent_at - start > SHORTEST_GAP else []
            open_lendings = [self._lending(lent_at, None)]
        slots = plan.slots(count - len(open_lendings), gaps)
        return [self._returned(slot) for slot in slots] + open_lendings

    def _gaps(self, taken: Iterable[Period]) -> Iterator[plan.Gap]:
        free_from = self.begin
        for lent_at, returned_at in sorted(taken, key=lambda period: period[0]):
            free_until = min(workdays.from_moment(lent_at) - 1, self.end)
            if free_until - free_from > SHORTEST_GAP:
                yield free_from, free_until
            back = workdays.from_moment(returned_at) + 1 if returned_at else self.end
            free_from = max(free_from, back)
        if self.end - free_from > SHORTEST_GAP:
            yield free_from, self.end

    def _went_out(self, earliest: int) -> int:
        ago = self.rng.randrange(*(LONG_AGO if self.is_overdue else AGO))
        return max(earliest, self.end - ago)

    def _returned(self, slot: plan.Gap) -> Lending:
        start, end = slot
        shortest, longest = self.rng.choices(DURATIONS, DURATION_WEIGHTS)[0]
        duration = min(self.rng.randrange(shortest, longest), (end - start) * 9 // 10)
        lent_at = start + self.rng.randrange(end - start - duration)
        return self._lending(lent_at, lent_at + duration)

    def _lending(self, start: int, end: int | None) -> Lending:
        rng, lent_at = self.rng, workdays.to_moment(start)
        lending = Lending(
            pk=ObjectId(),
            tool=self.tool,
            worker=self.people.borrower(rng, now=end is None),
            lent_by=self.people.at_counter(rng),
            lent_at=lent_at,
            due_date=default_due_date(lent_at),
            notes=rng.choice(names.LENDING_NOTES) if rng.random() < 0.12 else "",
        )
        lending.copy_names()
        lending.stamp(lent_at)
        if end is not None:
            self._take_back(lending, workdays.to_moment(end))
        return lending

    def _take_back(self, lending: Lending, at: datetime) -> None:
        rng = self.rng
        lending.is_open, lending.status = False, LendingStatus.RETURNED
        lending.returned_at, lending.returned_by = at, self.people.at_counter(rng)
        lending.return_notes = rng.choice(names.RETURN_NOTES) if rng.random() < 0.08 else ""
        lending.stamp(at)


def events_of(lending: Lending) -> Iterator[AuditEvent]:
    """What the services of lending would have recorded."""
    yield _event("lending.tool_lent", lending, lending.lent_by, lending.lent_at)
    if lending.returned_at:
        yield _event("lending.tool_returned", lending, lending.returned_by, lending.returned_at)


def _event(event_type: str, lending: Lending, actor: User, at: datetime) -> AuditEvent:
    return build_event(
        event_type,
        lending,
        actor=actor,
        at=at,
        about=[lending.tool, lending.worker],
        tool=lending.tool_name,
        worker=lending.worker_name,
        due=f"{lending.due_date.astimezone(BERLIN):%d.%m.%Y}",
    )
