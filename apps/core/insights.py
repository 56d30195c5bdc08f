"""What the dashboard knows beside its numbers: how the weeks went, what is used most, what happened last.

Weeks and rankings look at many rows, so they are counted once in some minutes and say when that was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.core.charts import BarChart, Value, bar_chart
from apps.core.clock import local_date
from apps.core.registry import Ranking, Trend, registry

WEEKS = 12
FRESH_SECONDS = 600


@dataclass(frozen=True)
class WeekByWeek:
    """A trend as a page draws it; ``counted_at`` is when its numbers were true."""

    trend: Trend
    chart: BarChart
    counted_at: datetime

    @property
    def this_week(self) -> str:
        return self.trend.words(int(self.chart.bars[-1].value.size))


@dataclass(frozen=True)
class Places:
    """A ranking as a page draws it."""

    ranking: Ranking
    rows: list[tuple[Any, str]]  # Ranked, and its number in words
    counted_at: datetime


def weeks_until(day: date) -> list[date]:
    """The Mondays of the last weeks, this one included."""
    monday = day - timedelta(days=day.weekday())
    return [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]


def trends_of(user: Any, now: datetime) -> list[WeekByWeek]:
    """How the last weeks went, in what the person may see."""
    mondays = weeks_until(local_date(now))
    found = []
    for trend in _visible(registry.trends, user):
        counts, at = _remembered(trend.code, mondays, now, partial(trend.weekly, mondays))
        found.append(WeekByWeek(trend, _chart(trend, mondays, counts), at))
    return found


def rankings_of(user: Any, now: datetime) -> list[Places]:
    """What was used most in the last weeks."""
    mondays = weeks_until(local_date(now))
    found = []
    for ranking in _visible(registry.rankings, user):
        rows, at = _remembered(ranking.code, mondays, now, partial(ranking.rows, mondays[0]))
        found.append(Places(ranking, [(row, ranking.words(row.count)) for row in rows], at))
    return found


def cache_key(code: str, monday: date) -> str:
    """Where the answer for the weeks until that one is remembered."""
    return f"insights:{code}:{monday}"


def _visible(hooks: dict[str, Any], user: Any) -> list[Any]:
    return [
        hook
        for hook in hooks.values()
        if registry.is_on(hook.feature) and user.has_perm(hook.permission)
    ]


def _remembered(
    code: str, mondays: list[date], now: datetime, count: Callable[[], Any]
) -> tuple[Any, datetime]:
    """The answer of some minutes ago, or a new one; and when it was counted."""
    key = cache_key(code, mondays[-1])
    known = cache.get(key)
    if known is None:
        known = (count(), now)
        cache.set(key, known, FRESH_SECONDS)
    return known


def _chart(trend: Trend, mondays: list[date], counts: list[int]) -> BarChart:
    return bar_chart(
        Value(
            size=count,
            label=date_format(monday, "j.n."),
            text=_("Week of %(day)s: %(count)s")
            % {"day": date_format(monday, "j.n.Y"), "count": trend.words(count)},
            url=trend.url(monday, monday + timedelta(days=6)),
        )
        for monday, count in zip(mondays, counts, strict=True)
    )
