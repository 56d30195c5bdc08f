"""Processes are killed while material is booked on orders: order and stock always say the same."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from pymongo import MongoClient

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.tests.factories import ConsumableFactory
from apps.tickets.tests.factories import TicketFactory
from scandy_site.instance.terminal import wait_until
from scandy_site.tests.desks import Desk
from scandy_site.tests.processes import copy_databases, mongod, running, web

pytestmark = [
    pytest.mark.integration,
    pytest.mark.django_db,
    pytest.mark.usefixtures("written_by_others"),
    pytest.mark.xdist_group("processes"),
]

STOCK = 5_000
LOCKED_SECONDS = 3  # for which a killed process keeps what its transaction had changed


@pytest.fixture
def store(tmp_path):
    """A mongod of the test's own."""
    store = mongod(tmp_path)
    store.command += ["--setParameter", f"transactionLifetimeLimitSeconds={LOCKED_SECONDS}"]
    with running(store):
        yield store


@pytest.fixture
def material():
    """Something in the stores, the tickets it is booked on, and who does it."""
    tickets = [TicketFactory().ticket_number for _number in range(4)]
    clerk = UserFactory(role=Role.EMPLOYEE).username
    return {"barcode": ConsumableFactory(stock=STOCK).barcode, "tickets": tickets, "clerk": clerk}


@pytest.fixture
def databases(store, material):
    """The test's databases, moved there: the house's, and that of the tickets."""
    source = connections[DEFAULT_DB_ALIAS].database
    names = [source.name, connections["tickets"].database.name]
    with MongoClient(store.uri) as client:
        copy_databases(names, source.client, client)
        yield [client[name] for name in names]


def book_and_strike(desk, number, barcode, over, done):
    """Book one piece after the other and strike every second one, until it is over."""
    address = f"/tickets/{number}/material"
    while not over.is_set():
        line = desk.post_until_answered(
            address, barcode=barcode, quantity=1, operation_id=str(uuid4())
        )
        assert line.outcome == 201, line
        if len(done) % 2:
            struck = desk.post_until_answered(f"{address}/{line.data['id']}/strike")
            assert struck.outcome in (200, "STATUS_NOT_ALLOWED"), struck  # done, unanswered
        done.append(line.data["id"])


def test_killed_processes_leave_order_and_stock_agreed(store, databases, material, tmp_path):
    house, tickets = databases
    over, done = Event(), []
    with (
        running(web(tmp_path, MONGODB_URI=store.uri)) as server,
        closing(Desk(server.port)) as desk,
        ThreadPoolExecutor(len(material["tickets"])) as pool,
    ):
        desk.sign_in(material["clerk"])
        work = [
            pool.submit(book_and_strike, desk.beside(), number, material["barcode"], over, done)
            for number in material["tickets"]
        ]
        for worker in server.workers():
            enough = len(done) + len(work)
            wait_until(lambda enough=enough: len(done) > enough, seconds=60, tick=lambda: None)
            os.kill(worker, signal.SIGKILL)
        over.set()
        [each.result() for each in work]

    booked = tickets.auftrag_material.count_documents({"struck_at": None})
    [consumable] = house.consumables.find()
    journal = list(house.consumable_usages.find({"ticket_line_id": {"$ne": None}}))
    assert consumable["current_stock"].to_decimal() == STOCK - booked
    assert -sum(movement["quantity"].to_decimal() for movement in journal) == booked
    assert tickets.auftrag_material.count_documents({}) == len(done)
