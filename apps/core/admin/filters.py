"""The filters of lists; each is one select in the filter sheet, or one choice between yes and no."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter as YesNoFilter
from unfold.contrib.filters.admin import ChoicesDropdownFilter as ChoiceFilter
from unfold.contrib.filters.admin import DropdownFilter as QueryFilter
from unfold.contrib.filters.admin import RelatedDropdownFilter as RelatedFilter

from apps.core.admin.actions import IN_TRASH

__all__ = [
    "ChoiceFilter",
    "Condition",
    "ConditionFilter",
    "QueryFilter",
    "RelatedFilter",
    "TrashFilter",
    "YesNoFilter",
]


# What the filter calls it, and what it makes of a list's queryset.
Condition = tuple[Any, Callable[[Any], QuerySet]]


class ConditionFilter(QueryFilter):
    """A few named conditions, each a narrowing of the list; whatever else stands in the address narrows nothing."""

    def conditions(self) -> dict[str, Condition]:
        """By value in the address."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(value, label) for value, (label, _narrow) in self.conditions().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found = self.conditions().get(self.value() or "")
        return found[1](queryset) if found else queryset


class TrashFilter(QueryFilter):
    """What has been deleted instead of what is there."""

    title = _("Trash")
    parameter_name = IN_TRASH
    all_option = ("", _("without the trash"))

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("1", _("only the trash")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(deleted=self.value() == "1")
