"""Tickets: what each of their pages costs with few and with many, in commands, documents and milliseconds.

    python benchmarks/tickets.py [--few 3000] [--many 100000]

On the MongoDB of MONGODB_URI, in two databases of its own that are dropped at the end. Ends with 1 when a page costs
more commands with many tickets than with few, more than its budget, or reads a collection without an index.
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

from django.core.management import call_command  # noqa: E402 needs the setup
from django.db import connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from apps.tickets.models import Ticket  # noqa: E402
from scandy_site.tests.budgets import Case, Cost, cases, measure, send, signed_in  # noqa: E402

ROUNDS = 20
HOUSE = {"tools": 60, "workers": 30, "lendings": 100, "consumables": 40}


def seed(count: int) -> None:
    call_command("seed_demo", **HOUSE, tickets=count, stdout=sys.stderr)


def ticket_cases() -> list[Case]:
    return [case for case in cases() if "ticket" in case.name]


def timed(found: list[Case]) -> dict[str, list[float]]:
    """The seconds of each request, sorted."""
    clients = signed_in({case.username for case in found})
    seconds: dict[str, list[float]] = {case.name: [] for case in found}
    for _round in range(ROUNDS):
        for case in found:
            began = time.perf_counter()
            send(case, clients)
            seconds[case.name].append(time.perf_counter() - began)
    return {name: sorted(values) for name, values in seconds.items()}


def report(found: list[Case]) -> dict[str, Cost]:
    costs, seconds = measure(found), timed(found)
    print(f"{Ticket.objects.count()} tickets")
    for case in found:
        cost, taken = costs[case.name], seconds[case.name]
        late = taken[int(len(taken) * 0.95) - 1]
        print(
            f"  {case.name:44} {cost.commands.total:3} commands {cost.documents:6} documents"
            f"  p50 {statistics.median(taken) * 1000:6.1f} ms  p95 {late * 1000:6.1f} ms"
        )
    return costs


def faults(few: dict[str, Cost], many: dict[str, Cost], limits: dict[str, int]) -> list[str]:
    found = []
    for name, cost in many.items():
        if cost.commands.total != few[name].commands.total:
            found.append(f"{name}: {few[name].commands.total} and {cost.commands.total} commands")
        if cost.commands.total > limits[name]:
            found.append(f"{name}: more than {limits[name]} commands")
        found += [f"{name}: {scan}" for scan in cost.scans]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=3000)
    parser.add_argument("--many", type=int, default=100_000)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    setup_test_environment()
    databases = [connections[alias] for alias in mongo.ALIASES]
    for connection in databases:
        connection.ensure_connection()
        connection.database.client.drop_database(connection.database.name)
    try:
        for alias in mongo.ALIASES:
            call_command("migrate", database=alias, verbosity=0)
        call_command("sync_roles", stdout=sys.stderr)
        call_command("sync_settings", stdout=sys.stderr)
        seed(options.few)
        few = report(ticket_cases())
        seed(options.many)
        found_cases = ticket_cases()
        many = report(found_cases)
    finally:
        for connection in databases:
            connection.database.client.drop_database(connection.database.name)
    found = faults(few, many, {case.name: case.limit for case in found_cases})
    print("\n".join(found) or "equal everywhere, within the budgets, no collection scan")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
