"""How many commands to MongoDB each page and call takes, and what MongoDB reads for them, with few and with many tools.

    python benchmarks/commands.py [--tools 50 5000]

The requests run in this process, through the whole middleware; a listener of pymongo counts the commands and MongoDB's
profiler tells what it did for them. On the MongoDB of the instance whose folder SCANDY_HOME names (or MONGODB_URI), in
databases of its own that are dropped at the end. The same requests stand in the test suite with their budgets
(scandy_site/tests/test_budgets.py).
"""

import argparse
import logging
import os
import sys
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
from django.db import connection  # noqa: E402 needs the setup
from django.test.utils import setup_test_environment  # noqa: E402 needs the setup

from scandy_site.tests.budgets import Case, Cost, cases, measure  # noqa: E402 needs the setup


def measure_with(tools: int) -> tuple[list[Case], dict[str, Cost]]:
    numbers = {"tools": tools, "workers": 60, "lendings": 4 * tools, "consumables": min(tools, 500)}
    call_command("seed_demo", **numbers, stdout=sys.stderr)
    found = cases()
    return found, measure(found)


def report(found: list[Case], costs: dict[int, dict[str, Cost]]) -> int:
    """Print a line for each request; returns how many are over their budget."""
    over = 0
    print("commands / budget, then documents and index entries read:")
    print(f"{'':36}" + "".join(f"{count:>12} tools      " for count in costs))
    for case in found:
        line, totals = f"{case.name:36}", set()
        for measured in costs.values():
            cost = measured[case.name]
            totals.add(cost.commands.total)
            line += f"{cost.commands.total:>4} / {case.limit:<2}{cost.documents:>7}{cost.keys:>7}  "
        scans = [scan for measured in costs.values() for scan in measured[case.name].scans]
        is_over = len(totals) > 1 or max(totals) > case.limit or bool(scans)
        over += is_over
        print(line + ("  <-- " + ("COLLSCAN" if scans else "over") if is_over else ""))
    return over


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", type=int, nargs="+", default=[50, 5000])
    sizes = sorted(parser.parse_args().tools)
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
        results = {tools: measure_with(tools) for tools in sizes}
        found = results[sizes[0]][0]
        return (
            1 if report(found, {tools: costs for tools, (_cases, costs) in results.items()}) else 0
        )
    finally:
        database.client.drop_database(database.name)
        database.client.drop_database(f"{database.name}_tickets")


if __name__ == "__main__":
    sys.exit(main())
