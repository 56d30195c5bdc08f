"""Lists that page, filter, sort and search on the server and keep their state in the URL; pages and API alike.

Parameters: ``q``, ``sort`` (a column's key, ``-`` before it for descending), ``page``, ``page_size`` (at most 500) and
filters named as the field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.core.errors import InvalidInput
from apps.core.search import MAX_PREFIX, query_terms

PAGE_SIZE = 50
PAGE_SIZES = (25, 50, 100, 200)
MAX_PAGE_SIZE = 500
MAX_QUERY_LENGTH = 200


@dataclass(frozen=True)
class Column:
    """A column of a list; ``order_by`` names indexed fields, and none means that it cannot be sorted."""

    key: str
    label: Any
    order_by: tuple[str, ...] = ()


class SearchableQuerySet(QuerySet):
    def search(self, query: str) -> Self:
        """Objects in which each word of the query begins a word; nothing for a query without a word."""
        longest = getattr(self.model, "LONGEST_TERM", MAX_PREFIX)
        words = query_terms(query[:MAX_QUERY_LENGTH], longest=longest)
        return self.filter(having(words)) if words else self.none()


def having(words: list[tuple[str, ...]]) -> Q:
    """The condition that a document has each word among its terms, in one of its forms."""
    plain = [word for word, *others in words if not others]
    condition = Q(search_terms__contains=plain) if plain else Q()
    for forms in words:
        if len(forms) > 1:
            condition &= Q(search_terms__overlap=forms)
    return condition


class ListFilter(django_filters.FilterSet):
    """Base of all filters: one place that says how a filter form behaves."""

    def active(self) -> dict[str, Any]:
        """The filters in use that parse, by name."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: value for name, value in values.items() if value not in (None, "", [])}


class Listing:
    """One list as asked for by a URL: its rows and everything a template needs to draw it.

    :param params: the query string; unknown columns and pages fall back to the first, so an old link still works.
    :param strict: refuse bad parameters instead (for programs).
    """

    def __init__(
        self,
        params: QueryDict,
        queryset: QuerySet,
        *,
        columns: tuple[Column, ...],
        filterset: type[ListFilter],
        default_sort: str,
        strict: bool = False,
    ):
        self.params = params
        self.all_columns = columns
        self.default_sort = default_sort
        self.strict = strict
        self.filterset = filterset(params, queryset=queryset)
        if strict:
            self._refuse_bad_parameters()
        self.q = params.get("q", "").replace("\0", "").strip()

    def _refuse_bad_parameters(self) -> None:
        problems: dict[str, list[str]] = {
            name: [str(error) for error in errors]
            for name, errors in self.filterset.form.errors.items()
        }
        if not self._is_sortable(self.params.get("sort", self.default_sort)):
            problems["sort"] = [str(_("This list cannot be sorted by that."))]
        for name, largest in (("page", None), ("page_size", MAX_PAGE_SIZE)):
            value = self.params.get(name, "1")
            if not is_count(value) or (largest and int(value) > largest):
                problems[name] = [str(_("Please give a whole number that is not too large."))]
        if problems:
            raise InvalidInput(problems)

    def _is_sortable(self, sort: str) -> bool:
        return any(
            column.key == sort.removeprefix("-") and column.order_by for column in self.all_columns
        )

    @cached_property
    def sort(self) -> str:
        asked = self.params.get("sort", "")
        return asked if self._is_sortable(asked) else self.default_sort

    @cached_property
    def page_size(self) -> int:
        asked = self.params.get("page_size", "")
        return min(int(asked), MAX_PAGE_SIZE) if is_count(asked) else PAGE_SIZE

    @cached_property
    def rows(self) -> QuerySet:
        """All rows that match, sorted, not yet cut to a page."""
        found = self.filterset.qs
        if self.q:
            found = found.search(self.q)
        column = next(c for c in self.all_columns if c.key == self.sort.removeprefix("-"))
        sign = "-" if self.sort.startswith("-") else ""
        return found.order_by(*(_signed(field, sign) for field in (*column.order_by, "pk")))

    @cached_property
    def page(self) -> Page:
        paginator = Paginator(self.rows, self.page_size)
        asked = self.params.get("page", "")
        if self.strict and is_count(asked) and int(asked) > paginator.num_pages:
            return Page([], int(asked), paginator)  # who follows ``next`` comes to an end
        return paginator.get_page(asked)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    def url(self, **changes: Any) -> str:
        """This list's query string with some parameters changed; None removes one."""
        params = self.params.copy()
        params.pop("page", None)
        for name, value in changes.items():
            params.pop(name, None)
            if value is not None:
                params[name] = value
        return f"?{params.urlencode()}"

    @property
    def filters(self) -> Form:
        return self.filterset.form

    @cached_property
    def columns(self) -> list[dict[str, Any]]:
        return [self._head(column) for column in self.all_columns]

    def _head(self, column: Column) -> dict[str, Any]:
        ascending = self.sort == column.key
        is_sorted = self.sort.removeprefix("-") == column.key
        return {
            "key": column.key,
            "label": column.label,
            "sortable": bool(column.order_by),
            "sorted": ("asc" if ascending else "desc") if is_sorted else "",
            "url": self.url(sort=f"-{column.key}" if ascending else column.key),
        }

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """The filters in use, each with the link that removes it."""
        form = self.filterset.form
        return [
            {
                "name": name,
                "label": form.fields[name].label,
                "value": _spoken(form.fields[name], value),
                "remove_url": self.url(**{name: None}),
            }
            for name, value in self.filterset.active().items()
        ]

    @property
    def page_sizes(self) -> list[dict[str, Any]]:
        return [
            {"size": size, "url": self.url(page_size=size), "current": size == self.page_size}
            for size in PAGE_SIZES
        ]

    @property
    def pages(self) -> list[dict[str, Any] | None]:
        """Numbers for the pagination; None stands for a gap."""
        paginator = self.page.paginator
        numbers = paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [
            {"number": number, "url": self.url(page=number), "current": number == self.page.number}
            if isinstance(number, int)
            else None
            for number in numbers
        ]

    @property
    def previous_url(self) -> str | None:
        if not self.page.has_previous():
            return None
        return self.url(page=self.page.previous_page_number())

    @property
    def next_url(self) -> str | None:
        return self.url(page=self.page.next_page_number()) if self.page.has_next() else None

    @property
    def clear_url(self) -> str:
        return "?"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.chips)


def _signed(field: str, sign: str) -> str:
    return field.removeprefix("-") if sign and field.startswith("-") else f"{sign}{field}"


def is_count(value: str) -> bool:
    """Whether it is a whole number above nothing, as an address may name it."""
    return value.isascii() and value.isdigit() and len(value) < 10 and int(value) > 0


def _spoken(field: Any, value: Any) -> str:
    """A filter's value in words: a choice's label, else the value itself."""
    choices: Mapping[str, Any] = {}
    if not hasattr(field, "queryset"):
        choices = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))
