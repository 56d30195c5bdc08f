"""What the forecast of a consumable says to people: how long the stock lasts, and how far that can be trusted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.consumables.enums import ForecastMethod
from apps.consumables.forecasting import FEWEST_MONTHS, reach_in_days
from apps.consumables.models import Consumable
from apps.consumables.usage import Usage, first_of_month
from apps.core import clock
from apps.core.charts import BarChart, Value, bar_chart

FAR = 3 * 365  # days; beyond that a date would only pretend to know


@dataclass(frozen=True)
class Trial:
    """How a method did on the past months, against "as last month"."""

    method: ForecastMethod
    mean_error: float
    mase: float | None
    is_chosen: bool

    @property
    def verdict(self) -> str:
        """The scaled error in words."""
        if self.mase is None:
            return _("Every month was alike; there is nothing to compare with.")
        percent = round(abs(1 - self.mase) * 100)
        words = {"mase": number_format(round(self.mase, 2)), "percent": percent}
        if not percent:
            return _("%(mase)s: as good as “as last month”") % words
        if self.mase < 1:
            return _("%(mase)s: by %(percent)d %% better than “as last month”") % words
        return _("%(mase)s: by %(percent)d %% worse than “as last month”") % words


@dataclass(frozen=True)
class Outlook:
    """The forecast of one consumable, as of today; numbers are in its unit."""

    stock: float
    unit: str
    today: date
    computed_at: datetime | None
    monthly: float = 0.0
    low: float | None = None
    high: float | None = None
    trials: tuple[Trial, ...] = ()

    @property
    def is_computed(self) -> bool:
        return self.computed_at is not None

    @property
    def is_proven(self) -> bool:
        """Whether there were enough months to try the methods."""
        return bool(self.trials)

    @property
    def chosen(self) -> Trial | None:
        return next((trial for trial in self.trials if trial.is_chosen), None)

    @property
    def naive_error(self) -> float | None:
        """How far "as last month" was off on average."""
        known = [trial for trial in self.trials if trial.mase]
        return known[0].mean_error / known[0].mase if known and known[0].mase else None

    @cached_property
    def reach(self) -> int | None:
        """In days; None when nothing is used."""
        days = reach_in_days(self.stock, self.monthly)
        return None if days is None else int(days)

    @property
    def lasts_until(self) -> date | None:
        """None when nothing is used, or when it is too far away to name a day."""
        is_near = self.reach is not None and self.reach <= FAR
        return self.today + timedelta(days=self.reach or 0) if is_near else None

    @property
    def reach_in_words(self) -> str:
        """How long the stock lasts, as part of a sentence."""
        if self.stock <= 0:
            return _("nothing is left")
        if self.reach is None:
            return _("is not used at present")
        if self.reach > FAR:
            return _("lasts for more than three years")
        text = ngettext("lasts about %(days)d day", "lasts about %(days)d days", self.reach)
        return text % {"days": self.reach}

    @property
    def monthly_in_words(self) -> str:
        return f"{rounded(self.monthly)} {self.unit}"

    @property
    def doubt(self) -> str:
        """Why the numbers are only a guess; empty when they are more."""
        if not self.is_computed:
            return _("There is no forecast yet; it is computed every night.")
        if self.is_proven:
            return ""
        return _(
            "Too few data: a forecast that can be tested needs at least %(months)d whole months."
            " Until then this is the average of the months that there are."
        ) % {"months": FEWEST_MONTHS}


def rounded(number: float) -> str:
    """Whole numbers from ten on, one decimal below."""
    places = 0 if number >= 10 else 1
    return number_format(round(number, places) if round(number, places) % 1 else round(number))


def outlook_of(consumable: Consumable, now: datetime) -> Outlook:
    """What stands at the consumable since its forecast was computed last, against the stock of now."""
    details = consumable.forecast_details or {}
    trials = tuple(
        Trial(
            ForecastMethod(score["method"]),
            score["mean_error"],
            score["mase"],
            score["method"] == details["method"],
        )
        for score in details.get("scores", ())
    )
    return Outlook(
        stock=float(consumable.current_stock),
        unit=str(consumable.get_unit_display()),
        today=clock.local_date(now),
        computed_at=consumable.forecast_at,
        monthly=details.get("monthly", 0.0),
        low=details.get("low"),
        high=details.get("high"),
        trials=tuple(sorted(trials, key=lambda trial: trial.mean_error)),
    )


def usage_chart(usage: Usage, outlook: Outlook) -> BarChart | None:
    """The past months as bars and, after them, what this month is expected to use; None without any past."""
    if not usage.months:
        return None
    values = [_value(month, used, outlook.unit) for month, used in usage.rows]
    if outlook.is_computed:
        month = first_of_month(outlook.today)
        text = _("%(month)s, expected: %(quantity)s") % {
            "month": _month(month),
            "quantity": outlook.monthly_in_words,
        }
        whiskers = {"low": outlook.low, "high": outlook.high}
        values.append(Value(outlook.monthly, _month(month), text, is_expected=True, **whiskers))
    return bar_chart(values)


def as_json(consumable: Consumable, outlook: Outlook, usage: Usage) -> dict[str, Any]:
    """The forecast for programs."""
    return {
        "barcode": consumable.barcode,
        "unit": consumable.unit,
        "current_stock": outlook.stock,
        "forecast_monthly_usage": outlook.monthly if outlook.is_computed else None,
        "low": outlook.low,
        "high": outlook.high,
        "method": str(outlook.chosen.method) if outlook.chosen else None,
        "scores": [{**asdict(trial), "method": str(trial.method)} for trial in outlook.trials],
        "is_proven": outlook.is_proven,
        "reach_days": outlook.reach,
        "lasts_until": outlook.lasts_until.isoformat() if outlook.lasts_until else None,
        "forecast_at": outlook.computed_at.isoformat() if outlook.computed_at else None,
        "usage": [{"month": f"{month:%Y-%m}", "quantity": used} for month, used in usage.rows],
    }


def _value(month: date, used: float, unit: str) -> Value:
    text = f"{_month(month)}: {number_format(round(used, 3) if used % 1 else int(used))} {unit}"
    return Value(used, _month(month), text)


def _month(month: date) -> str:
    return date_format(month, "M Y")
