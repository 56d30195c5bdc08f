"""The master data as files, out and in. Rows are matched by name, so a file cannot rename anything."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bson import ObjectId
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.audit.services import changes_between, snapshot
from apps.core.errors import DomainError
from apps.core.search import sort_key
from apps.core.tables.bulk import Outdated
from apps.core.tables.cells import ByName, Cell, Text, Whole
from apps.core.tables.columns import TableColumn, column, name_of
from apps.core.tables.files import BadFile
from apps.core.tables.plans import ImportTable, Plan, PlannedRow, Problem
from apps.core.validation import refuse_invalid
from apps.masterdata.models import Category, Department, Location, Named, Supplier
from apps.masterdata.services import save_named

REFERENCES = frozenset({"parent_id"})
MOST = 1000  # rows of one file; each is saved by itself, in one transaction of all


class NamedTable(ImportTable):
    key = "name"
    compared: tuple[str, ...] = ("name", "description")

    def columns(self) -> list[TableColumn]:
        return [
            column(self.model, "name", example=_("Example"), width=32),
            column(self.model, "description", width=48),
        ]

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        return {"name": Text(), "description": Text()}

    def matches(self, keys: Iterable[str]) -> dict[str, Any]:
        if len(set(keys)) > MOST:
            raise BadFile(_("Of master data a file may have 1,000 rows. Please split it."))
        return {item.sort_name: item for item in self._items()}

    def fold(self, key: str) -> str:
        return sort_key(" ".join(key.split()))

    def new(self, plan: Plan, key: str) -> Any:
        return self.model(pk=ObjectId())

    def check(
        self, obj: Named, stored: dict[str, Any] | None, only: set[str], actor: Any, now: datetime
    ) -> None:
        only = {name for name in self.compared if name not in REFERENCES}
        refuse_invalid(obj, only=only)  # the cells know what there is to refer to

    def words(self, obj: Named) -> dict[str, str]:
        return snapshot(obj, obj.audited_fields)

    def changes(
        self, obj: Named, stored: dict[str, Any] | None, words: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        return changes_between(words, obj)

    def save(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        self._refuse_outdated(plan.rows)
        for row in self.ordered(plan.rows):
            try:
                save_named(row.obj, actor=actor, now=now)
            except DomainError as refusal:
                raise Outdated from refusal

    def ordered(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        return rows

    def _refuse_outdated(self, rows: list[PlannedRow]) -> None:
        stored = {item.pk: self.raw(item) for item in self._items()}
        if any(stored.get(row.obj.pk) != row.stored for row in rows):
            raise Outdated

    def _items(self) -> list[Any]:
        return list(self.model._default_manager.all())


class SupplierTable(NamedTable):
    """Companies with what one needs to order from them."""

    model = Supplier
    compared = Supplier.audited_fields

    def columns(self) -> list[TableColumn]:
        texts = ("customer_number", "contact_person", "phone")
        return [
            *super().columns(),
            *(column(Supplier, name, width=24) for name in texts),
            column(Supplier, "email", width=28),
            column(Supplier, "website", example="https://example.org", width=28),
            column(Supplier, "delivery_days", example=7),
        ]

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        texts = {name: Text() for name in self.compared}
        return {**texts, "delivery_days": Whole()}


class CategoryTable(NamedTable):
    model = Category


class DepartmentTable(NamedTable):
    model = Department


class LocationTable(NamedTable):
    """Places may lie in places of the same file, wherever those stand in it."""

    model = Location
    related = ("parent",)
    compared = ("name", "description", "parent_id")

    def columns(self) -> list[TableColumn]:
        return [*super().columns(), column(Location, "parent", name_of("parent"), width=32)]

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        places = {place.sort_name: place for place in self._items()}
        parent = ByName(places, lambda name: self._awaited(plan, name))
        return {**super().cells(plan, makes_missing=makes_missing), "parent": parent}

    def new(self, plan: Plan, key: str) -> Location:
        return self._awaited(plan, key)

    def check_all(self, plan: Plan) -> None:
        """Refuse places in places that are nowhere, in themselves, or too deep."""
        described = {row.obj.pk for row in plan.rows}
        missing = {place.pk for place in plan.awaited.values()} - described
        parents = self._parents(plan.rows)
        for row in plan.rows:
            place, head = row.obj, str(Location._meta.get_field("parent").verbose_name)
            problem = ""
            if place.parent_id in missing:
                problem = _("There is no “%(name)s”.") % {"name": place.parent.name[:100]}
            elif _depth(place.pk, parents) >= Location.MAX_LEVELS:
                text = _("Places lie in each other at most %(count)d levels deep.")
                problem = text % {"count": Location.MAX_LEVELS}
            if problem:
                plan.problems.append(Problem(row.number, capfirst(head), problem))

    def ordered(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        """Places before those that lie in them."""
        parents = self._parents(rows)
        return sorted(rows, key=lambda row: _depth(row.obj.pk, parents))

    def _awaited(self, plan: Plan, name: str) -> Location:
        place = Location(pk=ObjectId(), name=name)
        return plan.awaited.setdefault(self.fold(name), place)

    def _parents(self, rows: list[PlannedRow]) -> dict[Any, Any]:
        """In what each place will lie."""
        stored = {place.pk: place.parent_id for place in self._items()}
        return {**stored, **{row.obj.pk: row.obj.parent_id for row in rows}}


def _depth(place_id: Any, parents: dict[Any, Any]) -> int:
    """In how many places it lies; a circle is too deep."""
    depth = 0
    while (place_id := parents.get(place_id)) and depth < Location.MAX_LEVELS:
        depth += 1
    return depth


TABLES = (CategoryTable, DepartmentTable, LocationTable, SupplierTable)
