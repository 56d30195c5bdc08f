"""What a report answers: a table, its totals, the few figures above it and a chart; and how people read the values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.utils.formats import number_format

from apps.core import clock
from apps.core.charts import Value
from apps.core.reporting.periods import Period
from apps.core.reporting.rows import Rows

NOTHING = "\N{EN DASH}"


class Kind(Enum):
    """What a column holds; the number of decimal places for those that are numbers."""

    TEXT = None
    DAY = "day"
    MOMENT = "moment"
    COUNT = 0
    TENTH = 1
    MONEY = 2
    QUANTITY = 3
    PRICE = 4
    PERCENT = "percent"

    @property
    def is_number(self) -> bool:
        return self not in {Kind.TEXT, Kind.DAY, Kind.MOMENT}

    def in_words(self, value: Any) -> str:
        """The value as people read it: German numbers, days and times of Berlin."""
        if value in (None, ""):
            return NOTHING
        if isinstance(value, datetime):
            return f"{value.astimezone(clock.BERLIN):%d.%m.%Y %H:%M}"
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        if not self.is_number:
            return str(value)
        if self is Kind.PERCENT:
            return f"{number_format(value, 1)}\N{NO-BREAK SPACE}%"
        if self in {Kind.MONEY, Kind.PRICE}:
            exponent = Decimal(self.rounded(value)).as_tuple().exponent
            places = max(2, -int(exponent))
            return f"{number_format(value, places, force_grouping=True)}\N{NO-BREAK SPACE}€"
        return number_format(self.rounded(value), force_grouping=True)

    def rounded(self, value: Any) -> Any:
        """The number as it is shown, without zeros that say nothing."""
        if isinstance(value, int) or value is None or not self.is_number:
            return value
        places = self.value if isinstance(self.value, int) else 1
        number = round(Decimal(str(value)), places)
        if self is Kind.MONEY:
            return number
        return int(number) if number == number.to_integral_value() else number.normalize()


@dataclass(frozen=True)
class ReportColumn:
    """A column of the table; rows carry its value under the key."""

    key: str
    label: Any
    kind: Kind = Kind.TEXT
    is_sortable: bool = True
    is_sum: bool = False  # its total stands below


@dataclass(frozen=True)
class Figure:
    """One number above the table."""

    label: Any
    value: Any
    kind: Kind = Kind.COUNT
    tone: str = "neutral"

    @property
    def text(self) -> str:
        return self.kind.in_words(self.value)


@dataclass(frozen=True)
class Chart:
    """Bars with what they show."""

    title: Any
    values: list[Value]
    unit: Any = ""


@dataclass(frozen=True)
class Answer:
    """The table and what stands around it; nothing is computed before somebody asks for it.

    :param figures: what stands above the table, out of its totals; so the chart, which may ask for more.
    """

    rows: Rows
    figures: Callable[[Mapping[str, Any]], list[Figure]] = lambda totals: []
    chart: Callable[[Mapping[str, Any]], Chart | None] = lambda totals: None


def over_time(
    period: Period, sums: Mapping[date, Any], kind: Kind = Kind.COUNT, unit: str = ""
) -> list[Value]:
    """A bar for each piece of the period.

    :param sums: by days or first days of months, as ``period.unit.mongo_format`` writes them.
    """
    pieces = dict.fromkeys(period.pieces(), Decimal(0))
    for day, number in sums.items():
        pieces[period.unit.first_of(day)] += Decimal(str(number))
    return [
        Value(
            float(number),
            label := period.unit.label(first),
            f"{label}: {kind.in_words(number)} {unit}".strip(),
        )
        for first, number in pieces.items()
    ]
