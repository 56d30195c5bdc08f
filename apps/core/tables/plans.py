"""What a file would do: each row is read, matched and checked by the rules of the services, and nothing is written.

django-import-export walks the rows and gathers what is wrong with each by field. A plan is the same again as long as
file and data are the same, which its ``digest`` shows: what somebody was shown is what is done.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from tablib import Dataset

from apps.core.errors import DomainError
from apps.core.tables.cells import Cell, plain_text
from apps.core.tables.columns import Table
from apps.core.tables.files import BadFile, Content

NUMBER, SURPLUS = "#", "+"
TOLD_EVERY = 200  # rows
Report = Callable[[int, int], None]
EXCEL_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def untold(done: int, total: int) -> None:
    """Nobody waits for news."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row; ``column`` is the head, or empty for the whole row."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        words = {"row": self.row, "column": self.column, "problem": self.sentence}
        if self.column:
            return _("Row %(row)d, column %(column)s: %(problem)s") % words
        return _("Row %(row)d: %(problem)s") % words


@dataclass
class PlannedRow:
    """A row that makes or changes something.

    ``stored`` are the values that the plan relies on (None: the thing is new), ``changes`` what the audit will say.
    """

    number: int
    obj: Any
    stored: dict[str, Any] | None
    changes: dict[str, dict[str, str]]

    @property
    def is_new(self) -> bool:
        return self.stored is None


@dataclass
class Writes:
    """What an import sends, built before its transaction begins; sent again when that is run again."""

    new: list[dict[str, Any]] = field(default_factory=list)
    barcodes: list[dict[str, Any]] = field(default_factory=list)
    updates: list[Any] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Plan:
    rows: list[PlannedRow] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    made: list[Model] = field(default_factory=list)  # what rows refer to and is new itself
    awaited: dict[str, Any] = field(default_factory=dict)  # named before their own rows came
    events: list[Model] = field(default_factory=list)  # set by prepare
    writes: Writes = field(default_factory=Writes)  # likewise

    @property
    def digest(self) -> str:
        """The same as long as the same would be done."""
        rows = [(row.number, row.is_new or str(row.obj.pk), row.changes) for row in self.rows]
        made = [str(each) for each in self.made]
        text = json.dumps([rows, made, [str(problem) for problem in self.problems]])
        return hashlib.sha256(text.encode()).hexdigest()


class ImportTable(Table):
    """A table that takes files too: how rows are matched, checked and saved."""

    key = "barcode"
    compared: tuple[str, ...] = ()  # the attributes that a row can change
    makes_missing = False  # whether it can make what rows refer to

    def cells(self, plan: Plan, *, makes_missing: bool) -> dict[str, Cell]:
        """How the columns that can be imported are understood, by name."""
        raise NotImplementedError

    def matches(self, keys: Iterable[str]) -> dict[str, Any]:
        """What the keys name already, by ``fold``; a sentence where it is something else's."""
        raise NotImplementedError

    def fold(self, key: str) -> str:
        """The key as it is compared."""
        raise NotImplementedError

    def new(self, plan: Plan, key: str) -> Any:
        """The thing that a row describes for the first time."""
        return self.model()

    def check(
        self, obj: Any, stored: dict[str, Any] | None, only: set[str], actor: Any, now: datetime
    ) -> None:
        """
        :param stored: the raw values so far; None for a new thing.
        :param only: the fields that change.
        :raises DomainError: the service would refuse it.
        """
        raise NotImplementedError

    def words(self, obj: Any) -> dict[str, str]:
        """The values that the audit compares, in words."""
        raise NotImplementedError

    def changes(
        self, obj: Any, stored: dict[str, Any] | None, words: dict[str, str]
    ) -> dict[str, dict[str, str]]:
        """What differs from what is stored and from its words, as the audit writes it."""
        raise NotImplementedError

    def check_all(self, plan: Plan) -> None:
        """Add problems that only show when all rows are known."""

    def prepare(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        """Compute what can be computed before the transaction, which must be short."""

    def save(self, plan: Plan, *, actor: Any, now: datetime) -> None:
        """Do what is planned, in the transaction that runs; a conflict runs it again.

        :raises Outdated: what the plan relies on is no longer so.
        """
        raise NotImplementedError

    def raw(self, obj: Any) -> dict[str, Any]:
        return {name: getattr(obj, name) for name in self.compared}


class _ImportField(Field):
    """Sets what a cell says, unless it only spells the same differently."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        value = row[self.column_name]
        if value in EXCEL_ERRORS:
            raise ValueError(_("Excel shows an error here."))
        new = self.widget.clean(value, row=row)
        old = self.value_in(instance)
        if old != new and not (isinstance(new, str) and plain_text(old) == new):
            self.set(instance, new)

    def value_in(self, instance: Any) -> Any:
        return getattr(instance, self.attribute) or ""

    def set(self, instance: Any, value: Any) -> None:
        setattr(instance, self.attribute, value)


class _OwnField(_ImportField):
    """The same for a value that is kept in the object's ``custom_fields``."""

    def value_in(self, instance: Any) -> Any:
        return instance.custom_fields.get(self.attribute.removeprefix("custom_")) or ""

    def set(self, instance: Any, value: Any) -> None:
        key = self.attribute.removeprefix("custom_")
        instance.custom_fields = {**instance.custom_fields, key: value}


class _Planner(Resource):
    """Fills the plan, row by row."""

    class Meta:
        use_transactions = False
        using_db = DEFAULT_DB_ALIAS
        instance_loader_class = BaseInstanceLoader
        skip_diff = True
        report_skipped = False
        import_id_fields = ()

    def __init__(
        self,
        table: ImportTable,
        cells: dict[str, Cell],
        plan: Plan,
        *,
        actor: Any,
        now: Any,
        report: Report,
    ):
        super().__init__()
        self.report, self.done, self.total = report, 0, 0
        self.table, self.plan, self.actor, self.now = table, plan, actor, now
        self.heads = {each.name: each.head for each in table.columns()}
        for name, cell in cells.items():
            kind = _OwnField if name.startswith("custom_") else _ImportField
            self.fields[name] = kind(attribute=name, column_name=name, widget=cell)
        self.seen: dict[str, int] = {}
        self.found: dict[str, Any] = {}

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        keys = [plain_text(key) for key in dataset[self.table.key] if key is not None]
        self.found = self.table.matches(keys)
        self.total = len(dataset)

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """An empty cell leaves what is stored."""
        if self.done % TOLD_EVERY == 0:
            self.report(self.done, self.total)
        self.done += 1
        self.number = row.pop(NUMBER)
        if row.pop(SURPLUS):
            raise ValidationError(_("There are more cells than heads."))
        for name in [name for name, value in row.items() if value is None or value == ""]:
            del row[name]

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, Any]) -> tuple[Any, bool]:
        key = self.table.fold(plain_text(row.get(self.table.key, "")))
        twin = self.seen.setdefault(key, self.number)
        if key and twin != self.number:
            text = _("Row %(number)d has the same.") % {"number": twin}
            raise ValidationError({self.table.key: text})
        found = self.found.get(key)
        if isinstance(found, str):
            raise ValidationError({self.table.key: found})
        self.stored = found and self.table.raw(found)
        self.words = self.table.words(found or self.table.model())
        return found or self.table.new(self.plan, key), found is None

    def skip_row(self, *args: Any, **kwargs: Any) -> bool:
        return False

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check by the rules of the services; what was wrong already in a cell counts more."""
        errors = dict(import_validation_errors or {})
        only = self._changed(instance)
        try:
            if only or self.stored is None:
                self.table.check(instance, self.stored, only, self.actor, self.now)
        except DomainError as refusal:
            fields = (refusal.data or {}).get("fields") or {self.table.key: [str(refusal)]}
            for name, sentences in fields.items():
                errors.setdefault(name, [ValidationError(text) for text in sentences])
        if errors:
            raise ValidationError(errors)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Plan it."""
        changes = self.table.changes(instance, self.stored, self.words)
        if is_create or changes:
            planned = PlannedRow(self.number, instance, self.stored, changes)
            self.plan.rows.append(planned)
        else:
            self.plan.unchanged += 1

    def _changed(self, instance: Any) -> set[str]:
        stored = self.stored or {}
        now = self.table.raw(instance)
        return {name.removesuffix("_id") for name in now if now[name] != stored.get(name)}

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        row_result.number = self.number


def plan_of(
    table: ImportTable,
    content: Content,
    *,
    makes_missing: bool,
    actor: Any,
    now: datetime,
    report: Report = untold,
) -> Plan:
    """What the content would do.

    :param report: is told every now and then how many rows of how many are read.
    :raises BadFile: it lacks the column by which rows are matched.
    """
    plan = Plan()
    cells = table.cells(plan, makes_missing=makes_missing)
    dataset = _dataset(table, content, set(cells), plan)
    planner = _Planner(table, cells, plan, actor=actor, now=now, report=report)
    result = planner.import_data(dataset, dry_run=True, use_transactions=False)
    for error in (*result.base_errors, *(e for row in result.error_rows for e in row.errors)):
        raise error.error  # a fault of ours, not of the file
    numbers = [number for number, _values in content.rows]
    for invalid in result.invalid_rows:
        number = numbers[invalid.number - 1]
        plan.problems += _problems(planner.heads, number, invalid.error)
    if not plan.problems:
        table.check_all(plan)
    return plan


def _dataset(table: ImportTable, content: Content, known: set[str], plan: Plan) -> Dataset:
    """The columns that we know under their names, with the row's number and whether cells stand beside the heads."""
    names = {text: each.name for each in table.columns() for text in _spellings(each)}
    columns = {}
    for place, head in enumerate(content.heads):
        name = names.get(_folded(head), "")
        if name in known and name not in columns:
            columns[name] = place
        elif head:
            plan.ignored.append(head[:100])
    if table.key not in columns:
        wanted = next(each.head for each in table.columns() if each.name == table.key)
        raise BadFile(_("The file has no column %(name)s.") % {"name": wanted})
    width = len(content.heads)
    dataset = Dataset(headers=[*columns, NUMBER, SURPLUS])
    for number, values in content.rows:
        padded = [*values, *[None] * (width - len(values))]
        surplus = any(value not in (None, "") for value in padded[width:])
        dataset.append([*(padded[place] for place in columns.values()), number, surplus])
    return dataset


def _spellings(column: Any) -> tuple[str, str]:
    return _folded(column.name), _folded(column.head)


def _folded(head: str) -> str:
    return " ".join(head.casefold().replace("*", "").split())


def _problems(heads: dict[str, str], number: int, error: ValidationError) -> list[Problem]:
    if not hasattr(error, "error_dict"):
        return [Problem(number, "", text) for text in error.messages]
    return [
        Problem(number, heads.get(name, ""), text)
        for name, sentences in error.message_dict.items()
        for text in sentences
    ]
