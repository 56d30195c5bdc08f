"""Rows as CSV for a German Excel, or as XLSX; never more than a few rows in memory."""

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any

from django.utils.translation import gettext as _

from apps.core.clock import BERLIN

ROWS_AT_ONCE = 500
LONGEST_CELL = 32_767  # characters; Excel takes no more
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DAY, MOMENT = "%d.%m.%Y", "%d.%m.%Y %H:%M"
XLSX_DAY, XLSX_MOMENT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"


class SheetFormat(StrEnum):
    """The files that can be made, with their media types."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        if self is SheetFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class SheetColumn:
    """One column: its head, and how to get the value out of an object (text, number, date, moment, yes or no)."""

    label: Any
    value: Callable[[Any], Any]
    width: int = 18


def csv_chunks(columns: Sequence[SheetColumn], objects: Iterable[Any]) -> Iterator[bytes]:
    """The file in pieces: with the mark by which Excel knows UTF-8, semicolons, decimal commas."""
    heads = [str(column.label) for column in columns]
    rows = ([text_of(column.value(obj)) for column in columns] for obj in objects)
    encoding = "utf-8-sig"  # the mark, once
    for batch in _batches(itertools.chain([heads], rows)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=";").writerows(batch)
        yield buffer.getvalue().encode(encoding)
        encoding = "utf-8"


def write_xlsx(
    file: IO[bytes], title: str, columns: Sequence[SheetColumn], objects: Iterable[Any]
) -> None:
    """Write the workbook; its rows wait on the disk, not in memory."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_head(sheet, str(column.label)) for column in columns])
    for obj in objects:
        sheet.append([_cell(sheet, column.value(obj)) for column in columns])
    book.save(file)


def text_of(value: Any) -> str:
    """The value as a German Excel reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.astimezone(BERLIN).strftime(MOMENT)
    if isinstance(value, date):
        return value.strftime(DAY)
    if isinstance(value, Decimal | float):
        return f"{value}".replace(".", ",")
    return str(value) if isinstance(value, int) else guarded(str(value))


def guarded(text: str) -> str:
    """Text that Excel would run as a formula gets an apostrophe before it, which makes it text."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, ROWS_AT_ONCE)):
        yield batch


def _sheet_title(title: str) -> str:
    return "".join(char for char in title if char not in r"[]:*?/\'")[:31] or "Scandy"


def _head(sheet: Any, label: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, label)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    """What openpyxl writes for the value: dates as dates, and text as text, also when it looks like a formula."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return text_of(value)
    if isinstance(value, datetime):
        return _styled(sheet, value.astimezone(BERLIN).replace(tzinfo=None), XLSX_MOMENT)
    if isinstance(value, date):
        return _styled(sheet, value, XLSX_DAY)
    if isinstance(value, int | float | Decimal):
        return value
    return _text_cell(sheet, str(value))


def _styled(sheet: Any, value: date, number_format: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n"))[:LONGEST_CELL]
    if not text.startswith(("=", "#")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
