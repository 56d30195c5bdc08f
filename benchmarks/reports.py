"""Reports: time, commands, what MongoDB reads, and the memory of an export, with few and with many lendings.

    python benchmarks/reports.py [--sizes 5000:100000 100000:1000000] [--rounds 12]

Each size is tools:lendings, spread over three years and 2,000 people, with a tenth as many withdrawals of material.
The requests run in this process, through the whole middleware. On the MongoDB of MONGODB_URI, in databases of its own
that are dropped at the end. Fails when a report of a whole year takes longer than one second (p95).
"""

import argparse
import logging
import os
import random
import resource
import statistics
import sys
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "scandy_site.settings.test"
os.environ["MONGODB_DB"] = "scandy_benchmark_reports"
os.environ["MONGODB_TICKETS_DB"] = "scandy_benchmark_reports_tickets"

import django
from pymongo import monitoring

from scandy_site.tests import mongo

monitoring.register(mongo.journal)  # before there is a client
django.setup()

from bson import Decimal128, ObjectId  # noqa: E402 needs the setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.core import clock  # noqa: E402
from apps.core.registry import registry  # noqa: E402
from scandy_site.tests.budgets import Case, measure  # noqa: E402

LIMIT = 1000  # milliseconds
AT_ONCE = 10_000
PEOPLE = 2000
DAYS = 3 * 365
PERIODS = {
    "this month": "period=month",
    "last year": "period=last_year",
    "everything": "period=free&date_from=2015-01-01&date_until=2030-12-31",
}
FILTERED = {
    "lendings-by-tool, by name": "/reports/lendings-by-tool?period=last_year&sort=tool",
    "lendings-by-tool, a category": "/reports/lendings-by-tool?period=last_year&category={category}",
    "lendings-by-tool, page 20": "/reports/lendings-by-tool?period=last_year&page=20",
    "lendings-by-period, a department": "/reports/lendings-by-period?period=last_year"
    "&department={department}",
    "utilization, never lent first": "/reports/utilization?period=last_year&sort=share",
}


def copies(name: str, count: int) -> list[ObjectId]:
    """More things of a kind, made of the demo's; returns the ids of all."""
    collection = connection.database[name]
    patterns = list(collection.find({"deleted": False}))
    ids = [pattern["_id"] for pattern in patterns]
    for first in range(len(ids), count, AT_ONCE):
        made = []
        for number in range(first, min(first + AT_ONCE, count)):
            pattern = patterns[number % len(patterns)]
            made.append({**pattern, "_id": ObjectId(), "barcode": f"X{number:07}"})
            made[-1].pop("user_id", None)
        ids += collection.insert_many(made).inserted_ids
    return ids


def fill(name: str, count: int, change: Any) -> None:
    """Documents made of those of the demo; the indexes are built afterwards, which is quicker."""
    collection = connection.database[name]
    patterns = list(collection.find().limit(500))
    indexes = collection.index_information()
    collection.drop_indexes()
    for first in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - first)
        made = [
            {**patterns[number % len(patterns)], "_id": ObjectId(), **change()}
            for number in range(size)
        ]
        collection.insert_many(made, ordered=False)
    for index, options in indexes.items():
        if index != "_id_":
            keys = options.pop("key")
            collection.create_index(keys, name=index, **{**options, "v": 2})


def seed(tools: int, lendings: int) -> None:
    chance, now = random.Random(1), clock.now()  # noqa: S311 nothing secret
    numbers = {"tools": 60, "workers": 60, "lendings": 500, "consumables": 100}
    call_command("seed_demo", **numbers, stdout=sys.stderr)
    tool_ids, worker_ids = copies("tools", tools), copies("workers", PEOPLE)
    things = [each["_id"] for each in connection.database["consumables"].find({}, {"_id": 1})]

    def lending() -> dict[str, Any]:
        lent = now - timedelta(seconds=chance.randrange(DAYS * 86_400))
        returned = min(lent + timedelta(days=chance.random() * 18), now)
        return {
            "tool_id": chance.choice(tool_ids),
            "worker_id": chance.choice(worker_ids),
            "lent_at": lent,
            "due_date": lent + timedelta(days=14),
            "returned_at": returned,
            "canceled_at": returned if chance.random() < 0.01 else None,
            "is_open": False,
            "status": "returned",
        }

    def movement() -> dict[str, Any]:
        return {
            "consumable_id": chance.choice(things),
            "worker_id": chance.choice(worker_ids),
            "kind": "entnahme",
            "is_usage": True,
            "reversal_of_id": None,
            "quantity": Decimal128(-Decimal(chance.randrange(1, 20))),
            "unit_cost": Decimal128(Decimal(chance.randrange(1, 999)) / 100),
            "used_at": now - timedelta(seconds=chance.randrange(DAYS * 86_400)),
        }

    fill("lendings", lendings, lending)
    fill("consumable_usages", lendings // 10, movement)


def cases() -> list[Case]:
    names = {
        name: connection.database[collection].find_one()["name"]
        for name, collection in (("category", "categories"), ("department", "departments"))
    }
    every = {
        f"{code}, {period}": f"/reports/{code}?{query}"
        for code, report in registry.reports.items()
        for period, query in PERIODS.items()
        if "period" in report.form.base_fields
    }
    still = {
        code: f"/reports/{code}"
        for code, report in registry.reports.items()
        if "period" not in report.form.base_fields
    }
    filtered = {name: path.format(**names) for name, path in FILTERED.items()}
    return [Case(name, 10, "admin", path) for name, path in (every | still | filtered).items()]


def drop_databases() -> None:
    for name in ("MONGODB_DB", "MONGODB_TICKETS_DB"):
        connection.database.client.drop_database(os.environ[name])


def milliseconds(client: Client, path: str, rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert client.get(path).status_code == 200  # noqa: S101 a benchmark
        found.append((time.perf_counter() - began) * 1000)
    return found


def export_all() -> str:
    """How long the longest table takes as rows for a file, and what memory it needs beyond what was there."""
    report = registry.exports["reports.lendings-by-tool"]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    found = report.rows(QueryDict(PERIODS["everything"]), None, clock.now())
    rows = sum(1 for _row in found.iterator(500))
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return f"{rows} rows in {time.perf_counter() - began:.1f} s, {more / 1024:.0f} MB more"


def measure_with(tools: int, lendings: int, rounds: int) -> bool:
    began = time.perf_counter()
    seed(tools, lendings)
    print(f"{tools} tools, {lendings} lendings (filled in {time.perf_counter() - began:.0f} s)")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(username="admin"))
    keeps = True
    found = cases()
    costs = measure(found)
    for case in found:
        times = milliseconds(client, case.path, rounds)
        p95 = statistics.quantiles(times, n=20, method="inclusive")[18]
        cost = costs[case.name]
        is_kept = p95 <= LIMIT and cost.commands.total <= case.limit
        keeps &= is_kept or "everything" in case.name
        print(
            f"  {case.name:44} p50 {statistics.median(times):6.0f}  p95 {p95:6.0f} ms"
            f"  {cost.commands.total:>2} commands {cost.documents:>7} documents {cost.keys:>8} keys"
            + ("" if is_kept else "  <--")
        )
    print(f"  export of lendings-by-tool: {export_all()}")
    return keeps


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["5000:100000", "100000:1000000"])
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    setup_test_environment()
    connection.ensure_connection()
    kept = True
    for size in options.sizes:
        drop_databases()
        try:
            for alias in mongo.ALIASES:
                call_command("migrate", database=alias, verbosity=0)
            call_command("sync_roles", stdout=sys.stderr)
            kept &= measure_with(*(int(each) for each in size.split(":")), options.rounds)
        finally:
            drop_databases()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
