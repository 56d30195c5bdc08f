"""The check finds whatever parts an order from the stores."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from bson import ObjectId

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.consumables.models import StockMovement
from apps.consumables.services.stock import reverse_movement
from apps.consumables.tests.factories import ConsumableFactory
from apps.core.registry import registry
from apps.tickets.models import Ticket, WorkOrderMaterial
from apps.tickets.services.materials import Material, book_material, strike_material
from apps.tickets.services.trash import erase_ticket, move_to_trash
from apps.tickets.services.work_orders import Labor, book_labor
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def by():
    return {"actor": UserFactory(role=Role.ADMIN), "now": datetime(2026, 11, 23, 9, tzinfo=UTC)}


@pytest.fixture
def ticket():
    return TicketFactory()


@pytest.fixture
def line(ticket, by):
    book_labor(ticket_id=ticket.pk, labor=Labor("Hobeln", 2), **by)
    material = Material(3, consumable_id=ConsumableFactory(stock=10).pk)
    return book_material(ticket_id=ticket.pk, material=material, **by)


def change(line, **values):
    WorkOrderMaterial.objects.filter(pk=line.pk).update(**values)


def found() -> list[str]:
    return list(registry.consistency_checks["work_orders"]())


def test_all_is_well_after_booking_and_striking(line, by):
    strike_material(line_id=line.pk, **by)

    assert found() == []


@pytest.mark.parametrize("values", [{"movement": None}, {"quantity": Decimal(4)}])
def test_a_line_beside_its_movement_is_found(ticket, line, values):
    change(line, **values)

    assert any(ticket.ticket_number in sentence for sentence in found())


def test_a_line_that_is_struck_by_itself_is_found(line, by):
    change(line, struck_at=by["now"])

    assert len(found()) == 1


def test_a_line_whose_material_went_back_is_found(line, by):
    change(line, movement=ObjectId())
    movement = StockMovement.objects.get(ticket_line_id=line.pk)
    reverse_movement(movement_id=movement.pk, **by)
    change(line, movement=movement)

    assert len(found()) == 1


def test_a_movement_without_its_line_is_found(line):
    WorkOrderMaterial.objects.all().delete()

    assert len(found()) == 1


def test_hours_beside_their_lines_are_found(ticket, line):
    Ticket.objects.filter(pk=ticket.pk).update(actual_hours=Decimal(7))

    assert len(found()) == 1


def test_an_erased_ticket_leaves_its_material_used(ticket, line, by):
    move_to_trash(ticket_id=ticket.pk, **by)
    erase_ticket(ticket_id=ticket.pk, **by)

    assert (found(), WorkOrderMaterial.objects.count()) == ([], 0)
