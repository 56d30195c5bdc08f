"""The reports about tickets: how many, how long they took, and the hours that orders needed; grouped in MongoDB."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bson import Decimal128
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.mongodb import direct
from apps.core.registry import Report
from apps.core.reporting import (
    Answer,
    Chart,
    Figure,
    Kind,
    ListedRows,
    OneOf,
    Period,
    PeriodForm,
    ReportColumn,
    Row,
    over_time,
)
from apps.masterdata.models import Department
from apps.sitesettings.enums import Feature
from apps.tickets.enums import DONE_STATUSES, Priority, TicketCategory, TicketStatus
from apps.tickets.models import Ticket, WorkOrderLabor

DAY_MS = 86_400_000
LABELS = {"category": TicketCategory, "status": TicketStatus, "priority": Priority}
DONE = [status.value for status in DONE_STATUSES]


class TicketsForm(PeriodForm):
    """A period, whose tickets, and what they are counted by."""

    by = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[
            ("category", gettext_lazy("Type")),
            ("status", gettext_lazy("Status")),
            ("priority", gettext_lazy("Priority")),
            ("department_id", gettext_lazy("Department")),
        ],
        initial="category",
        required=False,
    )
    department = OneOf(Department, gettext_lazy("Department"))
    category = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[("", gettext_lazy("all")), *TicketCategory.choices],
        required=False,
    )


class HoursForm(PeriodForm):
    """A period, and what hours are added up by."""

    by = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[
            ("category", gettext_lazy("Kind of work")),
            ("booked_by_name", gettext_lazy("Person who booked")),
        ],
        initial="category",
        required=False,
    )


def tickets(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    match = _handed_in(values)
    rows = [_ticket_cells(values["by"], row) for row in _grouped(match, f"${values['by']}")]
    totals = {name: sum(row[name] for row in rows) for name in ("tickets", "done", "time")}
    return Answer(
        rows=ListedRows(
            _named_departments(rows) if values["by"] == "department_id" else rows, totals
        ),
        figures=lambda sums: [
            Figure(_("Tickets"), sums["tickets"]),
            Figure(_("Of them done"), sums["done"]),
            Figure(_("Mean duration in days"), _mean_days(sums), Kind.TENTH),
        ],
        chart=lambda sums: Chart(_("Tickets"), over_time(values["period"], _by_day(match, values))),
    )


def hours(values: dict[str, Any], user: Any, now: datetime) -> Answer:
    period: Period = values["period"]
    match = {"booked_at": _within(period), "struck_at": {"$not": {"$gt": period.start}}}
    sums = {"hours": {"$sum": "$hours"}, "entries": {"$sum": 1}}
    rows = [
        {"what": row["_id"] or _("not said"), **row, "hours": _number(row["hours"])}
        for row in _aggregate(WorkOrderLabor, match, f"${values['by']}", sums)
    ]
    totals = {"hours": sum((row["hours"] for row in rows), Decimal(0))}
    totals["entries"] = sum(row["entries"] for row in rows)
    return Answer(
        rows=ListedRows(rows, totals),
        figures=lambda sums: [
            Figure(_("Hours"), sums["hours"], Kind.QUANTITY),
            Figure(_("Entries"), sums["entries"]),
        ],
        chart=lambda sums: Chart(_("Hours"), over_time(period, _hours_by_day(match, period))),
    )


def _handed_in(values: dict[str, Any]) -> Row:
    match: Row = {"deleted": False, "created_at": _within(values["period"])}
    if values.get("department"):
        match["department_id"] = values["department"]
    return match | ({"category": values["category"]} if values.get("category") else {})


def _within(period: Period) -> Row:
    return {"$gte": period.start, "$lt": period.stop}


def _aggregate(model: Any, match: Row, key: Any, sums: Mapping[str, Any]) -> list[Row]:
    return list(direct.aggregate(model, [{"$match": match}, {"$group": {"_id": key, **sums}}]))


def _grouped(match: Row, key: str) -> list[Row]:
    """How many, how many of them done, and how long those took together."""
    is_done = {"$in": ["$status", DONE]}
    end = {"$ifNull": ["$resolved_at", {"$ifNull": ["$closed_at", "$created_at"]}]}
    time = {"$subtract": [end, "$created_at"]}
    sums = {
        "tickets": {"$sum": 1},
        "done": {"$sum": {"$cond": [is_done, 1, 0]}},
        "time": {"$sum": {"$cond": [is_done, time, 0]}},
    }
    return _aggregate(Ticket, match, key, sums)


def _ticket_cells(by: str, row: Row) -> Row:
    label = str(LABELS[by](row["_id"]).label) if by in LABELS else row["_id"]
    return {**row, "what": label, "days": _mean_days(row) if row["done"] else None}


def _mean_days(sums: Mapping[str, Any]) -> float:
    return sums["time"] / sums["done"] / DAY_MS if sums["done"] else 0.0


def _named_departments(rows: list[Row]) -> list[Row]:
    keys = [row["_id"] for row in rows if row["_id"]]
    names = dict(Department.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [{**row, "what": names.get(row["_id"]) or _("without a department")} for row in rows]


def _by_day(match: Row, values: dict[str, Any]) -> dict[date, int]:
    found = _aggregate(
        Ticket, match, _piece(values["period"], "$created_at"), {"count": {"$sum": 1}}
    )
    return {date.fromisoformat(row["_id"]): row["count"] for row in found}


def _hours_by_day(match: Row, period: Period) -> dict[date, Decimal]:
    sums = {"hours": {"$sum": "$hours"}}
    found = _aggregate(WorkOrderLabor, match, _piece(period, "$booked_at"), sums)
    return {date.fromisoformat(row["_id"]): _number(row["hours"]) for row in found}


def _piece(period: Period, field: str) -> Row:
    form = {"date": field, "format": period.unit.mongo_format, "timezone": "Europe/Berlin"}
    return {"$dateToString": form}


def _number(value: Any) -> Decimal:
    return value.to_decimal() if isinstance(value, Decimal128) else Decimal(value)


REPORTS = (
    Report(
        "tickets",
        gettext_lazy("Tickets by type, state and duration"),
        gettext_lazy("How many tickets there were, how many are done, and how long they took."),
        permission="tickets.delete_ticket",
        form=TicketsForm,
        run=tickets,
        columns=(
            ReportColumn("what", gettext_lazy("By")),
            ReportColumn("tickets", gettext_lazy("Tickets"), Kind.COUNT, is_sum=True),
            ReportColumn("done", gettext_lazy("Of them done"), Kind.COUNT, is_sum=True),
            ReportColumn("days", gettext_lazy("Mean duration in days"), Kind.TENTH),
        ),
        sort="-tickets",
        notes=(
            gettext_lazy(
                "Tickets that were handed in during the period, in the state of this moment. The duration reaches from "
                "handing in to resolving. Deleted tickets do not count."
            ),
        ),
        group=gettext_lazy("Tickets"),
        icon="ticket",
        feature=Feature.TICKETS,
    ),
    Report(
        "ticket-hours",
        gettext_lazy("Hours on orders"),
        gettext_lazy("How long work on orders took."),
        permission="tickets.delete_ticket",
        form=HoursForm,
        run=hours,
        columns=(
            ReportColumn("what", gettext_lazy("By")),
            ReportColumn("hours", gettext_lazy("Hours"), Kind.QUANTITY, is_sum=True),
            ReportColumn("entries", gettext_lazy("Entries"), Kind.COUNT, is_sum=True),
        ),
        sort="-hours",
        notes=(
            gettext_lazy("Hours that were booked during the period; struck ones do not count."),
        ),
        group=gettext_lazy("Tickets"),
        icon="clipboard-list",
        feature=Feature.TICKETS,
    ),
)
