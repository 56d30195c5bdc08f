"""The arithmetic of an order, to the cent."""

from decimal import Decimal

import pytest

from apps.tickets.totals import line_amount, totals_of

pytestmark = pytest.mark.unit

VAT = Decimal(19)


def euros(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("1", "0.005", "0.01"),  # half a cent goes up
        ("1", "0.0049", "0.00"),
        ("3", "0.335", "1.01"),  # 1.005, which a binary number would round down
        ("2.5", "0.33", "0.83"),  # 0.825: up, not to the even cent
        ("0.001", "4.99", "0.00"),
        ("0.125", "0.04", "0.01"),
        ("999999.999", "99999999.9999", "99999999899900.00"),
        ("7", "0", "0.00"),
    ],
)
def test_a_line_is_rounded_half_up_to_cents(quantity, price, amount):
    assert str(line_amount(Decimal(quantity), Decimal(price))) == amount


def test_a_line_without_a_price_costs_nothing_that_is_known():
    assert line_amount(Decimal(3), None) is None


def test_vat_is_reckoned_once_on_the_net_sum():
    totals = totals_of(euros("0.03", "0.03", "0.03"), [], VAT)

    assert (totals.net, totals.vat, totals.gross) == (
        Decimal("0.09"),
        Decimal("0.02"),  # of each line alone it would be 3 times 0.01
        Decimal("0.11"),
    )


def test_half_a_cent_of_vat_goes_up():
    totals = totals_of(euros("2.50"), [], Decimal(7))

    assert (totals.vat, totals.gross) == (Decimal("0.18"), Decimal("2.68"))


def test_lines_add_up_to_the_sum_although_each_is_rounded():
    line = line_amount(Decimal(1), Decimal("0.333"))

    totals = totals_of([line] * 3, [], VAT)

    assert totals.material == Decimal("0.99")


def test_material_and_labor_are_summed_apart():
    labor = [(Decimal("1.25"), Decimal("56.25")), (Decimal("0.5"), Decimal("22.50"))]

    totals = totals_of(euros("10.00"), labor, VAT)

    assert (totals.material, totals.labor, totals.net) == tuple(euros("10.00", "78.75", "88.75"))
    assert (totals.hours, totals.vat, totals.gross) == tuple(euros("1.75", "16.86", "105.61"))


def test_lines_without_a_price_are_counted():
    totals = totals_of([Decimal("5.00"), None], [(Decimal(2), None)], VAT)

    assert (totals.net, totals.hours, totals.unpriced) == (Decimal("5.00"), 2, 2)


def test_an_empty_order_costs_nothing():
    totals = totals_of([], [], VAT)

    assert str(totals.gross) == "0.00"


def test_without_vat_gross_is_net():
    totals = totals_of(euros("1234567.89"), [], Decimal(0))

    assert totals.gross == totals.net
