"""What the consumables do by themselves: forecasts, every night and on demand; order proposals; what runs out."""

from typing import Any

from apps.consumables.reminders import propose_and_tell
from apps.consumables.services.forecasts import forecast_all
from apps.consumables.shortages import tell_low_stock
from apps.core import clock
from apps.core.jobs import Progress, job
from apps.core.schedules import scheduled
from apps.sitesettings.queries import current


@scheduled("consumables.forecast")
def forecast_nightly() -> str:
    return f"{forecast_all(clock.now())}"


@scheduled("consumables.propose_orders")
def propose_orders_nightly() -> str:
    return f"{propose_and_tell(clock.now())}"


@scheduled("consumables.tell_low_stock")
def tell_low_stock_daily() -> str:
    return f"{tell_low_stock(current(), clock.now())}"


@job("consumables.forecast")
def forecast_on_demand(progress: Progress) -> list[Any]:
    forecast_all(clock.now(), progress.report)
    return []
