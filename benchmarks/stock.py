"""Consumables: how good the forecasts are, how long all of them take, and what the list costs with few and with many.

    python benchmarks/stock.py [--few 100] [--many 10000] [--journals 1000]

On the MongoDB of MONGODB_URI, in a database of its own that is dropped at the end. ``--journals`` consumables of it
have two years of movements, the rest of ``--many`` none: the list reads none.
"""

import argparse
import logging
import math
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "scandy_site.settings.test"
os.environ["MONGODB_DB"] = "scandy_benchmark"
os.environ["MONGODB_TICKETS_DB"] = "scandy_benchmark_tickets"

import django
from pymongo import monitoring

from scandy_site.tests import mongo

monitoring.register(mongo.journal)  # before there is a client
django.setup()

from django.core.management import call_command  # noqa: E402 needs the setup
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.consumables.forecasting import METHODS, forecast  # noqa: E402
from apps.consumables.models import Consumable, StockMovement  # noqa: E402
from apps.consumables.services.forecasts import forecast_all  # noqa: E402
from apps.core import clock  # noqa: E402
from apps.setup.demo import shelves, writer  # noqa: E402
from apps.setup.demo.things import House  # noqa: E402

ROUNDS = 60
PAGES = ("/consumables/", "/consumables/?q=schraub", "/consumables/?stock_state=niedrig")


def seed(count: int) -> None:
    numbers = {"tools": 20, "workers": 30, "lendings": 20, "consumables": count}
    call_command("seed_demo", **numbers, stdout=sys.stderr)


def add_without_journal(first: int, last: int) -> None:
    house = House.load(1, clock.now())
    for start in range(first, last + 1, 500):
        numbers = range(start, min(start + 500, last + 1))
        writer.insert([shelves.make_consumable(house, number) for number in numbers], [])


def measure_list(label: str) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="mitarbeiter"))
    for page in PAGES:
        client.get(page)
        with mongo.count_commands() as sent:
            client.get(page)
        seconds = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            client.get(page)
            seconds.append(time.perf_counter() - began)
        cuts = statistics.quantiles(seconds, n=20)
        print(
            f"{label:>8}  {page:36} p50 {statistics.median(seconds) * 1000:6.1f} ms"
            f"  p95 {cuts[18] * 1000:6.1f} ms  {sent.total} commands"
        )


def mean_errors() -> dict[str, float]:
    """MASE of each method, and of the one that was chosen per consumable, over the demo."""
    found: dict[str, list[float]] = {}
    for details in Consumable.objects.values_list("forecast_details", flat=True):
        for score in details.get("scores", ()):
            if score["mase"] is not None:
                found.setdefault(score["method"], []).append(score["mase"])
                if score["method"] == details["method"]:
                    found.setdefault("chosen", []).append(score["mase"])
    return {name: statistics.fmean(values) for name, values in found.items()}


def series() -> dict[str, list[float]]:
    dice = random.Random(7)  # noqa: S311 no secret
    return {
        "seasonal": [100 + 80 * math.sin(month * math.pi / 6) for month in range(36)],
        "lumpy": [dice.choice([0, 0, 0, 40, 60]) for _ in range(36)],
    }


def report_errors() -> None:
    rows: dict[str, dict[str, Any]] = {"demo": mean_errors()}
    for name, usage in series().items():
        judged = forecast([float(value) for value in usage])
        rows[name] = {score.method: score.mase for score in judged.scores}
        rows[name]["chosen"] = judged.score and judged.score.mase
    print(f"{'MASE':10}" + "".join(f"{method:>16}" for method in (*METHODS, "chosen")))
    for name, row in rows.items():
        print(f"{name:10}" + "".join(f"{row[method]:16.2f}" for method in (*METHODS, "chosen")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("few", 100), ("many", 10_000), ("journals", 1000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    setup_test_environment()
    connection.ensure_connection()
    database = connection.database
    database.client.drop_database(database.name)
    database.client.drop_database(f"{database.name}_tickets")
    try:
        for alias in mongo.ALIASES:
            call_command("migrate", database=alias, verbosity=0)
        call_command("sync_roles", stdout=sys.stderr)
        seed(options.few)
        measure_list(f"{options.few}")
        seed(options.journals)
        began = time.perf_counter()
        count = forecast_all(clock.now())
        seconds = time.perf_counter() - began
        print(f"{count} forecasts from {StockMovement.objects.count()} movements: {seconds:.1f} s")
        report_errors()
        add_without_journal(options.journals + 1, options.many)
        measure_list(f"{options.many}")
        return 0 if seconds < 60 else 1
    finally:
        database.client.drop_database(database.name)
        database.client.drop_database(f"{database.name}_tickets")


if __name__ == "__main__":
    sys.exit(main())
