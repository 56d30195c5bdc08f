"""What apps offer to the dashboard: numbers, each with the list of exactly what it counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

TODAY, HOUSE = "today", "house"
GROUPS = {TODAY: _("What needs you today"), HOUSE: _("The house at a glance")}


@dataclass(frozen=True)
class Figure:
    """One number for those with the permission: ``rows(now)`` is what it counts, ``url()`` the list that shows it.

    Figures of ``TODAY`` have a tone only while there is something to do; those of ``HOUSE`` always. They stand in the
    order of ``position``.
    """

    code: str
    label: Any
    icon: str
    tone: str
    permission: str
    rows: Callable[[datetime], QuerySet]
    url: Callable[[], str]
    group: str = TODAY
    position: int = 50
    feature: str = ""


@dataclass(frozen=True)
class Trend:
    """How often something happened, week by week.

    ``weekly(mondays)`` returns one number for each of the weeks, which follow each other; ``url(first, last)`` is the
    list of what happened from one day to another; ``words(count)`` says a number ("3 lendings").
    """

    code: str
    title: Any
    permission: str
    weekly: Callable[[list[date]], list[int]]
    url: Callable[[date, date], str]
    words: Callable[[int], str]
    feature: str = ""


@dataclass(frozen=True)
class Ranked:
    """One place of a ranking: what, how often, and the list of exactly those times."""

    name: str
    detail: str
    count: int
    url: str


@dataclass(frozen=True)
class Ranking:
    """What happened most since a day: ``rows(since)`` are the first places; ``words(count)`` says a number."""

    code: str
    title: Any
    permission: str
    rows: Callable[[date], list[Ranked]]
    words: Callable[[int], str]
    feature: str = ""


@dataclass
class FigureHooks:
    """The part of the registry for them."""

    figures: dict[str, Figure] = field(default_factory=dict)

    trends: dict[str, Trend] = field(default_factory=dict)
    rankings: dict[str, Ranking] = field(default_factory=dict)

    def add_figures(self, *figures: Figure) -> None:
        self.figures.update({figure.code: figure for figure in figures})

    def add_trend(self, trend: Trend) -> None:
        self.trends[trend.code] = trend

    def add_ranking(self, ranking: Ranking) -> None:
        self.rankings[ranking.code] = ranking
