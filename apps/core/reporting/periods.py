"""Periods that people ask about, in days of Berlin's calendar, and the pieces in which a chart shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from apps.core import clock

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
DAY = timedelta(days=1)


class Unit(Enum):
    """How long one bar of a chart is: the longest period that is shown so, in days."""

    DAY = 62
    MONTH = 1100
    QUARTER = 3660
    YEAR = 36525

    @classmethod
    def fitting(cls, days: int) -> "Unit":
        return next(unit for unit in cls if days <= unit.value)

    @property
    def mongo_format(self) -> str:
        """How MongoDB writes the day or month of a moment; quarters and years are sums of months."""
        return "%Y-%m-%d" if self is Unit.DAY else "%Y-%m-01"

    def first_of(self, day: date) -> date:
        """The day on which the piece begins that the day belongs to."""
        if self is Unit.DAY:
            return day
        if self is Unit.MONTH:
            return day.replace(day=1)
        month = 1 if self is Unit.YEAR else day.month - (day.month - 1) % 3
        return date(day.year, month, 1)

    def next(self, first: date) -> date:
        """The day on which the following piece begins."""
        if self is Unit.DAY:
            return first + DAY
        months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[self] + first.month - 1
        return date(first.year + months // 12, months % 12 + 1, 1)

    def label(self, first: date) -> str:
        if self is Unit.DAY:
            return date_format(first, "j.n.Y")
        if self is Unit.MONTH:
            return date_format(first, "M Y")
        if self is Unit.QUARTER:
            return _("Q%(quarter)d %(year)d") % {
                "quarter": (first.month + 2) // 3,
                "year": first.year,
            }
        return str(first.year)


class Preset(TextChoices):
    """Periods that have a name; they move with the calendar, so a saved report stays current."""

    LAST_WEEK = "last_week", pgettext_lazy("period", "last week")
    MONTH = "month", pgettext_lazy("period", "this month")
    LAST_MONTH = "last_month", pgettext_lazy("period", "last month")
    YEAR = "year", pgettext_lazy("period", "this year")
    LAST_YEAR = "last_year", pgettext_lazy("period", "last year")
    FREE = "free", pgettext_lazy("period", "from … until …")


@dataclass(frozen=True)
class Period:
    """From the begin of the first day to the end of the last."""

    begin: date
    end: date

    @property
    def start(self) -> datetime:
        return clock.start_of_day(self.begin)

    @property
    def stop(self) -> datetime:
        """The first moment after it."""
        return clock.start_of_day(self.end + DAY)

    @property
    def unit(self) -> Unit:
        return Unit.fitting((self.end - self.begin).days + 1)

    def pieces(self) -> Iterator[date]:
        """The first days of the chart's pieces, in order."""
        first = self.unit.first_of(self.begin)
        while first <= self.end:
            yield first
            first = self.unit.next(first)

    def __str__(self) -> str:
        return f"{self.begin:%d.%m.%Y} \N{EN DASH} {self.end:%d.%m.%Y}"


def named_period(preset: str, today: date) -> Period:
    """The period of that name, seen from today."""
    month = today.replace(day=1)
    if preset == Preset.LAST_WEEK:
        monday = today - timedelta(days=today.weekday() + 7)
        return Period(monday, monday + timedelta(days=6))
    if preset == Preset.MONTH:
        return Period(month, Unit.MONTH.next(month) - DAY)
    if preset == Preset.LAST_MONTH:
        return Period((month - DAY).replace(day=1), month - DAY)
    year = today.year - (preset == Preset.LAST_YEAR)
    return Period(date(year, 1, 1), date(year, 12, 31))
