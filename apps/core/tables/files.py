"""Reads what people upload as a table: XLSX, or CSV as Excel, LibreOffice and programs write it.

Nothing in a file can do harm: formulas are their values, what unpacks to too much is refused, and whatever is broken
becomes a sentence.
"""

import csv
import io
import logging
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.core.exports.sheets import FORMULA_STARTS

logger = logging.getLogger("scandy.app")

MOST_BYTES = 8_000_000
MOST_UNPACKED = 150_000_000
MOST_COLUMNS = 100
MOST_ROWS = 10_000
MOST_LINES = 4 * MOST_ROWS  # with empty ones between
XLSX_START, OLD_EXCEL_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DELIMITERS = ";\t,"

Row = tuple[int, list[Any]]


class BadFile(DomainError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True)
class Content:
    """The heads, and the rows that are not empty with their numbers as Excel counts them."""

    heads: list[str]
    rows: list[Row]


def read(data: bytes) -> Content:
    """
    :raises BadFile: with a sentence.
    """
    if len(data) > MOST_BYTES:
        raise BadFile(_("The file is larger than 8 MB. Please split it."))
    if data.startswith(OLD_EXCEL_START):
        text = _("This is an old Excel file (.xls) or one with a password. Please save it as XLSX.")
        raise BadFile(text)
    lines = _xlsx_lines(data) if data.startswith(XLSX_START) else _csv_lines(data)
    rows = list(_filled(lines))
    if not rows:
        raise BadFile(_("The file is empty."))
    heads = [str("" if head is None else head).strip() for head in rows.pop(0)[1]]
    _refuse_twins(heads)
    if not rows:
        raise BadFile(_("The file has heads, but no rows."))
    return Content(heads, rows)


def _filled(lines: Iterable[list[Any]]) -> Iterator[Row]:
    """The lines in which something stands; the first are the heads."""
    found = 0
    for number, values in enumerate(lines, start=1):
        if any(value not in (None, "") for value in values):
            found += 1
            yield number, values
        if found > MOST_ROWS + 1 or number > MOST_LINES:
            raise BadFile(_("The file has more than 10,000 rows. Please split it."))


def _refuse_twins(heads: list[str]) -> None:
    counts = Counter(head.casefold() for head in heads if head)
    twins = [head for head in dict.fromkeys(heads) if counts[head.casefold()] > 1]
    if twins:
        raise BadFile(_("The column %(name)s is there twice.") % {"name": twins[0][:100]})


def _xlsx_lines(data: bytes) -> Iterator[list[Any]]:
    from openpyxl import load_workbook

    try:
        _refuse_bomb(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims may be wrong
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield list(row)
    except BadFile:
        raise
    except Exception as error:  # whatever the library stumbles over, the file is broken
        logger.info("A workbook could not be read: %r", error)
        raise BadFile(_("The Excel file is damaged. Please open it and save it again.")) from error


def _refuse_bomb(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_UNPACKED:
        raise BadFile(_("The Excel file unpacks to far more than a table needs."))


def _csv_lines(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for values in reader:
            yield [_unguarded(value) for value in values[:MOST_COLUMNS]]
    except csv.Error as error:
        words = {"number": reader.line_num}
        raise BadFile(
            _("Line %(number)d of the file is damaged: look for a lost quotation mark.") % words
        ) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _unguarded(text: str) -> str:
    """Without the apostrophe that our exports set before what Excel would run as a formula."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
