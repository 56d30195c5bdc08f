"""The reports about material, as they are registered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.consumables import report_answers as answers
from apps.core.registry import Report
from apps.core.reporting import Kind, ReportColumn

PRICES = _(
    "At the price of the moment of each withdrawal, without VAT. Reversed withdrawals do not count; material that was "
    "deleted since does."
)
DEPARTMENT_NOW = _("People count for the department to which they belong now.")
TODAY = _("Stock and prices of this moment, without VAT. Deleted material is left out.")
MATERIAL = (
    ReportColumn("consumable", _("Consumable")),
    ReportColumn("barcode", _("Barcode")),
    ReportColumn("category", _("Category")),
)
COST = (
    ReportColumn("bookings", _("Withdrawals"), Kind.COUNT, is_sum=True),
    ReportColumn("cost", _("Cost"), Kind.MONEY, is_sum=True),
    ReportColumn("unpriced", _("Of them without a price"), Kind.COUNT, is_sum=True),
)


def _report(code: str, title: Any, description: Any, run: Any, **options: Any) -> Report:
    options.setdefault("form", answers.ConsumptionForm)
    options.setdefault("sort", "-cost")
    permission = "consumables.view_stockmovement"
    return Report(code, title, description, permission, run=run, group=_("Consumables"), **options)


REPORTS = (
    _report(
        "consumption",
        _("Consumption by material"),
        _("How much of what was used, and what it cost."),
        answers.by_consumable,
        columns=(
            *MATERIAL,
            ReportColumn("quantity", _("Quantity"), Kind.QUANTITY),
            ReportColumn("unit", _("Unit")),
            *COST,
        ),
        notes=(PRICES,),
        icon="package-open",
    ),
    _report(
        "consumption-by-department",
        _("Consumption by department"),
        _("What each department's material cost."),
        answers.by_department,
        columns=(
            ReportColumn("department", _("Department")),
            *COST,
            ReportColumn("share", _("Share of all"), Kind.PERCENT),
        ),
        notes=(PRICES, DEPARTMENT_NOW),
        icon="building-2",
    ),
    _report(
        "stock-value",
        _("Value of the stock"),
        _("What lies on the shelves, and what it is worth."),
        answers.stock_value,
        form=answers.StockForm,
        columns=(
            *MATERIAL,
            ReportColumn("stock", _("Stock"), Kind.QUANTITY),
            ReportColumn("unit", _("Unit")),
            ReportColumn("price", _("Cost per unit"), Kind.PRICE),
            ReportColumn("value", _("Value"), Kind.MONEY, is_sum=True),
        ),
        sort="-value",
        notes=(TODAY,),
        icon="package",
    ),
)
