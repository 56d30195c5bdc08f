"""The tickets of the demo: handed in, worked on, answered, closed, each with its history; not saved yet.

A ticket is made from the seed and its number alone; only its ticket number comes from the counter of its month.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from bson import ObjectId

from apps.accounts.models import User
from apps.audit.services import build_event, changes_between, snapshot
from apps.masterdata.models import Department
from apps.setup.demo import requests, workdays
from apps.setup.demo.things import House
from apps.tickets.enums import Priority, TicketCategory, TicketStatus
from apps.tickets.models import (
    Ticket,
    TicketEvent,
    TicketMessage,
    UnreadMark,
    WorkArea,
    WorkOrderDetails,
    WorkOrderLabor,
)
from apps.tickets.rules import due_moment
from apps.tickets.services.tickets import month_of, take_numbers

OLDEST, ALL_DONE = 500, 45  # days: how old the oldest are, and from when on nothing waits any more
LONGEST_WORK = 8 * workdays.DAY
MOVED = ("status", "assigned_to")
RATE = Decimal("45.00")
WAY = {  # what happens in which state
    TicketStatus.ASSIGNED: "tickets.assigned",
    TicketStatus.IN_PROGRESS: "tickets.started",
    TicketStatus.RESOLVED: "tickets.resolved",
    TicketStatus.CLOSED: "tickets.closed",
}


def ticket_id(seed: int, number: int) -> ObjectId:
    """So that a second run knows which are there."""
    return ObjectId(sha256(f"{seed}:ticket:{number}".encode()).digest()[:12])


@dataclass
class Story:
    """One ticket with all that belongs to it."""

    house: House
    users: dict[str, User]
    number: int
    events: list[TicketEvent] = field(default_factory=list)
    messages: list[TicketMessage] = field(default_factory=list)
    unread: list[UnreadMark] = field(default_factory=list)
    details: list[WorkOrderDetails] = field(default_factory=list)
    labor: list[WorkOrderLabor] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(f"{self.house.seed}:ticket:{self.number}")  # noqa: S311 no secret
        self.employee = self.users["mitarbeiter"]
        self.ticket = self._ticket()
        self.end = workdays.from_moment(self.house.today)
        self.begin = self.end - self._age()
        self.times = self._times()

    def tell(self, ticket_number: str) -> None:
        """Let everything happen, under the number that the ticket got."""
        self.ticket.ticket_number = ticket_number
        self.ticket.stamp(self.times[0])
        self._record("tickets.created", self.ticket.created_by, self.times[0])
        for status, at in zip(self._path(), self.times[1:], strict=False):
            self._move(status, at)
        self._talk()
        if self.ticket.category == TicketCategory.WORK_ORDER:
            self._order()
        self.ticket.complete()

    @property
    def created_at(self) -> datetime:
        return self.times[0]

    def _ticket(self) -> Ticket:
        rng = self.rng
        category = rng.choices(list(TicketCategory), (5, 3, 2))[0]
        title, description, area, tag = rng.choice(requests.REQUESTS[category])
        return Ticket(
            pk=ticket_id(self.house.seed, self.number),
            title=title,
            description=description,
            category=category,
            priority=rng.choices(list(Priority), (3, 8, 3, 1))[0],
            created_by=self.users[
                rng.choices(["teilnehmer", "anwender", "mitarbeiter"], (5, 4, 2))[0]
            ],
            department=self.house.pick(rng, Department),
            work_area=self.house.named.get((WorkArea, area)),
            tags=[tag],
        )

    def _age(self) -> int:
        """In seconds of opening hours; there are more young ones than old ones."""
        days = int(OLDEST * self.rng.random() ** 1.6)
        return days * workdays.DAY * 5 // 7 + self.rng.randrange(workdays.DAY)

    def _path(self) -> list[TicketStatus]:
        """The states that the ticket has gone through, as far as it has come."""
        states = list(WAY)
        is_old = self.end - self.begin > ALL_DONE * workdays.DAY
        return states if is_old else states[: self.rng.randrange(len(states) + 1)]

    def _times(self) -> list[datetime]:
        """When it was handed in and when each state was reached."""
        span = min(self.end - self.begin, LONGEST_WORK)
        steps = sorted(self.rng.random() for _ in WAY)
        return [workdays.to_moment(self.begin + int(span * step)) for step in (0, *steps)]

    def _move(self, status: TicketStatus, at: datetime) -> None:
        ticket, before = self.ticket, snapshot(self.ticket, MOVED)
        if status == TicketStatus.ASSIGNED:
            ticket.assigned_to = self.users[self.rng.choice(["mitarbeiter", "anwender"])]
            ticket.due_date = due_moment((at + timedelta(days=self.rng.randrange(3, 30))).date())
        ticket.status = status
        ticket.resolved_at = at if status == TicketStatus.RESOLVED else ticket.resolved_at
        ticket.closed_at = at if status == TicketStatus.CLOSED else ticket.closed_at
        ticket.stamp(at)
        words = {"person": ticket.assigned_to} if status == TicketStatus.ASSIGNED else {}
        actor = self.employee if status == TicketStatus.ASSIGNED else ticket.assigned_to
        changes = changes_between(before, ticket)
        self._record(WAY[status], actor, at, changes=changes, **words)

    def _talk(self) -> None:
        """Questions and answers between two who take part, and now and then a note among employees."""
        requester, count = self.ticket.created_by, self.rng.choice([0, 0, 1, 2, 2, 3, 4])
        for turn in range(count):
            author, words = (
                (requester, requests.ANSWERS) if turn % 2 else (self.employee, requests.QUESTIONS)
            )
            self._write(author, self.rng.choice(words), self._later(turn))
        if self.rng.random() < 0.2:
            self._write(self.employee, self.rng.choice(requests.NOTES), self._later(count), True)
        is_waiting = self.messages and self.messages[-1].author == self.employee
        if is_waiting and self.ticket.status != TicketStatus.CLOSED and requester != self.employee:
            self.unread.append(UnreadMark(ticket=self.ticket, user=requester, count=1))

    def _later(self, turn: int) -> datetime:
        """A moment of the conversation; what was said last may be some hours old."""
        begin = self.begin + (turn + 1) * workdays.DAY // 3
        return workdays.to_moment(min(begin, self.end - 60 + turn))

    def _write(self, author: User, text: str, at: datetime, is_internal: bool = False) -> None:
        message = TicketMessage(ticket=self.ticket, text=text, at=at, is_internal=is_internal)
        message.author, message.author_name = author, str(author)
        self.messages.append(message)
        event = "tickets.note_added" if is_internal else "tickets.message_added"
        self._record(event, author, at)

    def _order(self) -> None:
        """For whom the work is, and what has been done of it."""
        kind, name, contact, area = self.rng.choice(requests.CUSTOMERS)
        details = WorkOrderDetails(
            ticket=self.ticket,
            customer_kind=kind,
            customer_name=name,
            customer_contact=contact,
            area=area,
            order_description=self.ticket.description,
        )
        details.stamp(self.created_at)
        self.details.append(details)
        if self.ticket.assigned_to is not None and self.ticket.status != TicketStatus.ASSIGNED:
            self.labor.extend(self._work(self.rng.choice([1, 2, 3])))
            self.ticket.actual_hours = sum((line.hours for line in self.labor), Decimal(0))

    def _work(self, count: int) -> Iterator[WorkOrderLabor]:
        at = self.ticket.updated_at
        for work, category, hours in self.rng.sample(requests.WORK, count):
            line = WorkOrderLabor(
                ticket=self.ticket,
                work=work,
                category=category,
                hours=Decimal(hours),
                hourly_rate=RATE,
                added_at=at,
            )
            line.book(self.ticket.assigned_to, at)
            yield line

    def _record(self, event_type: str, actor: User, at: datetime, **words: Any) -> None:
        self.events.append(
            build_event(event_type, self.ticket, actor=actor, at=at, ticket=self.ticket, **words)
        )


def tell(stories: list[Story]) -> None:
    """Give the stories their ticket numbers, by months, and let them happen."""
    by_month: dict[str, list[Story]] = {}
    for story in stories:
        by_month.setdefault(month_of(story.created_at), []).append(story)
    for month, told in by_month.items():
        for story, number in zip(told, take_numbers(month, len(told)), strict=True):
            story.tell(number)


def make_stories(house: House, users: dict[str, User], numbers: list[int]) -> list[Story]:
    """The tickets with these numbers, the oldest first, as they get their ticket numbers."""
    return sorted(
        (Story(house, users, number) for number in numbers), key=lambda story: story.created_at
    )


def missing(seed: int, numbers: range) -> list[int]:
    """The numbers whose ticket is not there yet."""
    ids = {ticket_id(seed, number): number for number in numbers}
    there = Ticket.objects.filter(pk__in=list(ids)).values_list("pk", flat=True)
    return sorted(ids[pk] for pk in ids.keys() - set(there))
