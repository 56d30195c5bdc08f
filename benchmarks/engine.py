"""How fast lists are with our database engine, beside the backend as it is, on the same documents.

    DJANGO_SETTINGS_MODULE=scandy_site.settings.test MONGODB_DB=bench python benchmarks/engine.py [LOANS]

Each engine gets a database of its own, made by its own schema editor, and filled alike. Both are dropped at the end.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 needs the setup
from django.db import connections  # noqa: E402
from django.db.models import Exists, OuterRef  # noqa: E402

from scandy_site.tests.probe.data import an_id  # noqa: E402
from scandy_site.tests.probe.models import Item, Loan, Person, Shelf  # noqa: E402

MODELS = (Shelf, Person, Item, Loan)
START = datetime(2020, 1, 1, tzinfo=UTC)
ROUNDS = 15

QUERIES: dict[str, Callable[[Any], Any]] = {
    "first page, newest first": lambda of: of(Loan).order_by("-lent_at", "-pk")[:50],
    "... with two references": lambda of: (
        of(Loan).select_related("item", "person").order_by("-lent_at", "-pk")[:50]
    ),
    "... with references of references": lambda of: (
        of(Loan).select_related("item__shelf", "person").order_by("-lent_at", "-pk")[:50]
    ),
    "... of those not returned": lambda of: (
        of(Loan).select_related("item", "person").filter(returned_at=None).order_by("-lent_at")[:50]
    ),
    "things with: is it lent?": lambda of: (
        of(Item)
        .annotate(lent=Exists(of(Loan).filter(item=OuterRef("pk"), is_open=True)))
        .order_by("name", "pk")[:50]
    ),
    "one by its unique code": lambda of: of(Item).filter(code="T000777"),
    "count of all": lambda of: [of(Loan).count()],
    "count by an indexed filter": lambda of: [of(Loan).filter(lent_at__gte=START).count()],
}


def fill(connection: Any, loans: int) -> None:
    items = loans // 10
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    database = connection.database
    database.probe_shelf.insert_many({"_id": an_id(1, n), "name": f"S{n}"} for n in range(50))
    database.probe_person.insert_many({"_id": an_id(2, n), "name": f"P{n}"} for n in range(500))
    database.probe_item.insert_many(
        {
            "_id": an_id(3, n),
            "code": f"T{n:06d}",
            "serial": None,
            "name": f"Werkzeug {n % 977}",
            "shelf_id": an_id(1, n % 50),
            "spare_shelf_id": None,
            "count": n % 7,
            "tags": ["rot"],
        }
        for n in range(items)
    )
    database.probe_loan.insert_many(
        {
            "_id": an_id(4, n),
            "item_id": an_id(3, n % items),
            "person_id": an_id(2, n % 500),
            "number": n,
            "lent_at": START.replace(tzinfo=None) + timedelta(minutes=n),
            "returned_at": None if n >= loans - items // 2 else START.replace(tzinfo=None),
            "is_open": n >= loans - items // 2,
        }
        for n in range(loans)
    )


def milliseconds(query: Callable[[Any], Any], alias: str) -> float:
    taken = []
    for _round in range(ROUNDS):
        begin = time.perf_counter()
        list(query(lambda model: model.objects.using(alias)))
        taken.append((time.perf_counter() - begin) * 1000)
        if sum(taken) > 10_000:
            break
    return statistics.median(taken)


def main() -> None:
    loans = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    settings.DATABASES["plain"]["NAME"] += "_plain"
    databases = [connections[alias] for alias in ("default", "plain")]
    try:
        for connection in databases:
            fill(connection, loans)
        sys.stdout.write(f"{loans:,} loans; medians in ms\n{'':36}{'backend':>10}{'ours':>10}\n")
        for name, query in QUERIES.items():
            plain, ours = (milliseconds(query, alias) for alias in ("plain", "default"))
            sys.stdout.write(f"{name:36}{plain:10.1f}{ours:10.1f}\n")
    finally:
        for connection in databases:
            connection.ensure_connection()
            connection.connection.drop_database(connection.settings_dict["NAME"])


if __name__ == "__main__":
    main()
