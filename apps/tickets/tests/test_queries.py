"""Lists of tickets are answered by indexes, for every role, filter and order."""

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.tests.moments import MADE_AT
from apps.masterdata.tests.factories import DepartmentFactory
from apps.tickets.models.tickets import SORTS
from apps.tickets.queries import on_offer, taking_part, unread_tickets, visible_to
from apps.tickets.services import sharing, workflow
from apps.tickets.tests.factories import TicketFactory, WorkAreaFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ORDERS = [f"{sign}{field}" for (field,) in SORTS.values() for sign in ("", "-")]


@pytest.fixture
def house():
    """People of each role, and tickets that some of them see."""
    people = {role: UserFactory(role=role) for role in Role}
    area = WorkAreaFactory(members=[people[Role.STANDARD_USER].pk])
    department = DepartmentFactory()
    for number in range(8):
        ticket = TicketFactory(
            created_by=list(people.values())[number % 4],
            department=department if number % 3 else None,
            work_area=area if number % 2 else None,
            tags=["Holz"],
        )
        if number % 5 == 0:
            by = {"actor": people[Role.EMPLOYEE], "now": MADE_AT}
            workflow.take_ticket(ticket_id=ticket.pk, **by)
    return {"people": people, "department": department, "area": area}


def ordered(tickets, order):
    sign = "-" if order.startswith("-") else ""
    return tickets.order_by(order, f"{sign}pk")[:50]


def test_lists_come_in_order_from_an_index(house, plan_of):
    people = house["people"]
    everybody = [visible_to(person) for person in people.values()]
    working = [people[role] for role in Role if role != Role.PARTICIPANT]
    others = [find(person) for person in working for find in (taking_part, on_offer)]

    found = {
        (number, order): plan_of(ordered(tickets, order)).stages
        for number, tickets in enumerate([*everybody, *others])
        for order in ORDERS
    }

    assert {name for name, stages in found.items() if "COLLSCAN" in stages} == set()
    # A participant's own tickets are few: they may be sorted after they were found.
    own = list(people).index(Role.PARTICIPANT)
    assert {name for name, stages in found.items() if "SORT" in stages and name[0] != own} == set()


FILTERS = {
    "status": "offen",
    "status__in": ["offen", "zugewiesen"],
    "category": "allgemein",
    "priority": "hoch",
    "due_date__lt": MADE_AT,
    "tags__contains": ["Holz"],
    "assigned_to": None,
}


def test_filters_and_searches_scan_no_collection(house, plan_of):
    people = list(house["people"].values())
    things = {"department": house["department"], "work_area": house["area"]}
    conditions = [{name: value} for name, value in {**FILTERS, **things}.items()]

    for person in people:
        shown = [visible_to(person).search("klemmt"), visible_to(person).filter(created_by=person)]
        shown += [visible_to(person).filter(**condition) for condition in conditions]
        for tickets in shown:
            assert "COLLSCAN" not in plan_of(ordered(tickets, "-created_at")).stages
            assert "COLLSCAN" not in plan_of(ordered(tickets, "sort_name")).stages


@pytest.mark.parametrize(("role", "commands"), [(Role.EMPLOYEE, 1), (Role.STANDARD_USER, 2)])
def test_a_search_takes_few_commands(role, commands, house, count_commands):
    person = house["people"][role]

    with count_commands() as counted:
        visible_to(person).search("klemmt")

    assert counted.total == commands


def test_work_areas_narrow_what_is_on_offer(house):
    anna, (other,) = house["people"][Role.STANDARD_USER], [WorkAreaFactory()]
    elsewhere = TicketFactory(work_area=other)
    nowhere = TicketFactory()

    offered = set(on_offer(anna))

    assert nowhere in offered
    assert elsewhere not in offered
    assert elsewhere in set(on_offer(UserFactory()))


def test_participants_are_offered_nothing(house):
    assert not on_offer(house["people"][Role.PARTICIPANT]).exists()


def test_a_watched_ticket_is_seen_outside_of_ones_work_areas(house):
    anna, other = house["people"][Role.STANDARD_USER], WorkAreaFactory()
    ticket = TicketFactory(work_area=other)
    by = {"actor": house["people"][Role.EMPLOYEE], "now": MADE_AT}

    sharing.set_watchers(ticket_id=ticket.pk, user_ids=[anna.pk], **by)

    assert ticket in set(visible_to(anna))


def test_unread_tickets_are_counted_by_an_index(house, count_commands):
    with count_commands() as counted:
        unread_tickets(house["people"][Role.PARTICIPANT])

    assert counted.total == 1
