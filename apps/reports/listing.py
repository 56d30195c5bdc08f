"""One page of a report's table, as asked for by an address; drawn by the same components as every list."""

from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from apps.core.lists import Column, Listing, is_count
from apps.core.registry import Report
from apps.core.reporting import Answer, Kind, Part, ReportColumn


class CountedPaginator(Paginator):
    """Pages of rows that somebody else cuts and counts."""

    def __init__(self, count: int, per_page: int):
        super().__init__([], per_page)
        self.known_count = count

    @property
    def count(self) -> int:
        return self.known_count


class ReportListing(Listing):
    """The table of one answer: sorted, cut to a page, with its totals."""

    def __init__(self, params: QueryDict, report: Report, answer: Answer, form: Any):
        self.params = params
        self.report, self.answer = report, answer
        self.all_columns = tuple(
            Column(each.key, each.label, (each.key,) if each.is_sortable else ())
            for each in report.columns
        )
        self.default_sort = report.sort
        self.strict = False
        self.q = ""
        self.filterset = SimpleNamespace(form=form)

    @cached_property
    def part(self) -> Part:
        """The rows of the page that is asked for; of the last one when there are fewer."""
        asked = self.params.get("page", "")
        number = int(asked) if is_count(asked) else 1
        part = self._cut(number)
        if part.count and not part.rows:
            part = self._cut(-(-part.count // self.page_size))
        return part

    @cached_property
    def page(self) -> Page:
        paginator = CountedPaginator(self.part.count, self.page_size)
        page = paginator.get_page(self.params.get("page", ""))
        page.object_list = [self._cells(row) for row in self.part.rows]
        return page

    @property
    def totals(self) -> list[str]:
        """What stands below each column; empty when nothing is added up."""
        sums = [
            each.kind.in_words(self.part.totals.get(each.key)) if each.is_sum else ""
            for each in self.report.columns
        ]
        return sums if any(sums) and self.part.count > 1 else []

    def _head(self, column: Column) -> dict[str, Any]:
        kinds = {each.key: each.kind for each in self.report.columns}
        return {**super()._head(column), "is_number": kinds[column.key].is_number}

    def _cut(self, number: int) -> Part:
        return self.answer.rows.part(self.sort, (number - 1) * self.page_size, self.page_size)

    def _cells(self, row: dict[str, Any]) -> dict[str, Any]:
        first, *others = [_cell(column, row) for column in self.report.columns]
        return {"first": first, "cells": others, "url": row.get("url", "")}


def _cell(column: ReportColumn, row: dict[str, Any]) -> dict[str, Any]:
    value = row.get(column.key)
    return {
        "label": column.label,
        "text": column.kind.in_words(value),
        "is_number": column.kind.is_number,
        "is_code": column.key == "barcode",
        "is_whole": column.key == "barcode" or column.kind in {Kind.DAY, Kind.MOMENT},
        "is_empty": value in (None, "") and column.kind is Kind.TEXT,
    }
