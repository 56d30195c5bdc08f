"""A run of seed_demo is killed: what it left is whole, and the next run completes it."""

import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from pymongo import MongoClient

from scandy_site.env import BASE_DIR
from scandy_site.instance.terminal import wait_until
from scandy_site.tests.invariants import broken_invariants
from scandy_site.tests.processes import copy_databases, mongod, running

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.xdist_group("servers"),
]

LOCKED_SECONDS = 11  # longer than a transaction tries to get past another one
WANTED = {"tools": 1500, "workers": 60, "lendings": 3000, "consumables": 50}


@pytest.fixture
def store(tmp_path):
    """A mongod of the test's own."""
    store = mongod(tmp_path)
    store.command += ["--setParameter", f"transactionLifetimeLimitSeconds={LOCKED_SECONDS}"]
    with running(store):
        yield store


@pytest.fixture
def database(store):
    """The empty, migrated database of the test, there."""
    source = connections[DEFAULT_DB_ALIAS].database
    with MongoClient(store.uri) as client:
        copy_databases([source.name], source.client, client)
        yield client[source.name]


def seed(store, database):
    """The command in a process of its own."""
    arguments = [f"--{name}={number}" for name, number in WANTED.items()]
    return subprocess.Popen(
        [sys.executable, "manage.py", "seed_demo", *arguments],
        cwd=BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "scandy_site.settings.test",
            "MONGODB_URI": store.uri,
            "MONGODB_DB": database.name,
        },
        stdout=subprocess.DEVNULL,
    )


def kill_while_writing(run, collection):
    """``kill -9`` as soon as a first part of it is written, and so while the next one is."""

    def has_begun():
        assert run.poll() is None, "the run is over already"
        return collection.estimated_document_count() > 0

    assert wait_until(has_begun, seconds=60, tick=lambda: None)
    run.kill()
    assert run.wait() == -signal.SIGKILL


def assert_is_whole(database):
    """The invariants of lending, and everything with a barcode can be scanned (I4)."""
    assert broken_invariants(database) == []
    things = [
        thing
        for kind in (database.tools, database.workers, database.consumables)
        for thing in kind.find()
    ]
    registered = {entry["code"]: entry["object_id"] for entry in database.barcodes.find()}
    assert registered == {thing["barcode"]: str(thing["_id"]) for thing in things}


def test_killed_runs_leave_nothing_half_done_and_the_next_one_completes_them(store, database):
    for collection in (database.consumable_usages, database.lendings):
        kill_while_writing(seed(store, database), collection)
        assert_is_whole(database)

    assert seed(store, database).wait(120) == 0

    assert {name: database[name].count_documents({}) for name in WANTED} == WANTED
    assert_is_whole(database)
    events = Counter(event["event_type"] for event in database.audit_events.find())
    assert (events["tools.created"], events["workers.created"]) == (1500, 60)
    assert events["lending.tool_lent"] == 3000
