"""“Your week”: once a week, by mail, the numbers of the dashboard and what happened in the seven days before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.queries import employees
from apps.consumables.consumption import Consumption
from apps.core import clock
from apps.core.dashboard import tiles_of
from apps.core.db import atomic, serialize
from apps.core.reporting import Kind, Period
from apps.lending.statistics import Scope, due_over_time, lent_over_time
from apps.notifications.delivery import wake_delivery
from apps.notifications.queries import who_hears
from apps.notifications.services import Message, tell_person
from apps.reports.notification_types import WEEK
from apps.reports.queries import VIEW
from apps.reports.rules import week_turn
from apps.sitesettings.models import SystemSettings

WEEK_LENGTH = timedelta(days=7)


def send_week(settings: SystemSettings, now: datetime) -> int:
    """Put the mail of this week into the outbox of each who chose it and has not got it; returns how many wait now.

    It is due from the day that the house has chosen; a day on which nothing ran is made up for.
    """
    if not settings.week_mail:
        return 0
    today = clock.local_date(now)
    turn = week_turn(settings.week_mail_day, today)
    begun = today - timedelta(days=(today.weekday() - settings.week_mail_day) % 7)
    period = Period(begun - WEEK_LENGTH, begun - timedelta(days=1))
    readers = [user for user in who_hears(WEEK, employees()) if user.has_perm(VIEW)]
    sent = sum(_send(user, turn, period, groups_for(user, period, now), now) for user in readers)
    if sent:
        wake_delivery()
    return sent


@atomic
def _send(
    user: Any, turn: str, period: Period, groups: list[dict[str, Any]], now: datetime
) -> bool:
    """Of two runs at once the second waits, and finds that the person has been told."""
    serialize("reports.week")
    words, mail = {"period": str(period)}, {"groups": groups}
    message = Message(WEEK, f"week:{turn}", words, mail, reverse("home"))
    return tell_person(message, user=user, address=user.email, now=now)


def groups_for(user: Any, period: Period, now: datetime) -> list[dict[str, Any]]:
    """What the mail lists: the past week beside the one before, then the house as it is now."""
    past = {"title": _("The past week"), "lines": _past(period, now)}
    present = [
        {
            "title": str(group.title),
            "lines": [
                {
                    "label": str(tile.label),
                    "value": Kind.COUNT.in_words(tile.value),
                    "url": tile.url,
                }
                for tile in group.tiles
            ],
        }
        for group in tiles_of(user, now)
    ]
    return [past, *present]


def _past(period: Period, now: datetime) -> list[dict[str, str]]:
    before = Period(period.begin - WEEK_LENGTH, period.end - WEEK_LENGTH)
    figures: tuple[tuple[str, Callable[[Period], Any], Kind, str], ...] = (
        (_("New lendings"), _lendings, Kind.COUNT, "lendings-by-period"),
        (_("Late lendings"), lambda week: _late(week, now), Kind.COUNT, "overdue"),
        (_("Consumption"), _cost, Kind.MONEY, "consumption"),
    )
    return [
        {
            "label": label,
            "value": kind.in_words(count(period)),
            "before": kind.in_words(count(before)),
            "url": _report(code, period.begin, period.end),
        }
        for label, count, kind, code in figures
    ]


def _lendings(week: Period) -> int:
    return sum(lent_over_time(Scope(week)).values())


def _late(week: Period, now: datetime) -> int:
    return sum(late for _due, late in due_over_time(Scope(week), now).values())


def _cost(week: Period) -> Decimal:
    return sum(Consumption(week).cost_over_time().values(), Decimal(0))


def _report(code: str, first: date, last: date) -> str:
    period = {"period": "free", "date_from": first.isoformat(), "date_until": last.isoformat()}
    return f"{reverse('reports:report', args=[code])}?{urlencode(period)}"
