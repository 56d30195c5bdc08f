"""What the reports about material answer: rows, figures and charts."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.consumables.consumption import Consumption
from apps.consumables.models import Consumable
from apps.core.charts import Value
from apps.core.reporting import (
    Answer,
    ByBarcode,
    Chart,
    Figure,
    Kind,
    ListedRows,
    OneOf,
    PeriodForm,
    ReportForm,
    Row,
    over_time,
)
from apps.masterdata.models import Category, Department, Location, Supplier
from apps.masterdata.queries import places_within
from apps.workers.models import Worker

SHOWN = 10  # bars of the largest
ADDED_UP = ("bookings", "cost", "unpriced")


class ConsumptionForm(PeriodForm):
    """A period, and whose or which withdrawals."""

    department = OneOf(Department, gettext_lazy("Department"))
    category = OneOf(Category, gettext_lazy("Category"))
    consumable_barcode = ByBarcode("consumable", gettext_lazy("Barcode"))
    worker_barcode = ByBarcode("worker", gettext_lazy("Worker barcode"))


class StockForm(ReportForm):
    """Which material; a place stands for those that lie in it too."""

    category = OneOf(Category, gettext_lazy("Category"))
    location = OneOf(Location, gettext_lazy("Location"))
    supplier = OneOf(Supplier, gettext_lazy("Supplier"))


def by_consumable(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    asked = asked_for(values)
    found = {row["consumable_id"]: row for row in asked.by("consumable_id")}
    names = ("pk", "name", "barcode", "unit", "deleted", "category__name")
    things = Consumable.objects.filter(pk__in=list(found)).values_list(*names)
    rows = [{**found[key], **_cells(*names)} for key, *names in things]
    return Answer(
        rows=ListedRows(rows, _totals(rows)),
        figures=lambda totals: _figures(totals, Figure(_("Kinds of material"), len(rows))),
        chart=lambda totals: _costs_chart(asked),
    )


def by_department(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    asked = asked_for(values)
    found = list(asked.by("worker_id"))
    keys = [row["worker_id"] for row in found]
    people = Worker.objects.filter(pk__in=keys).values_list("pk", "department__name")
    rows = _by_department(found, dict(people))
    return Answer(
        rows=ListedRows(rows, _totals(rows)),
        figures=_figures,
        chart=lambda totals: _costs_chart(asked),
    )


def stock_value(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    names = ("name", "barcode", "unit", "category__name", "current_stock", "cost_per_unit")
    rows = [_stock_cells(*row) for row in _kept(values).values_list(*names)]
    total = sum((row["value"] or Decimal(0) for row in rows), Decimal(0))
    unpriced = sum(row["value"] is None for row in rows)
    return Answer(
        rows=ListedRows(rows, {"value": total}),
        figures=lambda totals: [
            Figure(_("Value of the stock"), total, Kind.MONEY),
            Figure(_("Kinds of material"), len(rows)),
            Figure(_("Of them without a price"), unpriced),
        ],
        chart=lambda totals: _values_chart(rows),
    )


def asked_for(values: dict[str, Any]) -> Consumption:
    """Which withdrawals the filters mean; a department means its people, a category its material."""
    department, category = values.get("department"), values.get("category")
    return Consumption(
        period=values["period"],
        consumable=values.get("consumable_barcode"),
        worker=values.get("worker_barcode"),
        consumables=_keys(Consumable, category=category) if category else None,
        workers=_keys(Worker, department=department) if department else None,
    )


def _keys(model: Any, **conditions: Any) -> list[Any]:
    return list(model.objects.filter(**conditions).values_list("pk", flat=True))


def _kept(values: dict[str, Any]) -> Any:
    found = Consumable.objects.alive()
    if place := values.get("location"):
        found = found.filter(location__in=places_within(Location(pk=place)))
    chosen = {name: values[name] for name in ("category", "supplier") if values.get(name)}
    return found.filter(**chosen)


def _cells(name: str, barcode: str, unit: str, deleted: bool, category: str | None) -> Row:
    return {
        "consumable": _("%(name)s (deleted)") % {"name": name} if deleted else name,
        "barcode": barcode,
        "category": category or "",
        "unit": unit,
        "url": "" if deleted else reverse("consumables:detail", args=[barcode]),
    }


def _stock_cells(
    name: str,
    barcode: str,
    unit: str,
    category: str | None,
    stock: Decimal,
    price: Decimal | None,
) -> Row:
    value = None if price is None else stock * price
    return {
        **_cells(name, barcode, unit, False, category),
        "stock": stock,
        "price": price,
        "value": value,
    }


def _by_department(found: list[Row], departments: Mapping[Any, str | None]) -> list[Row]:
    """One row for each department; what nobody is named for is a row of its own."""
    merged: dict[str, Row] = {}
    for person in found:
        name = departments.get(person["worker_id"]) or _("without a department")
        if person["worker_id"] is None:
            name = _("without a person")
        row = merged.setdefault(name, {"department": name, **dict.fromkeys(ADDED_UP, Decimal(0))})
        for key in ADDED_UP:
            row[key] += person[key]
    total = sum(row["cost"] for row in merged.values()) or 1
    return [{**row, "share": 100 * row["cost"] / total} for row in merged.values()]


def _totals(rows: list[Row]) -> Row:
    return {name: sum((row[name] for row in rows), Decimal(0)) for name in ADDED_UP}


def _figures(totals: Mapping[str, Any], *more: Figure) -> list[Figure]:
    return [
        Figure(_("Cost"), totals["cost"], Kind.MONEY),
        Figure(_("Withdrawals"), totals["bookings"]),
        *more,
        Figure(_("Withdrawals without a price"), totals["unpriced"]),
    ]


def _costs_chart(asked: Consumption) -> Chart:
    values = over_time(asked.period, asked.cost_over_time(), Kind.MONEY)
    return Chart(_("Cost of what was used"), values, "€")


def _values_chart(rows: list[Row]) -> Chart:
    """The categories in which most of the value lies."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["category"] or _("without a category")] += row["value"] or 0
    largest = sorted(sums.items(), key=lambda each: (-each[1], each[0]))[:SHOWN]
    values = [
        Value(float(value), name, f"{name}: {Kind.MONEY.in_words(value)}")
        for name, value in largest
    ]
    return Chart(_("Value by category"), values, "€")
