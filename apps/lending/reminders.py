"""Reminding: the person before and after the due date, the employees once a day with everything that is late.

Each lending remembers the last stage of which its person was reminded, so a run that was killed goes on where it
stopped, and days on which the house is closed are made up for with the stage that is due by then.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bson import ObjectId
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import ConcurrentUpdate
from apps.lending.models import SOON, Lending, LendingQuerySet
from apps.lending.notification_types import DUE_SOON, OVERDUE_LIST, REMINDER
from apps.lending.queries import with_state
from apps.lending.rules import soon_until
from apps.notifications.delivery import wake_delivery
from apps.notifications.services import Message, notify, tell_person
from apps.sitesettings.models import SystemSettings
from apps.tools.models import Tool

LISTED = 50  # lendings in the mail to the employees; the page has all


@dataclass
class Reminded:
    """What a run did."""

    mailed: int = 0
    not_mailed: int = 0  # nobody has stored an address, or the person wants no mail
    postponed: int = 0  # somebody was changing the lending; the next run reminds

    def __str__(self) -> str:
        text = _("%(mailed)d by mail, %(not_mailed)d without (no address, or not wanted)")
        if self.postponed:
            text = _("%(mailed)d by mail, %(not_mailed)d without, %(postponed)d in the next run")
        return text % asdict(self)


def remind_borrowers(settings: SystemSettings, now: datetime) -> Reminded:
    """Put a mail into the outbox for each lending that has reached a new stage; none on closed days."""
    reminded = Reminded()
    if not settings.calendar.is_open(clock.local_date(now)):
        return reminded
    busy: set[ObjectId] = set()  # reached a later stage, so an earlier one must not be told
    for stage, waiting in _stages(settings, now):
        lending_ids = waiting.order_by("due_date").values_list("pk", flat=True)
        for lending_id in [pk for pk in lending_ids if pk not in busy]:
            try:
                mailed = _remind(lending_id, stage, waiting, now)
            except ConcurrentUpdate:
                busy.add(lending_id)
                continue
            reminded.mailed += mailed is True
            reminded.not_mailed += mailed is False
    reminded.postponed = len(busy)
    if reminded.mailed:
        wake_delivery()
    return reminded


def remind_now(lending_ids: Iterable[ObjectId], *, actor: Any, now: datetime) -> Reminded:
    """Put a mail into the outbox for each of the overdue lendings, because an employee asks for it; one a day each."""
    reminded = Reminded()
    overdue = Lending.objects.overdue(now).filter(pk__in=list(lending_ids))
    for lending_id in overdue.order_by("due_date").values_list("pk", flat=True):
        mailed = _remind_by_hand(lending_id, actor, now)
        reminded.mailed += mailed
        reminded.not_mailed += not mailed
    if reminded.mailed:
        wake_delivery()
    return reminded


def tell_employees(settings: SystemSettings, now: datetime) -> int:
    """One list of everything that is late, to those who run the store; once a day, none on closed days."""
    overdue = Lending.objects.overdue(now)
    count: int = overdue.count()
    if not count or not settings.calendar.is_open(clock.local_date(now)):
        return 0
    late = with_state(overdue.order_by("due_date", "pk")[:LISTED], now)
    _tell(late, count, now)
    return count


def _stages(settings: SystemSettings, now: datetime) -> Iterator[tuple[int, LendingQuerySet]]:
    """The lendings of each stage that have not reached it yet, the latest stage first, so each person hears one."""
    today = clock.local_date(now)
    for days in sorted(set(settings.reminder_days), reverse=True):
        due_until = clock.end_of_day(today - timedelta(days=days))
        yield days, _waiting(days).filter(due_date__lte=due_until)
    if settings.due_soon_days:
        until = soon_until(today, settings.due_soon_days, settings.calendar.next_open)
        yield (
            SOON,
            _waiting(SOON).filter(
                due_date__gte=clock.start_of_day(today), due_date__lte=clock.end_of_day(until)
            ),
        )


def _waiting(stage: int) -> LendingQuerySet:
    waiting: LendingQuerySet = Lending.objects.open().filter(reminder_stage__lt=stage)
    return waiting


@atomic
def _remind(
    lending_id: ObjectId, stage: int, waiting: LendingQuerySet, now: datetime
) -> bool | None:
    """Remind of one lending: True when a mail waits, False when there is none to send, None when others did.

    Claiming the stage first makes sure that nobody else reminds.
    """
    if not waiting.filter(pk=lending_id).update(reminder_stage=stage):
        return None
    lending = Lending.objects.select_related("worker", "worker__user").get(pk=lending_id)
    return _tell_borrower(lending, _reminder(lending, stage, now), now)


@atomic
def _remind_by_hand(lending_id: ObjectId, actor: Any, now: datetime) -> bool:
    lending = Lending.objects.select_related("worker", "worker__user").get(pk=lending_id)
    message = _reminder(lending, f"by hand, {clock.local_date(now)}", now)
    if not _tell_borrower(lending, message, now):
        return False
    record(
        "lending.reminded",
        lending,
        actor=actor,
        at=now,
        about=[Tool(pk=lending.tool_id), lending.worker],
        tool=lending.tool_name,
        worker=lending.worker_name,
    )
    return True


def _tell_borrower(lending: Lending, message: Message, now: datetime) -> bool:
    """Mail to the person, with or without an account; whether a mail waits."""
    worker = lending.worker
    user = worker.user if worker.user and worker.user.is_active else None
    mailed = tell_person(message, user=user, address=worker.email, now=now)
    if mailed:
        Lending.objects.filter(pk=lending.pk).update(reminder_sent=True)
    return mailed


def _reminder(lending: Lending, stage: int | str, now: datetime) -> Message:
    due = clock.local_date(lending.due_date)
    words = {"tool": lending.tool_name, "due": f"{due:%d.%m.%Y}"}
    mail = {
        "recipient_name": lending.worker.full_name,
        "barcode": lending.tool_barcode,
        "lent": f"{clock.local_date(lending.lent_at):%d.%m.%Y}",
        "days_late": max(0, (clock.local_date(now) - due).days),
        "is_today": due == clock.local_date(now),
    }
    kind = DUE_SOON if stage == SOON else REMINDER
    return Message(kind, f"lending:{lending.pk}:{due}:{stage}", words, mail)


def _tell(late: list[Lending], count: int, now: datetime) -> None:
    lines = [
        {
            "tool": lending.tool_name,
            "barcode": lending.tool_barcode,
            "worker": lending.worker_name,
            "days": lending.overdue_days,
        }
        for lending in late
    ]
    notify(
        OVERDUE_LIST.code,
        late[0],
        key=f"overdue:{clock.local_date(now)}",
        actor=None,
        now=now,
        url=f"{reverse('lending:list')}?status=overdue",
        count=count,
        mail={"lines": lines, "more": count - len(lines)},
    )
