"""The pages of orders cost the same with one order and with many."""

import pytest
from django.urls import reverse

from apps.accounts.enums import Role
from apps.accounts.tests.clients import client_of
from apps.consumables.services.proposals import propose_orders
from apps.consumables.tests.factories import ConsumableFactory, SupplierFactory
from apps.core.tests.moments import MADE_AT
from scandy_site.tests.mongo import count_commands

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def propose(count: int) -> None:
    for _number in range(count):
        ConsumableFactory(supplier=SupplierFactory(), min_stock=5)
    propose_orders(actor=None, now=MADE_AT)


def cost(client, path: str) -> int:
    with count_commands() as commands:
        assert client.get(path).status_code == 200
    return commands.total


def test_pages_cost_the_same_with_many_orders():
    client = client_of(Role.EMPLOYEE)
    pages = [reverse("consumables:orders") + "?state=", reverse("consumables:proposals")]
    propose(1)
    client.get(pages[0])  # the first one renews the session
    few = [cost(client, path) for path in pages]
    propose(20)

    assert [cost(client, path) for path in pages] == few
    assert max(few) <= 10
