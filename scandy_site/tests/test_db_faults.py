"""The server dies, or its answer gets lost, in the middle of a transaction: nothing half done, and no false answer."""

import os
import random
import subprocess
import sys
import time

import pytest
from pymongo import MongoClient

from scandy_site.env import BASE_DIR
from scandy_site.tests.processes import mongod, running

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A mongod of this module's own, which also fails on demand."""
    server = mongod(tmp_path_factory.mktemp("faults"))
    for parameter in ("enableTestCommands=1", "transactionLifetimeLimitSeconds=2"):
        server.command += ["--setParameter", parameter]
    with running(server):
        yield server


@pytest.fixture
def store(server):
    """The two databases of a clerk, emptied before."""
    with MongoClient(server.uri) as client:
        for name in ("faults", "faults_tickets"):
            client.drop_database(name)
        client.faults.create_collection("probe_shelf")
        client.faults_tickets.create_collection("probe_tickets_complaint")
        yield client


@pytest.fixture
def clerk(server):
    """Starts processes that save the given names; see scandy_site.tests.probe.clerk."""
    started = []

    def start(*names):
        environment = {
            "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
            "MONGODB_URI": server.uri,
            "MONGODB_DB": "faults",
            "MONGODB_TICKETS_DB": "faults_tickets",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "scandy_site.tests.probe.clerk", *names],
            cwd=BASE_DIR,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def wait_inside(process):
    assert process.stdout.readline().startswith("inside")


def go_on(process):
    """Let it finish; the lines that it said."""
    return process.communicate("\n", timeout=60)[0].splitlines()


def saved(store):
    shelves = sorted(shelf["name"] for shelf in store.faults.probe_shelf.find())
    complaints = store.faults_tickets.probe_tickets_complaint.find()
    return shelves, sorted(complaint["text"] for complaint in complaints)


def fail_commits(store, how, mode):
    data = {"failCommands": ["commitTransaction"], **how}
    store.admin.command({"configureFailPoint": "failCommand", "mode": mode, "data": data})


def test_server_that_dies_and_stays_away_is_reported(server, store, clerk):
    process = clerk("a")
    wait_inside(process)
    server.kill()

    said = go_on(process)

    server.start()
    assert said[-1] == "DatabaseAway a"
    assert saved(store) == ([], [])


def test_server_that_dies_and_comes_back_is_waited_for(server, store, clerk):
    process = clerk("a")
    wait_inside(process)
    server.kill()
    server.start()

    said = go_on(process)

    assert said == ["inside a", "saved a"]
    assert saved(store) == (["a"], ["a"])


def test_lost_connection_at_the_commit_is_mended(store, clerk):
    fail_commits(store, {"closeConnection": True}, {"times": 3})

    said = go_on(clerk("a"))

    assert said == ["inside a", "saved a"]
    assert saved(store) == (["a"], ["a"])


def test_commit_that_never_arrives_is_unknown_and_nothing_is_saved(store, clerk):
    fail_commits(store, {"closeConnection": True}, "alwaysOn")

    said = go_on(clerk("a"))

    fail_commits(store, {}, "off")
    assert said == ["inside a", "CommitUnknown a"]
    assert saved(store) == ([], [])


def test_commit_without_a_clear_answer_is_unknown_although_it_is_saved(store, clerk):
    not_yet_safe = {"writeConcernError": {"code": 64, "errmsg": "waiting for replication"}}
    fail_commits(store, not_yet_safe, "alwaysOn")

    said = go_on(clerk("a"))

    fail_commits(store, {}, "off")
    assert said == ["inside a", "CommitUnknown a"]
    assert saved(store) == (["a"], ["a"])


def test_whatever_was_answered_is_there_however_often_the_server_dies(server, store, clerk):
    names = [f"n{number:04d}" for number in range(700)]
    process = clerk(*names)
    wait_inside(process)
    process.stdin.close()
    for _kill in range(3):
        time.sleep(random.uniform(0.3, 0.8))  # noqa: S311 no secret
        server.kill()
        server.start()

    outcomes = dict(reversed(line.split()) for line in process.stdout.read().splitlines())

    shelves, complaints = saved(store)
    unknown = {name for name, outcome in outcomes.items() if outcome == "CommitUnknown"}
    assert shelves == complaints
    assert outcomes.keys() == set(names)
    assert set(shelves) - unknown == {n for n, outcome in outcomes.items() if outcome == "saved"}
