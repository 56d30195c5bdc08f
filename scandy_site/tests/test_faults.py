"""Processes die and servers go away under load: nothing that was answered is lost, nothing happens twice."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import cycle
from threading import Event
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from pymongo import MongoClient

from apps.accounts.tests.factories import UserFactory
from apps.core.tests.threads import at_once
from apps.tools.tests.factories import ToolFactory
from apps.workers.tests.factories import WorkerFactory
from scandy_site.instance.terminal import wait_until
from scandy_site.tests.desks import Desk
from scandy_site.tests.invariants import broken_invariants
from scandy_site.tests.processes import copy_databases, mongod, redis_server, running, web

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("servers"),
]

LEND, RETURN = "/api/lending/process", "/api/lending/return"
PAGES = ("/", "/tools/", "/lending/", "/quickscan/")
LOCKED_SECONDS = 3  # for which a killed process keeps what its transaction had changed
SLOWEST_PAGE = 3.0  # seconds, with room for a busy machine


class Counters:
    """Eight desks that hand out and take back the same six tools until the block ends.

    What gets no answer is repeated under the same operation id.
    """

    def __init__(self, desk: Desk, tools: list[str], workers: list[str]):
        self.desks = [desk.beside() for _worker in workers]
        self.tools, self.workers = tools, workers
        self.lent: list[str] = []
        self.returned: list[str] = []

    def __enter__(self):
        self.over = Event()
        self.pool = ThreadPoolExecutor(len(self.desks))
        self.work = [
            self.pool.submit(self._work, desk, worker)
            for desk, worker in zip(self.desks, self.workers, strict=True)
        ]
        self.go_on()
        return self

    def __exit__(self, *error):
        self.over.set()
        self.pool.shutdown()
        for future in self.work:
            future.result()

    def go_on(self) -> None:
        """Wait until some more lendings are through."""
        enough = len(self.lent) + len(self.desks)
        assert wait_until(lambda: len(self.lent) > enough, seconds=60, tick=lambda: None)

    def _work(self, desk: Desk, worker: str) -> None:
        for tool in cycle(random.sample(self.tools, len(self.tools))):
            if self.over.is_set():
                break
            self._book(desk, LEND, self.lent, tool_barcode=tool, worker_barcode=worker)
            self._book(desk, RETURN, self.returned, tool_barcode=tool)

    def _book(self, desk: Desk, path: str, booked: list[str], **codes: str) -> None:
        operation_id = str(uuid4())
        answer = desk.post_until_answered(path, **codes, operation_id=operation_id)
        assert answer.outcome in (200, 201, "TOOL_NOT_AVAILABLE", "TOOL_NOT_LENT"), answer
        if answer.status != 409:
            booked.append(answer.data["id"])

    def repeats(self) -> int:
        return sum(desk.repeats for desk in self.desks)


@pytest.fixture
def stock():
    """What the counters work with."""
    return {
        "tools": [ToolFactory().barcode for _ in range(6)],
        "workers": [WorkerFactory().barcode for _ in range(8)],
    }


@pytest.fixture
def clerk():
    return UserFactory().username


@pytest.fixture
def store(tmp_path):
    """A mongod of the test's own."""
    store = mongod(tmp_path)
    store.command += ["--setParameter", f"transactionLifetimeLimitSeconds={LOCKED_SECONDS}"]
    with running(store):
        yield store


@pytest.fixture
def database(store, stock, clerk):
    """The test's database, moved there."""
    source = connections[DEFAULT_DB_ALIAS].database
    names = [source.name, connections["tickets"].database.name]
    with MongoClient(store.uri) as client:
        copy_databases(names, source.client, client)
        yield client[source.name]


@pytest.fixture
def server(store, database, tmp_path):
    with running(web(tmp_path, MONGODB_URI=store.uri)) as server:
        yield server


@pytest.fixture
def desk(server, clerk):
    with closing(Desk(server.port)) as desk:
        yield desk.sign_in(clerk)


def assert_all_was_booked_once(database, counters):
    """Each answer stands for one lending, and no lending is there that nobody was told of."""
    lendings = list(database.lendings.find())
    closed = [lending for lending in lendings if not lending["is_open"]]
    assert sorted(str(lending["_id"]) for lending in lendings) == sorted(counters.lent)
    assert sorted(str(lending["_id"]) for lending in closed) == sorted(counters.returned)
    assert broken_invariants(database) == []


def test_killed_web_processes_lose_nothing_and_book_nothing_twice(server, database, desk, stock):
    with Counters(desk, **stock) as counters:
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
            counters.go_on()

    assert counters.repeats() > 0
    assert_all_was_booked_once(database, counters)


def test_a_killed_database_loses_nothing_and_books_nothing_twice(store, database, desk, stock):
    with Counters(desk, **stock) as counters:
        store.kill()
        store.start()
        counters.go_on()

    assert_all_was_booked_once(database, counters)


def test_everybody_is_told_to_try_again_while_the_database_is_away(store, server, desk, stock):
    tool, worker = stock["tools"][0], stock["workers"][0]
    lend = partial(desk.post, LEND, tool_barcode=tool, worker_barcode=worker)
    pages = [partial(desk.beside().get, page) for page in PAGES]
    store.kill()

    answer, *page_answers = at_once(lend, *pages)

    store.start()
    assert (answer.status, answer.outcome) == (503, "SERVICE_UNAVAILABLE")
    assert [page.status for page in page_answers] == [503] * len(PAGES)
    assert desk.beside().get("/tools/").status == 200


@pytest.fixture
def cache(tmp_path):
    """A Redis of the test's own."""
    with running(redis_server(tmp_path)) as cache:
        yield cache


@pytest.fixture
def desk_with_cache(cache, clerk, tmp_path):
    with running(web(tmp_path, REDIS_URL=cache.url)) as server, closing(Desk(server.port)) as desk:
        yield desk.sign_in(clerk)


def work_through(desk: Desk, tool: str, worker: str) -> list[int | str]:
    """Some pages, a lending and a return: what came of each, or that it took too long."""
    requests = [
        *(partial(desk.get, page) for page in PAGES),
        partial(desk.post, LEND, tool_barcode=tool, worker_barcode=worker),
        partial(desk.post, RETURN, tool_barcode=tool),
    ]
    outcomes: list[int | str] = []
    for request in requests:
        begun = time.monotonic()
        status = request().status
        is_slow = time.monotonic() - begun > SLOWEST_PAGE
        outcomes.append("slow" if is_slow else status)
    return outcomes


WORKED = [200] * len(PAGES) + [201, 200]


def test_pages_and_lending_go_on_without_redis(desk_with_cache, cache, stock):
    thing = {"tool": stock["tools"][0], "worker": stock["workers"][0]}
    assert work_through(desk_with_cache, **thing) == WORKED

    cache.kill()

    assert work_through(desk_with_cache, **thing) == WORKED
    cache.start()
    assert work_through(desk_with_cache, **thing) == WORKED


def test_pages_and_lending_go_on_while_redis_hangs(desk_with_cache, cache, stock):
    cache.process.send_signal(signal.SIGSTOP)

    outcomes = work_through(desk_with_cache, stock["tools"][0], stock["workers"][0])

    cache.process.send_signal(signal.SIGCONT)
    assert outcomes == WORKED
