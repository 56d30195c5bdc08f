"""Bars as SVG, drawn by a template (templates/components/bar_chart.html): no script, no library, printable."""

from collections.abc import Iterable
from dataclasses import dataclass

STEP, THICK, HEIGHT = 24.0, 16.0, 120.0


@dataclass(frozen=True)
class Value:
    """What one bar shows: its size, what it is of, how a person reads it, and where it leads.

    ``low`` and ``high`` make a whisker.
    """

    size: float
    label: str
    text: str
    is_expected: bool = False
    url: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bar:
    """A rectangle with its place in the drawing; the whisker goes from ``low_y`` up to ``high_y``."""

    value: Value
    x: str
    y: str
    height: str
    middle: str
    low_y: str = ""
    high_y: str = ""


@dataclass(frozen=True)
class BarChart:
    """Everything that the template draws; coordinates are texts with a point, whatever the language."""

    bars: list[Bar]
    width: str
    height: str
    thickness: str
    largest: float

    @property
    def has_links(self) -> bool:
        return any(bar.value.url for bar in self.bars)

    @property
    def marks(self) -> list[str]:
        """The labels below: of the first, the middle and the last bar."""
        labels = [bar.value.label for bar in self.bars]
        return [labels[0], labels[len(labels) // 2], labels[-1]] if len(labels) > 2 else labels


def bar_chart(values: Iterable[Value]) -> BarChart:
    """Place a bar for each value; the largest of them (or of the whiskers) fills the height."""
    values = list(values)
    largest = max((max(value.size, value.high or 0) for value in values), default=0)
    scale = HEIGHT / largest if largest else 0
    bars = [_bar(position, value, scale) for position, value in enumerate(values)]
    width = _text(STEP * max(1, len(bars)))
    return BarChart(bars, width, _text(HEIGHT), _text(THICK), largest)


def _bar(position: int, value: Value, scale: float) -> Bar:
    x, height = STEP * position + (STEP - THICK) / 2, max(value.size * scale, 1)
    whisker = {}
    if value.low is not None and value.high is not None:
        low, high = HEIGHT - value.low * scale, HEIGHT - value.high * scale
        whisker = {"low_y": _text(low), "high_y": _text(high)}
    return Bar(
        value=value,
        x=_text(x),
        y=_text(HEIGHT - height),
        height=_text(height),
        middle=_text(x + THICK / 2),
        **whisker,
    )


def _text(number: float) -> str:
    return f"{number:.1f}"
