"""What the back office's list of a model is as a file: its columns, the same on the way out and on the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst

from apps.core.exports.sheets import SheetColumn
from apps.core.registry import Export, registry


@dataclass(frozen=True)
class TableColumn:
    """One column: the specification's name of the field, the head that people read, and what stands there.

    ``example`` shows in the template of an import how it is filled in.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    example: Any = ""
    width: int = 18

    @property
    def head(self) -> str:
        return capfirst(str(self.label))


def column(
    model: type[Model], name: str, value: Callable[[Any], Any] | None = None, **options: Any
) -> TableColumn:
    """The column of a field of the model, under its name and label."""
    label: Any = getattr(model._meta.get_field(name), "verbose_name", name)
    return TableColumn(name, label, value or attrgetter(name), **options)


def name_of(reference: str) -> Callable[[Any], str]:
    """How a reference stands in files: by the name of what it points to."""
    return lambda obj: getattr(getattr(obj, reference), "name", "")


class Table:
    """The columns of a model's list, and how they are written to a file."""

    model: type[Model]
    related: Sequence[str] = ()

    def columns(self) -> list[TableColumn]:
        """All that the house uses, in their order."""
        raise NotImplementedError

    def sheet_columns(self, user: Any) -> Sequence[SheetColumn]:
        return [SheetColumn(each.head, each.value, each.width) for each in self.columns()]

    def complete(self, objects: list[Any], now: datetime) -> None:
        """Set what the columns need on some hundred objects at once."""

    def rows(self, params: QueryDict, user: Any, now: datetime) -> QuerySet[Any]:
        """What the back office's list shows for this address, on all its pages."""
        shown: Any = admin.site._registry[self.model]  # noqa: SLF001 Django has no other way
        found: QuerySet[Any] = shown.rows_of(params, user)
        return found.select_related(*self.related) if self.related else found

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def code(self) -> str:
        """What the export of the table is called."""
        return f"table.{self.label}"

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    def permission(self, verb: str) -> str:
        options = self.model._meta
        return f"{options.app_label}.{verb}_{options.model_name}"


def offer(table: Table) -> None:
    """Let the back office's list of the model hand out files, and take them if the table can change things."""
    registry.add_table(table.label, table)
    registry.add_export(
        Export(
            table.code,
            table.model._meta.verbose_name_plural,
            table.permission("view"),
            columns=table.sheet_columns,
            rows=table.rows,
            complete=table.complete,
        )
    )
