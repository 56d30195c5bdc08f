"""How much of a consumable a month will need, and how far that can be trusted; pure arithmetic.

Every method is tried on the past: at each of the last months it forecasts the month that followed from what was known
before (rolling origin, one step). The method with the smallest mean absolute error wins, and the page shows its error
as MASE: divided by the error of "as last month" over the same months (Hyndman & Koehler 2006). Below 1 it is better.

Sources of the methods: TSB, Teunter, Syntetos & Babai 2011, for demand with many months of nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

FEWEST_MONTHS = 6  # below that no method can be judged
TESTED_MONTHS = 12
LEARNING_MONTHS = 3  # every method sees at least so many before its first forecast
WINDOW = 6
YEAR = 12
DAYS_PER_MONTH = 365.25 / 12
SMOOTHING = (0.1, 0.3)
EDGE = 0.1  # of the errors lie below and above the range

Method = Callable[[Sequence[float]], float]


@dataclass(frozen=True)
class Score:
    """How a method did in the backtest; ``mase`` is None where "as last month" made no error."""

    method: str
    mean_error: float
    mase: float | None


@dataclass(frozen=True)
class Forecast:
    """The usage of the coming month, in the consumable's unit.

    ``low`` and ``high`` hold eight of ten months of the backtest; both are None while there are too few data.
    """

    monthly: float
    method: str
    low: float | None = None
    high: float | None = None
    scores: tuple[Score, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether there were enough months to try the methods."""
        return bool(self.scores)

    @property
    def score(self) -> Score | None:
        """The winner's."""
        return next((score for score in self.scores if score.method == self.method), None)


def moving_average(usage: Sequence[float]) -> float:
    """The mean of the last six months."""
    return fmean(usage[-WINDOW:])


def seasonal(usage: Sequence[float]) -> float:
    """The same month of last year, raised or lowered as this year's last months stand against last year's."""
    if len(usage) < YEAR + LEARNING_MONTHS:
        return moving_average(usage)
    recent, before = usage[-LEARNING_MONTHS:], usage[-YEAR - LEARNING_MONTHS : -YEAR]
    level = min(2.0, max(0.5, sum(recent) / sum(before))) if sum(before) else 1.0
    return usage[-YEAR] * level


def tsb(usage: Sequence[float], smoothing: float = SMOOTHING[0]) -> float:
    """Chance of any demand times its size, both smoothed; the chance also falls in months of nothing."""
    demands = [value for value in usage if value > 0]
    if not demands:
        return 0.0
    chance, size = len(demands) / len(usage), demands[0]
    for value in usage:
        chance += smoothing * ((value > 0) - chance)
        if value > 0:
            size += smoothing * (value - size)
    return chance * size


METHODS: dict[str, Method] = {
    "moving_average": moving_average,
    "seasonal": seasonal,
    "tsb": tsb,
    "tsb_fast": lambda usage: tsb(usage, SMOOTHING[1]),
}


def forecast(usage: Sequence[float]) -> Forecast:
    """Forecast the month after the last one.

    :param usage: what whole months used, oldest first, without gaps; never negative.
    """
    if len(usage) < FEWEST_MONTHS:
        return Forecast(fmean(usage) if usage else 0.0, "moving_average")
    errors = {name: _backtest(usage, method) for name, method in METHODS.items()}
    naive = fmean(abs(error) for error in _backtest(usage, lambda known: known[-1]))
    scores = tuple(_score(name, found, naive) for name, found in errors.items())
    best = min(scores, key=lambda score: score.mean_error)
    monthly = max(0.0, METHODS[best.method](usage))
    low, high = _range(errors[best.method])
    return Forecast(monthly, best.method, max(0.0, monthly + low), monthly + high, scores)


def reach_in_days(stock: float, monthly: float) -> float | None:
    """How long the stock lasts; None when nothing is used."""
    return stock / monthly * DAYS_PER_MONTH if monthly > 0 else None


def _backtest(usage: Sequence[float], method: Method) -> list[float]:
    """What each tested month really used minus what the method had forecast for it."""
    first = max(LEARNING_MONTHS, len(usage) - TESTED_MONTHS)
    return [usage[month] - method(usage[:month]) for month in range(first, len(usage))]


def _score(name: str, errors: Sequence[float], naive: float) -> Score:
    mean_error = fmean(abs(error) for error in errors)
    return Score(name, mean_error, mean_error / naive if naive else None)


def _range(errors: Sequence[float]) -> tuple[float, float]:
    """The errors that a tenth of the months fell below and exceeded, and nothing between them left out."""
    ordered = sorted(errors)
    edge = int(len(ordered) * EDGE)
    return min(0.0, ordered[edge]), max(0.0, ordered[-1 - edge])
