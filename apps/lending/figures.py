"""The lendings on the dashboard: what is late, what comes back today, how the weeks went, what goes out most."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.clock import local_date, start_of_day
from apps.core.mongodb.weeks import count_by_week
from apps.core.registry import Figure, Ranked, Ranking, Trend
from apps.lending.enums import LendingStatus
from apps.lending.filters import BOOKED, DUE_TODAY
from apps.lending.models import Lending
from apps.lending.queries import lendings_in_words

OVERDUE = Figure(
    code="lending.overdue",
    label=_("overdue"),
    icon="clock-alert",
    tone="error",
    permission="lending.undo_lending",
    rows=Lending.objects.overdue,
    url=lambda: f"{reverse('lending:list')}?status={LendingStatus.OVERDUE.value}",
    position=10,
)
DUE_TODAY_FIGURE = Figure(
    code="lending.due_today",
    label=_("due today"),
    icon="calendar-clock",
    tone="warning",
    permission="lending.undo_lending",
    rows=lambda now: Lending.objects.due_on(local_date(now)),
    url=lambda: f"{reverse('lending:list')}?status={DUE_TODAY}",
    position=20,
)
MOST_LENT = 5


def _weekly(mondays: list[date]) -> list[int]:
    """All that were handed out, counted in an index, less the few that were undone."""
    everything = count_by_week(Lending.objects.all(), "lent_at", mondays)
    undone = count_by_week(Lending.objects.canceled(), "lent_at", mondays)
    return [all_of - canceled for all_of, canceled in zip(everything, undone, strict=True)]


def _list_of(**params: str) -> str:
    return f"{reverse('lending:list')}?{urlencode({'status': BOOKED, **params})}"


def _most_lent(since: date) -> list[Ranked]:
    booked = Lending.objects.booked().filter(lent_at__gte=start_of_day(since))
    rows = booked.values("tool").annotate(
        count=Count("pk"), name=Max("tool_name"), barcode=Max("tool_barcode")
    )
    return [
        Ranked(
            row["name"],
            row["barcode"],
            row["count"],
            _list_of(tool_barcode=row["barcode"], lent_from=since.isoformat()),
        )
        for row in rows.order_by("-count", "name")[:MOST_LENT]
    ]


LENDINGS_BY_WEEK = Trend(
    code="lending.by_week",
    title=_("Lendings"),
    permission="lending.undo_lending",
    weekly=_weekly,
    url=lambda first, last: _list_of(lent_from=first.isoformat(), lent_until=last.isoformat()),
    words=lendings_in_words,
)
MOST_LENT_TOOLS = Ranking(
    code="lending.most_lent",
    title=_("Most lent tools"),
    permission="lending.undo_lending",
    rows=_most_lent,
    words=lendings_in_words,
)
