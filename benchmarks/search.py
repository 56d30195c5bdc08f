"""The search over everything, and a list's own: time, commands, and what MongoDB reads, with few and many tools.

    python benchmarks/search.py [--tools 5000 100000] [--workers 1000]

The requests run in this process, through the whole middleware, as an employee who may search in everything. On the
MongoDB of MONGODB_URI, in databases of its own that are dropped at the end. Fails when the search takes longer than
100 ms (p95) or reads a collection without an index.
"""

import argparse
import logging
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "scandy_site.settings.test"
os.environ["MONGODB_DB"] = "scandy_benchmark"
os.environ["MONGODB_TICKETS_DB"] = "scandy_benchmark_tickets"

import django
from pymongo import monitoring

from scandy_site.tests import mongo

monitoring.register(mongo.journal)  # before there is a client
django.setup()

from django.core.cache import cache  # noqa: E402 needs the setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from scandy_site.tests.budgets import Case, Cost, measure  # noqa: E402

ROUNDS = 60
LIMIT = 100  # milliseconds
TEXTS = {
    "one letter": "a",
    "frequent beginning": "bo",
    "beginning": "bohr",
    "form of a word": "heckenscheren",
    "umlaut, spelled out": "saege",
    "barcode": "T000123",
    "two frequent words": "akku hecken",
    "words that never meet": "bohr stich",
    "frequent words, few hits": "18v akku",
    "six words": "akku bohr schrauber gsr 18v 55",
    "nothing": "zzzz",
}
ADDRESSES = {
    "box": "/search/box?q=",
    "page": "/search?q=",
    "API": "/api/search?q=",
    "list": "/tools/?q=",
}


def cases() -> list[Case]:
    """Each address with each text; a barcode on the page leads straight to its tool."""
    return [
        Case(
            f"{name}: {what}",
            10,
            "mitarbeiter",
            address + text,
            status=302 if (name, what) == ("page", "barcode") else 200,
        )
        for name, address in ADDRESSES.items()
        for what, text in TEXTS.items()
    ]


def milliseconds(client: Client, path: str) -> list[float]:
    cache.clear()  # nobody is slowed down for asking too often
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path)
        seconds.append(time.perf_counter() - began)
    return [second * 1000 for second in seconds]


def measure_with(tools: int, workers: int) -> bool:
    """Print a line for each request; says whether all keep the limit."""
    numbers = {"tools": tools, "workers": workers, "lendings": 500, "consumables": 500}
    call_command("seed_demo", **numbers, stdout=sys.stderr)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="mitarbeiter"))
    found = cases()
    costs = measure(found)
    print(f"{tools} tools, {workers} people")
    kept = [report(case, costs[case.name], milliseconds(client, case.path)) for case in found]
    return all(kept)


def report(case: Case, cost: Cost, times: list[float]) -> bool:
    p95 = statistics.quantiles(times, n=20)[18]
    keeps = p95 <= LIMIT and not cost.scans and cost.commands.total <= case.limit
    print(
        f"  {case.name:36} p50 {statistics.median(times):6.1f}  p95 {p95:6.1f} ms"
        f"  {cost.commands.total:>2} commands {cost.documents:>6} documents {cost.keys:>6} keys"
        + ("" if keeps else "  <--")
    )
    return keeps or case.name.startswith("list")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", type=int, nargs="+", default=[5000, 100_000])
    parser.add_argument("--workers", type=int, default=1000)
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
        kept = [measure_with(count, options.workers) for count in options.tools]
        return 0 if all(kept) else 1
    finally:
        database.client.drop_database(database.name)
        database.client.drop_database(f"{database.name}_tickets")


if __name__ == "__main__":
    sys.exit(main())
