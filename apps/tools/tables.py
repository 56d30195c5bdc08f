"""The tools as a file, out and in."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from apps.audit.services import build_event, snapshot
from apps.core.barcodes import normalize
from apps.core.tables import bulk
from apps.core.tables.cells import Cell, Choice, Day, Number, Text, Whole, YesNo
from apps.core.tables.columns import TableColumn, column, name_of
from apps.core.tables.plans import ImportTable, Plan
from apps.masterdata.models import Category, Location
from apps.masterdata.naming import by_name, save_made
from apps.tools.enums import FieldKind, ToolCondition
from apps.tools.models import Tool, ToolField
from apps.tools.queries import hidden_fields
from apps.tools.services import AUDITED_FIELDS, CHECKED_FIELDS, changes_of, check_tool

REFERENCES = ("category", "location")
OWN = "custom_fields"
NAMES = ("barcode", "name")


def _columns() -> tuple[TableColumn, ...]:
    plain = ("serial_number", "invoice_number", "mac_address", "mac_address_wlan")
    return (
        column(Tool, "barcode", example="T001234"),
        column(Tool, "name", example="Bohrmaschine", width=32),
        column(Tool, "description", width=32),
        *(column(Tool, name, name_of(name), width=24) for name in REFERENCES),
        column(Tool, "status"),
        column(Tool, "condition", example=ToolCondition.GOOD.value),
        *(column(Tool, name) for name in plain),
        column(Tool, "purchase_date", example=date(2026, 1, 31)),
        column(Tool, "purchase_price", example="129,90"),
        column(Tool, "maintenance_due"),
        column(Tool, "maintenance_months"),
    )


class ToolTable(ImportTable):
    model = Tool
    related = REFERENCES
    compared = tuple(f"{name}_id" if name in REFERENCES else name for name in CHECKED_FIELDS)
    makes_missing = True

    def columns(self) -> list[TableColumn]:
        """Without the fields that the house does not use, with those that it added."""
        hidden = hidden_fields()
        own = [_own_column(field) for field in ToolField.objects.in_use()]
        return [*(each for each in _columns() if each.name not in hidden), *own]

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        shown = {each.name for each in _columns()} - hidden_fields() - {"status"}
        special: dict[str, Cell] = {
            "category": by_name(Category, plan, makes_missing=makes_missing),
            "location": by_name(Location, plan, makes_missing=makes_missing),
            "condition": Choice(ToolCondition.choices),
            "purchase_date": Day(),
            "purchase_price": Number(),
            "maintenance_due": Day(),
            "maintenance_months": Whole(),
        }
        own = {field.input_name: _own_cell(field) for field in ToolField.objects.in_use()}
        return {**{name: special.get(name) or Text() for name in shown}, **own}

    def matches(self, keys: Iterable[str]) -> dict[str, Any]:
        tools = Tool.objects.alive().select_related(*REFERENCES)
        return bulk.matches_of(tools, Tool.barcode_kind, keys)

    def fold(self, key: str) -> str:
        return normalize(key)

    def check(
        self, obj: Tool, stored: dict[str, Any] | None, only: set[str], actor: Any, now: datetime
    ) -> None:
        own = stored[OWN] if stored else {}
        names = only if stored else set(CHECKED_FIELDS)
        check_tool(obj, now, stored=own, only=names - set(REFERENCES))  # the cells know those

    def words(self, obj: Tool) -> dict[str, str]:
        return snapshot(obj, AUDITED_FIELDS)

    def changes(
        self, obj: Tool, stored: dict[str, Any] | None, words: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        return changes_of(obj, words, stored[OWN] if stored else {})

    def check_all(self, plan: Plan) -> None:
        bulk.check_renamed(plan, NAMES)

    def prepare(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        bulk.prepare(plan.rows, now)
        plan.events = [
            build_event(
                "tools.created" if row.is_new else "tools.changed",
                row.obj,
                actor=actor,
                at=now,
                changes={} if row.is_new else row.changes,
                tool=row.obj.name,
            )
            for row in plan.rows
        ]
        bulk.write_down(plan, self.compared)

    def save(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        save_made(plan, actor=actor, now=now)
        bulk.save(plan, self.compared)
        bulk.carry_names(plan, NAMES)


def _own_column(field: ToolField) -> TableColumn:
    value = attrgetter(OWN)
    if field.kind == FieldKind.DATE:
        return TableColumn(field.input_name, field.label, lambda tool: _day(value(tool), field.key))
    return TableColumn(field.input_name, field.label, lambda tool: value(tool).get(field.key))


def _day(values: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(values[key]) if values.get(key) else None


class _OwnDay(Day):
    """A day as fields of the house keep it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return super().clean(value, row, **kwargs).isoformat()


class _OwnNumber(Number):
    """A number as fields of the house keep it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        number = float(super().clean(value, row, **kwargs))
        return int(number) if number.is_integer() else number


def _own_cell(field: ToolField) -> Cell:
    cells: dict[str, Cell] = {
        FieldKind.TEXT: Text(),
        FieldKind.NUMBER: _OwnNumber(),
        FieldKind.DATE: _OwnDay(),
        FieldKind.CHOICE: Choice([(option, option) for option in field.options]),
        FieldKind.YES_NO: YesNo(),
    }
    return cells[field.kind]
