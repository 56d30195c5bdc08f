"""Reminding: the person before and after the due date, the employees once a day with everything that is late.

Each lending remembers the last stage of which its person was reminded, so a run that was killed goes on where it stopped,
and a day without a run is made up for with the stage that is due by then.
"""

from datetime import datetime, timedelta

from bson import ObjectId
from django.urls import reverse

from apps.core import clock
from apps.core.db import atomic
from apps.lending.models import SOON, Lending
from apps.lending.notification_types import OVERDUE_LIST, REMINDER
from apps.lending.queries import with_state
from apps.notifications.services import notify, store_mail
from apps.sitesettings.models import SystemSettings

LISTED = 50  # lendings in the mail to the employees; the page has all


def remind_borrowers(settings: SystemSettings, now: datetime) -> int:
    """Put a mail into the outbox for each lending that has reached a new stage; none on closed days.

    :returns: how many mails.
    """
    today = clock.local_date(now)
    if not settings.calendar.is_open(today):
        return 0
    stages = sorted({*settings.reminder_days}, reverse=True)
    sent = 0
    for days in [*stages, *([SOON] if settings.due_soon_days else [])]:
        offset = settings.due_soon_days if days == SOON else -days
        due_until = clock.end_of_day(today + timedelta(days=offset))
        waiting = Lending.objects.open().filter(due_date__lte=due_until, reminder_stage__lt=days)
        for lending_id in list(waiting.order_by("due_date").values_list("pk", flat=True)):
            sent += _remind(lending_id, days, due_until, now)
    return sent


def tell_employees(settings: SystemSettings, now: datetime) -> int:
    """One list of everything that is late, to those who run the store; once a day, none on closed days."""
    today = clock.local_date(now)
    overdue = Lending.objects.overdue(now)
    count = overdue.count()
    if not count or not settings.calendar.is_open(today):
        return 0
    late = with_state(overdue.order_by("due_date")[:LISTED], now)
    _tell(late, count, now)
    return count


@atomic
def _remind(lending_id: ObjectId, days: int, due_until: datetime, now: datetime) -> bool:
    """Remind of one lending; claiming the stage first makes sure that nobody else does."""
    claimed = Lending.objects.open().filter(
        pk=lending_id, due_date__lte=due_until, reminder_stage__lt=days
    )
    if not claimed.update(reminder_stage=days):
        return False
    lending = Lending.objects.select_related("worker").get(pk=lending_id)
    if not lending.worker.email:
        return False
    context = {
        "recipient_name": lending.worker.full_name,
        "tool": lending.tool_name,
        "barcode": lending.tool_barcode,
        "due": f"{lending.due_date.astimezone(clock.BERLIN):%d.%m.%Y}",
        "lent": f"{lending.lent_at.astimezone(clock.BERLIN):%d.%m.%Y}",
        "days_late": lending.overdue_days_at(now),
    }
    key = f"lending:{lending.pk}:{lending.due_date:%Y-%m-%d}:{days}"
    sent = store_mail(key, lending.worker.email, REMINDER, context, now=now)
    if sent:
        Lending.objects.filter(pk=lending.pk).update(reminder_sent=True)
    return sent


def _tell(late: list[Lending], count: int, now: datetime) -> None:
    lines = [
        {
            "tool": f"{lending.tool_name} {lending.tool_barcode}",
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
        mail={"lines": lines},
    )
