"""Reminding those who work on tickets that are due soon."""

from datetime import datetime, timedelta

from django.utils.translation import ngettext

from apps.core import clock
from apps.core.db import atomic
from apps.sitesettings.models import SystemSettings
from apps.tickets.enums import ACTIVE_STATUSES
from apps.tickets.models import Ticket
from apps.tickets.news import tell_of_due_date

WAITING = list(ACTIVE_STATUSES)


def remind_workers(settings: SystemSettings, now: datetime) -> str:
    """Tell once of each ticket whose due date comes within the days of the settings; says how many there are."""
    last = clock.local_date(now) + timedelta(days=settings.due_soon_days)
    soon = Ticket.objects.alive().filter(
        due_date__gte=now, due_date__lte=clock.end_of_day(last), status__in=WAITING
    )
    ids = list(soon.exclude(assigned_to=None).values_list("pk", flat=True))
    for ticket_id in ids:
        _remind(ticket_id, now)
    return ngettext("%(count)d ticket", "%(count)d tickets", len(ids)) % {"count": len(ids)}


@atomic
def _remind(ticket_id: object, now: datetime) -> None:
    ticket = Ticket.objects.alive().filter(pk=ticket_id, status__in=WAITING).first()
    if ticket and ticket.due_date:
        tell_of_due_date(ticket, ticket.due_date, now=now)
