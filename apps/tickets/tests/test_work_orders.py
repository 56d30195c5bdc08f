"""What was ordered, the hours of work on it, and the rates that stay with a closed order."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.accounts.enums import Role
from apps.accounts.tests.factories import UserFactory
from apps.core.errors import InvalidInput, NotPermitted
from apps.sitesettings.services import change_settings
from apps.tickets.models import Ticket, TicketEvent, WorkOrderDetails, WorkOrderLabor
from apps.tickets.orders import kinds_of_work, order_of
from apps.tickets.services import work_orders
from apps.tickets.services.tickets import TicketClosed, change_ticket
from apps.tickets.services.work_orders import Labor, LineSettled
from apps.tickets.services.workflow import close_ticket, reopen_ticket
from apps.tickets.tests.factories import TicketFactory

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)


@pytest.fixture
def by():
    return {"actor": UserFactory(role=Role.EMPLOYEE), "now": NOW}


@pytest.fixture
def ticket():
    return TicketFactory()


def work(ticket, by, **labor):
    values = {"work": "Hobeln", "hours": "1.5", **labor}
    return work_orders.book_labor(ticket_id=ticket.pk, labor=Labor(**values), **by)


def save(ticket, by, **values):
    return work_orders.save_details(ticket_id=ticket.pk, values=values, **by)


def actual_hours(ticket) -> Decimal | None:
    return Ticket.objects.get(pk=ticket.pk).actual_hours


def test_hours_add_up_to_those_of_the_ticket(ticket, by):
    work(ticket, by)
    work(ticket, by, hours="0.25")

    assert actual_hours(ticket) == Decimal("1.75")


def test_work_costs_what_an_hour_costs_here(ticket, by):
    change_settings({"hourly_rate": Decimal("42.50")}, **by)
    line = work(ticket, by)
    change_settings({"hourly_rate": Decimal(60)}, **by)

    assert (line.hourly_rate, order_of(ticket).totals.labor) == (42.5, Decimal("63.75"))


def test_an_employee_may_say_another_rate(ticket, by):
    line = work(ticket, by, hourly_rate="55")

    assert line.amount == Decimal("82.50")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": "-1"}, "hours"),
        ({"hours": "0"}, "hours"),
        ({"hours": "1.255"}, "hours"),
        ({"hours": "1000"}, "hours"),
        ({"hours": "lang"}, "hours"),
        ({"hours": "Infinity"}, "hours"),
        ({"hourly_rate": "1e9"}, "hourly_rate"),
        ({"hourly_rate": "-1"}, "hourly_rate"),
        ({"work": ""}, "work"),
        ({"work": "x" * 301}, "work"),
        ({"category": "x" * 61}, "category"),
    ],
)
def test_what_is_no_work_is_refused_at_its_field(ticket, by, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        work(ticket, by, **changes)

    assert list(refusal.value.data["fields"]) == [field]
    assert (WorkOrderLabor.objects.count(), actual_hours(ticket)) == (0, None)


def test_more_hours_than_a_ticket_holds_are_refused(ticket, by):
    for _number in range(10):
        work(ticket, by, hours="999.99")

    with pytest.raises(InvalidInput):
        work(ticket, by, hours="999.99")

    assert actual_hours(ticket) == Decimal("9999.90")


def test_struck_hours_do_not_count_until_they_are_taken_back_in(ticket, by):
    line = work(ticket, by)

    work_orders.strike_labor(line_id=line.pk, **by)
    assert (actual_hours(ticket), order_of(ticket).totals.hours) == (None, 0)
    with pytest.raises(LineSettled):
        work_orders.strike_labor(line_id=line.pk, **by)

    work_orders.restore_labor(line_id=line.pk, **by)
    assert actual_hours(ticket) == Decimal("1.5")
    with pytest.raises(LineSettled):
        work_orders.restore_labor(line_id=line.pk, **by)


def test_hours_that_are_booked_cannot_be_typed(ticket, by):
    work(ticket, by)

    with pytest.raises(InvalidInput):
        change_ticket(ticket_id=ticket.pk, values={"actual_hours": Decimal(3)}, **by)

    change_ticket(ticket_id=ticket.pk, values={"actual_hours": Decimal("1.5")}, **by)
    assert actual_hours(ticket) == Decimal("1.5")


def test_each_booking_of_work_is_one_event_with_old_and_new(ticket, by):
    work(ticket, by)
    line = work(ticket, by, hours="2")
    work_orders.strike_labor(line_id=line.pk, **by)

    *_older, struck = TicketEvent.objects.about(ticket).order_by("pk")
    assert struck.sentence.startswith(str(by["actor"]))
    assert [(change["old"], change["new"]) for change in struck.change_list] == [
        ("2 h Hobeln", ""),
        ("3,5", "1,5"),
    ]


def test_details_are_saved_with_one_event(ticket, by):
    details = save(ticket, by, customer_name=" Frau  Krause ", customer_kind="extern")

    assert (details.customer_name, details.customer_kind) == ("Frau Krause", "extern")
    [event] = TicketEvent.objects.filter(event_type="tickets.order_changed")
    assert [change["new"] for change in event.change_list] == ["extern", "Frau Krause"]
    save(ticket, by, customer_name="Frau Krause")
    assert TicketEvent.objects.filter(event_type="tickets.order_changed").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"customer_kind": "quer"}, "customer_kind"),
        ({"customer_name": "x" * 201}, "customer_name"),
        ({"order_description": "x" * 1_000_000}, "order_description"),
        ({"completion_date": "gestern"}, "completion_date"),
    ],
)
def test_impossible_details_are_refused_at_their_field(ticket, by, values, field):
    with pytest.raises(InvalidInput) as refusal:
        save(ticket, by, **values)

    assert (list(refusal.value.data["fields"]), WorkOrderDetails.objects.count()) == ([field], 0)


def test_who_ordered_says_what_and_not_what_was_done():
    participant = UserFactory(role=Role.PARTICIPANT)
    ticket, asks = TicketFactory(created_by=participant), {"actor": participant, "now": NOW}

    save(ticket, asks, order_description="Ein Regal")

    with pytest.raises(NotPermitted):
        save(ticket, asks, done_work="Nichts")
    assert order_of(ticket).details.order_description == "Ein Regal"


def test_a_closed_order_keeps_its_rate_of_vat(ticket, by):
    work(ticket, by, hours="1", hourly_rate="100")
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", **by)
    change_settings({"vat_percent": Decimal(7)}, **by)

    assert order_of(ticket).totals.gross == Decimal("119.00")

    reopen_ticket(ticket_id=ticket.pk, reason="Doch nicht", **by)
    assert order_of(ticket).totals.gross == Decimal("107.00")


def test_a_ticket_without_an_order_gets_none_by_being_closed(ticket, by):
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", **by)

    assert order_of(ticket).is_empty


def test_a_closed_order_does_not_change(ticket, by):
    line = work(ticket, by)
    close_ticket(ticket_id=ticket.pk, reason="Erledigt", **by)

    for verb in (
        lambda: work(ticket, by),
        lambda: save(ticket, by, completion_date=date(2026, 11, 23)),
        lambda: work_orders.strike_labor(line_id=line.pk, **by),
    ):
        with pytest.raises(TicketClosed):
            verb()


def test_kinds_of_work_are_those_used_before(ticket, by):
    for kind in ("Tischler", "", "Maler", "Tischler"):
        work(ticket, by, category=kind)

    assert kinds_of_work() == ["Maler", "Tischler"]
