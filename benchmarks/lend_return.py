"""How long lending and returning take over HTTP, beside the bare pymongo transaction that does the same writes.

    python benchmarks/lend_return.py --url http://127.0.0.1:5000 --user anwender --password scandy-demo

One client with keep-alive signs in as a browser does and books as the desk does. After each of its requests the same
documents (copied, with new ids) are written by pymongo in one transaction, with the same write concern, into copies of
the same collections with the same indexes; so both meet the same machine at the same moment. The copies are called
``benchmark_...``, lie in the same database and are dropped at the end.

The database is that of the instance whose folder SCANDY_HOME names (or MONGODB_URI and MONGODB_DB). Run it on a demo
with at least 4,200 tools: T004000 to T004199 are free there.
"""

import argparse
import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bson import ObjectId
from pymongo import IndexModel, MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

sys.path.insert(0, str(Path(__file__).parents[1]))

from scandy_site.env import env

BUDGET_MS, BUDGET_RATIO = 12.0, 4.0
LEND, RETURN = "/api/lending/process", "/api/lending/return"
COPIED = ("tools", "workers", "lendings", "audit_events", "operations")
PREFIX = "benchmark_"

Document = dict[str, Any]


class Desk:
    """A signed-in person at one connection that stays open."""

    def __init__(self, url: str):
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self.cookies: dict[str, str] = {}

    def sign_in(self, username: str, password: str) -> None:
        self._send("GET", "/auth/login")
        form = {"username": username, "password": password, "csrfmiddlewaretoken": self._token()}
        status, _body = self._send(
            "POST", "/auth/login", urlencode(form), "application/x-www-form-urlencoded"
        )
        if status != 302:
            sys.exit(f"Signing in as {username} failed with status {status}.")

    def book(self, path: str, **codes: str) -> Document:
        """Book under a new operation id; answers with it and the lending."""
        operation_id = str(uuid4())
        body = json.dumps({**codes, "operation_id": operation_id})
        status, answer = self._send("POST", path, body, "application/json")
        if status not in (200, 201):
            sys.exit(f"{path} {codes}: {status} {answer.decode()}")
        return {"operation_id": operation_id, **json.loads(answer)["data"]}

    def _token(self) -> str:
        return next(value for name, value in self.cookies.items() if name.startswith("csrftoken"))

    def _send(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": kind, "X-CSRFToken": self._token()}
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        for line in response.headers.get_all("Set-Cookie", ()):
            self.cookies |= {name: crumb.value for name, crumb in SimpleCookie(line).items()}
        return response.status, response.read()


class Bare:
    """The writes of the services and nothing else, on the copies."""

    def __init__(self, database: Database):
        concern = WriteConcern(w="majority", j=True)
        self.client = database.client
        self.copies = {
            name: database.get_collection(PREFIX + name, write_concern=concern) for name in COPIED
        }
        self.concern = concern

    def lend(self, written: Document) -> None:
        with self._transaction() as session:
            lending, now = written["lending"], written["lending"]["lent_at"]
            self.copies["workers"].update_one(
                {"_id": lending["worker_id"]}, {"$set": {"last_lent_at": now}}, session=session
            )
            self._move(lending, "verfügbar", "ausgeliehen", session)
            self._insert("lendings", lending, session)
            self._insert("audit_events", written["event"], session)
            self._insert("operations", written["operation"], session)

    def give_back(self, written: Document) -> None:
        with self._transaction() as session:
            lending = written["lending"]
            changed = (
                "is_open",
                "status",
                "returned_at",
                "returned_by_id",
                "return_notes",
                "updated_at",
            )
            self.copies["lendings"].update_one(
                {"tool_id": lending["tool_id"], "is_open": True},
                {"$set": {name: lending[name] for name in changed}},
                session=session,
            )
            self._move(lending, "ausgeliehen", "verfügbar", session)
            self._insert("audit_events", written["event"], session)
            self._insert("operations", written["operation"], session)

    def _move(self, lending: Document, before: str, after: str, session: ClientSession) -> None:
        result = self.copies["tools"].update_one(
            {"_id": lending["tool_id"], "deleted": False, "status": before},
            {"$set": {"status": after, "updated_at": lending["updated_at"]}},
            session=session,
        )
        assert result.modified_count == 1  # noqa: S101 otherwise both sides do different things

    def _insert(self, name: str, document: Document, session: ClientSession) -> None:
        new = {**document, "_id": ObjectId()}
        if "operation_id" in new:
            new["operation_id"] = str(uuid4())
        self.copies[name].insert_one(new, session=session)

    @contextmanager
    def _transaction(self) -> Iterator[ClientSession]:
        with (
            self.client.start_session() as session,
            session.start_transaction(
                read_concern=ReadConcern("snapshot"), write_concern=self.concern
            ),
        ):
            yield session


@contextmanager
def copies(database: Database) -> Iterator[Bare]:
    """Copies of what lending writes to: the same documents and indexes under other names."""
    drop_copies(database)
    try:
        for name in COPIED:
            database[name].aggregate([{"$out": PREFIX + name}])
            copy = database[PREFIX + name]
            copy.create_indexes([_index(index) for index in database[name].list_indexes()])
        yield Bare(database)
    finally:
        drop_copies(database)


def drop_copies(database: Database) -> None:
    for name in COPIED:
        database.drop_collection(PREFIX + name)


def _index(index: Document) -> IndexModel:
    options = {name: value for name, value in index.items() if name not in ("key", "v")}
    return IndexModel(list(index["key"].items()), **options)


def written_by(database: Database, booked: Document) -> Document:
    """The documents that a booking wrote."""
    lending = database["lendings"].find_one({"_id": ObjectId(booked["id"])})
    event = database["audit_events"].find_one(
        {"subjects": f"lending.lending:{booked['id']}"}, sort=[("at", -1), ("_id", -1)]
    )
    operation = database["operations"].find_one({"operation_id": booked["operation_id"]})
    if not (lending and event and operation):
        sys.exit("The database is not that of the instance: the booking is not in it.")
    return {"lending": lending, "event": event, "operation": operation}


def timed(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = function(*args, **kwargs)
    return (time.perf_counter() - begun) * 1000, result


def measure(desk: Desk, database: Database, rounds: int, warm_up: int) -> dict[str, list[float]]:
    tools = [f"T{number:06}" for number in range(4000, 4200)]
    workers = [f"M{number:03}" for number in range(5, 51)]
    times: dict[str, list[float]] = {
        name: [] for name in ("lend", "bare lend", "return", "bare return")
    }
    with copies(database) as bare:
        desk.connection.close()  # copying took longer than the server keeps it; the next request opens it again
        turns = zip(range(warm_up + rounds), cycle(tools), cycle(workers), strict=False)
        for turn, tool, worker in turns:
            found = {}
            found["lend"], booked = timed(desk.book, LEND, tool_barcode=tool, worker_barcode=worker)
            found["bare lend"], _done = timed(bare.lend, written_by(database, booked))
            found["return"], booked = timed(desk.book, RETURN, tool_barcode=tool)
            found["bare return"], _done = timed(bare.give_back, written_by(database, booked))
            if turn >= warm_up:
                for name, milliseconds in found.items():
                    times[name].append(milliseconds)
    return times


def report(times: dict[str, list[float]]) -> bool:
    """Print the figures; whether they keep the budget."""
    p50 = {name: statistics.median(found) for name, found in times.items()}
    print(f"{'':14}{'p50':>8}{'p95':>8}{'best':>8}   ms, {len(times['lend'])} times each")
    for name, found in times.items():
        p95 = statistics.quantiles(found, n=20)[-1]
        print(f"{name:14}{p50[name]:8.2f}{p95:8.2f}{min(found):8.2f}")
    kept = True
    for name in ("lend", "return"):
        ratio = p50[name] / p50[f"bare {name}"]
        kept &= p50[name] <= BUDGET_MS and ratio <= BUDGET_RATIO
        print(
            f"{name}: {ratio:.2f} times the bare transaction (budget {BUDGET_RATIO:.0f} and {BUDGET_MS:.0f} ms)"
        )
    return kept


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True)
    parser.add_argument("--user", default="anwender")
    parser.add_argument("--password", default="scandy-demo")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--warm-up", type=int, default=50)
    options = parser.parse_args()
    desk = Desk(options.url)
    desk.sign_in(options.user, options.password)
    with MongoClient(env("MONGODB_URI")) as client:
        database = client[env("MONGODB_DB", default="scandy")]
        times = measure(desk, database, options.rounds, options.warm_up)
    return 0 if report(times) else 1


if __name__ == "__main__":
    sys.exit(main())
